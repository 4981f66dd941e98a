import Datasets
import Foundation
import LinearAlgebra
import Sweeps

/// What a study will take on this machine, from a few of its points that are computed and thrown away.
///
/// A point that takes more than twenty seconds is not waited for: the time of its first steps is measured, and that of all
/// steps follows. That is a bound where other criteria end a point. Where points may take different numbers of steps, the
/// time of one is taken to be in proportion to its number.
public struct StudyEstimate: Sendable {
  /// The number of points, of those that were timed, and the mean time of one in seconds.
  public let points: Int, timed: Int, secondsPerPoint: Double
  /// The mean size of a point's record, in bytes.
  public let bytesPerPoint: Double
  /// Whether the time is a bound, because a point was not done to its end.
  public let isBound: Bool

  /// Times the first, the middle and the last of the selected points of `document`.
  ///
  /// - Throws: `StudyError`, also if interrupted; `DatasetError`.
  public init(
    _ document: StudyDocument, selection: PointSelection, isInterrupted: @escaping @Sendable () -> Bool
  ) async throws {
    self = try await document.configuration.perform(Estimating(selection: selection, isInterrupted: isInterrupted))
  }

  fileprivate init(points: Int, timed: Int, secondsPerPoint: Double, bytes: Int, isBound: Bool) {
    self.isBound = isBound
    self.points = points
    self.timed = timed
    self.secondsPerPoint = secondsPerPoint
    bytesPerPoint = Double(bytes) / Double(max(timed, 1))
  }

  /// The hours that all points take, so many at a time.
  public func hours(workers: Int) -> Double { secondsPerPoint * Double((points + workers - 1) / workers) / 3600 }

  /// The bytes that journals and result file take: a journal's text is about four times the file's numbers.
  public var bytes: Double { 1.25 * bytesPerPoint * Double(points) }
}

private struct Estimating: StudyOperation {
  let selection: PointSelection
  let isInterrupted: @Sendable () -> Bool

  func perform<Recipe: PointRecipe, Element: Scalar>(
    _ recipe: Recipe, _: Element.Type
  ) async throws -> StudyEstimate {
    let points = try selection.range(of: recipe.plan.count)
    let collection = try recipe.study.loadImages()
    let computation = PointComputation<Recipe, Element>(recipe, collection: collection)
    let chosen = Set([points.first, points.isEmpty ? nil : points.lowerBound + points.count / 2, points.last])
    var seconds = 0.0, steps = 0.0, bytes = 0, timed = 0, isBound = false
    for point in chosen.compactMap({ $0 }).sorted() {
      var measured = try time(computation, point, atMost: Self.patience)
      if measured == nil {
        isBound = true
        measured = try timeFirstSteps(of: recipe.grid.configuration(of: point)) { study in
          let shorter = PointComputation<Recipe, Element>(Recipe(grid: try StudyGrid(study)), collection: collection)
          return try time(shorter, 0, atMost: .infinity)
        }
      }
      guard let measured else { throw interruption(recipe) }
      seconds += measured.seconds
      steps += largestSteps(recipe.grid, point)
      bytes += measured.bytes
      timed += 1
    }
    let mean = points.reduce(0) { $0 + largestSteps(recipe.grid, $1) } / Double(max(points.count, 1))
    return StudyEstimate(
      points: points.count, timed: timed, secondsPerPoint: seconds / max(steps, 1) * mean, bytes: bytes,
      isBound: isBound)
  }

  /// The steps that a point takes at most, of all its restarts.
  private func largestSteps(_ grid: StudyGrid, _ point: Int) -> Double {
    let study = grid.variants[grid.variant(of: point)]
    // One beside, for what a point takes without steps.
    return Double(study.steps + 1) * Double(study.restarts)
  }

  /// The seconds that a point is waited for.
  private static let patience = 20.0

  private typealias Measured = (seconds: Double, bytes: Int)

  /// The time of a point and the size of what it leaves, nil if it takes longer than `limit`.
  private func time<Recipe: PointRecipe, Element: Scalar>(
    _ computation: PointComputation<Recipe, Element>, _ point: Int, atMost limit: Double
  ) throws -> Measured? {
    let clock = ContinuousClock(), start = clock.now
    let isInterrupted = isInterrupted
    let result = try computation.result(of: point) {
      isInterrupted() || limit.isFinite && (clock.now - start) / .seconds(1) > limit
    }
    guard !isInterrupted() else { throw interruption(computation.recipe) }
    guard let result else { return nil }
    let bytes = try JSONEncoder.grokscape.encode(result).count + (result.parameters?.byteCount ?? 0)
    return ((clock.now - start) / .seconds(1), bytes)
  }

  /// The time of all steps of a point that is `study`, from that of so many that they take two seconds.
  private func timeFirstSteps(
    of study: StudyConfiguration, _ time: (StudyConfiguration) throws -> Measured?
  ) throws -> Measured? {
    var few = 1
    while true {
      var shorter = study
      shorter.swept = nil
      shorter.steps = min(few, study.steps)
      guard let measured = try time(shorter) else { return nil }
      if measured.seconds > 2 || shorter.steps == study.steps {
        return (measured.seconds * Double(study.steps) / Double(shorter.steps), measured.bytes)
      }
      few *= 4
    }
  }

  private func interruption<Recipe: PointRecipe>(_ recipe: Recipe) -> StudyError {
    StudyError(.interrupted, "Interrupted the estimate of \(recipe.study.name): run the same command again for one.")
  }
}
