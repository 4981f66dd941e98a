public import Projections
import Stores

/// Principal components of the checkpoints in a trajectory.h5, of one run or of several on one plane.
public struct TrajectoryAnalysis: Sendable {
  /// The type of the numbers that are multiplied; sums over many parameters are in double precision in any case.
  public enum Precision: String, Sendable, CaseIterable { case float, double }

  /// The principal components; rows are the checkpoints, run after run.
  public let components: PrincipalComponents
  /// The steps of the checkpoints of each run.
  public let steps: [[Int]]
  /// The names of the runs; their numbers where the trajectory has none.
  public let runNames: [String]
  /// The checkpoints of the states A, B and C of each run; nil if the trajectory has no accuracies.
  public let states: [TrajectoryStates]?
  /// The accuracy at which B and C are.
  public let level: Double
  /// Where the trajectory is.
  public let path: String
  /// The precision of the products.
  public let precision: Precision
  let inheritedAttributes: [StoredAttribute]

  /// Analyses the file at `path`.
  ///
  /// - Parameters:
  ///   - centring: what is subtracted.
  ///   - count: how many components to keep.
  ///   - precision: by default that of the file; a file in double precision is always analysed in it.
  ///   - level: the accuracy at which B and C are.
  ///   - memory: bytes that are not exceeded.
  ///   - workers: threads; they change no bit of the result.
  /// - Throws: `ReportError` if the file is no trajectory, `ProjectionError` if it cannot be analysed.
  public init(
    path: String, centring: Centring = .mean, count: Int = 2, precision: Precision? = nil, level: Double = 0.95,
    memory: Int = 1 << 30, workers: Int = 1
  ) throws {
    let file = try TrajectoryReading(path: path)
    self.path = path
    steps = file.steps
    runNames = file.runNames
    self.level = level
    let hasAccuracies = try ["train_accuracy", "test_accuracy"].allSatisfy {
      try file.history($0, run: 0) != nil
    }
    states =
      hasAccuracies
      ? try file.steps.indices.map { try TrajectoryDistances.states(of: $0, in: file, .init(level: level)) } : nil
    inheritedAttributes = file.inheritedAttributes
    self.precision = file.isSinglePrecision ? precision ?? .float : .double
    switch self.precision {
    case .float:
      components = try PrincipalComponents(
        of: TrajectoryRows<Float>(file), runs: file.runs, centring: centring, count: count, memory: memory,
        workers: workers)
    case .double:
      components = try PrincipalComponents(
        of: TrajectoryRows<Double>(file), runs: file.runs, centring: centring, count: count, memory: memory,
        workers: workers)
    }
  }
}
