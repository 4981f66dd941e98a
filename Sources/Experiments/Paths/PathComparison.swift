import Landscapes

/// How far training runs from the reduced paths that start where it does, as `grokscape path --compare` prints it.
///
/// Distances are in (ln w, m), from each point of training to the nearest of the reduced path. Times have no part in
/// them, so that runs of any optimiser can be compared.
public struct PathComparison: Codable, Sendable, Equatable {
  /// One training run beside its reduced path.
  public struct Row: Codable, Sendable, Equatable {
    /// The seed.
    public let seed: Int
    /// The training-set size.
    public let nTrain: Int
    /// The number of the path's start, from 0.
    public let start: Int
    /// gamma.
    public let weightDecay: ReportNumber
    /// The place of the run along the further axes of its file.
    public let at: [Coordinate]
    /// The mean distance over the length of the trained path.
    public let meanDistance: ReportNumber
    /// The largest distance.
    public let largestDistance: ReportNumber
    /// The length of the trained path in (ln w, m).
    public let length: ReportNumber
    /// The effective messiness at the end of training.
    public let trainedMessiness: ReportNumber
    /// The messiness at the end of the reduced path.
    public let reducedMessiness: ReportNumber
  }

  /// The file of the training runs.
  public let file: String
  /// A row for every pair of a reduced path and a run that starts there.
  public let rows: [Row]

  /// The comparison of all paths of `set` with the runs that start where they do.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if there is no such run, or if the landscape's w is not the Euclidean
  ///   norm.
  public init(of trained: TrainedPaths, with set: PathSet) throws(ReportError) {
    guard !set.file.keepsOtherNorm else {
      throw ReportError(
        .badRequest,
        "Cannot compare '\(trained.path)' with paths on '\(set.file.provenance.file)', whose norm counts the first "
          + "weight matrix twice: give a landscape of a study with 'norm: true'.")
    }
    var rows: [Row] = []
    for (seed, ofSeed) in zip(set.seeds, set.runs) {
      for (size, ofSize) in zip(set.sizes, ofSeed) {
        for (start, ofStart) in ofSize.enumerated() {
          for (decay, run) in zip(set.request.weightDecays, ofStart) {
            guard let first = run.path.points.first else { continue }
            let like = trained.runs(
              seed: seed, trainingSetSize: size, of: set.sizes.count, weightDecay: decay, from: first.place)
            rows += like.compactMap { Row($0, run.path, nTrain: size, start: start) }
          }
        }
      }
    }
    guard !rows.isEmpty else { throw trained.noRun(like: "paths on '\(set.file.provenance.file)'") }
    file = trained.path
    self.rows = rows
  }

  /// The comparison as a table for people.
  public var text: String {
    var table = TextTable(
      headings: ["seed", "n_train", "start", "gamma", "mean", "largest", "length", "m trained", "m reduced", "run"],
      lastIsWords: true)
    for row in rows {
      let numbers = [
        row.weightDecay, row.meanDistance, row.largestDistance, row.length, row.trainedMessiness, row.reducedMessiness,
      ]
      table.rows.append(
        ["\(row.seed)", "\(row.nTrain)", "\(row.start)"] + numbers.map { NumberText.measured($0.value) }
          + [row.at.map(\.text).joined(separator: ", ")])
    }
    return (["distances of the training in '\(file)' from these paths, in (ln w, m)"] + table.lines)
      .joined(separator: "\n")
  }
}

extension PathComparison.Row {
  fileprivate init?(_ run: TrainedPaths.Run, _ path: ReducedPath, nTrain: Int, start: Int) {
    guard let distance = PathDistance(of: run.points, from: path.points.map(\.place)), let last = run.points.last else {
      return nil
    }
    seed = run.seed
    self.nTrain = nTrain
    self.start = start
    weightDecay = ReportNumber(run.weightDecay)
    at = run.at
    meanDistance = ReportNumber(distance.mean)
    largestDistance = ReportNumber(distance.maximum)
    length = ReportNumber(distance.length)
    trainedMessiness = ReportNumber(last.messiness)
    reducedMessiness = ReportNumber(path.last.place.messiness)
  }
}
