import Landscapes

/// The ways that training took through the plane of weight norm and messiness, of all runs of a dynamics.h5.
public struct TrainedPaths: Sendable {
  /// One run.
  struct Run: Sendable {
    let seed: Int
    /// The training-set size; 0 where the study has one.
    let trainingSetSize: Int
    let weightDecay: Double
    /// The place along the file's further axes.
    let at: [Coordinate]
    let points: [ReducedPoint]
  }

  /// The file.
  let path: String
  let runs: [Run]

  /// Reads the file at `path`, at `places` along its further axes alone.
  ///
  /// - Throws: `ReportError` of kind `badInput` if it cannot be read, or its runs have no representation; of kind
  ///   `badRequest` for a place that it does not hold.
  public init(path: String, at places: [Coordinate] = []) throws(ReportError) {
    var runs: [Run] = []
    for file in try DynamicsFile.slices(path: path, at: places) {
      for seed in file.seeds.indices {
        for size in file.trainingSetSizes.indices {
          for alpha in file.alpha.indices {
            for decay in file.weightDecays.indices {
              let place = DynamicsFile.Place(trainingSet: size, alpha: alpha, weightDecay: decay, threshold: 0)
              guard let points = file.path(seedIndex: seed, at: place) else {
                throw ReportError(
                  .badInput,
                  "Cannot take '\(path)' for paths because it lacks 'effective_messiness': "
                    + "give dynamics of a problem with a representation, such as toy-addition.")
              }
              runs.append(
                Run(
                  seed: file.seeds[seed], trainingSetSize: file.trainingSetSizes[size],
                  weightDecay: file.weightDecays[decay], at: file.at, points: points))
            }
          }
        }
      }
    }
    self.path = path
    self.runs = runs
  }

  /// How far from where a reduced path starts, in ln w and in m, a run of the same path may start.
  static let startTolerance = 0.02

  /// The runs of a seed and a training-set size, one of `sizeCount`, that start at `start` with a weight decay.
  func runs(
    seed: Int, trainingSetSize: Int, of sizeCount: Int, weightDecay: Double, from start: ReducedPoint
  ) -> [Run] {
    runs.filter { run in
      guard run.seed == seed, Coordinate.Value.number(run.weightDecay).matches(.number(weightDecay)),
        run.trainingSetSize == trainingSetSize || run.trainingSetSize == 0 && sizeCount == 1,
        let first = run.points.first
      else { return false }
      return abs(logarithm(first.weightNorm / start.weightNorm)) <= Self.startTolerance
        && abs(first.messiness - start.messiness) <= Self.startTolerance
    }
  }

  /// What stands where no run has the start of a path.
  func noRun(like paths: String) -> ReportError {
    ReportError(
      .badRequest,
      "Cannot compare '\(path)' with \(paths), because none of its runs has their seed, n_train, weight decay and "
        + "start (to \(Self.startTolerance) in ln w and m): give dynamics that start where the paths do.")
  }
}
