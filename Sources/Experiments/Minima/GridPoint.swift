import Sweeps

/// A point of a landscape: its number in the arrays of the file, and the index of its norm.
struct GridPoint: Sendable {
  let number: Int
  let norm: Int
  /// The study with the values of the point alone on its axes, but with all norms.
  let configuration: StudyConfiguration
  var seed: Int { configuration.seeds[0] }
  var trainingSetSize: Int { configuration.trainingSetSizes[0] }

  /// The number of points of the arrays; with a warm start all norms are one point of the plan.
  static func count(of grid: StudyGrid) -> Int {
    grid.plan.count * (grid.study.isWarm ? grid.study.radii.values.count : 1)
  }

  init(_ number: Int, of grid: StudyGrid) throws(StudyError) {
    let norms = grid.study.radii.values.count, count = Self.count(of: grid)
    guard (0..<count).contains(number) else {
      throw StudyError(
        .badRequest, "Cannot look at point \(number): the study has points 0-\(count - 1); give a number among these.")
    }
    self.number = number
    norm = number % norms
    var configuration = grid.configuration(of: grid.study.isWarm ? number / norms : number)
    configuration.radii = grid.study.radii
    self.configuration = configuration
  }
}
