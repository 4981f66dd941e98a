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
  ///   - memory: bytes that are not exceeded.
  ///   - workers: threads; they change no bit of the result.
  /// - Throws: `ReportError` if the file is no trajectory, `ProjectionError` if it cannot be analysed.
  public init(
    path: String, centring: Centring = .mean, count: Int = 2, precision: Precision? = nil, memory: Int = 1 << 30,
    workers: Int = 1
  ) throws {
    let file = try TrajectoryReading(path: path)
    self.path = path
    steps = file.steps
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

  // MARK: - The file

  /// Writes pca.h5: steps, projections, residuals and cosines over (run, checkpoint), singular values, and the
  /// components over the parameters.
  ///
  /// - Throws: `StoreError`.
  public func write(to path: String) throws {
    let longest = steps.map(\.count).max() ?? 0, kept = components.components.count
    let places = ["run", "checkpoint"]
    // Checkpoints that a run does not have are NaN, their steps -1.
    func overCheckpoints(_ width: Int, _ row: (Int) -> [Double]) -> StoredValues {
      var start = 0
      return .double(
        steps.flatMap { steps in
          defer { start += steps.count }
          return (start..<(start + steps.count)).flatMap(row)
            + [Double](repeating: .nan, count: width * (longest - steps.count))
        })
    }
    let paddedSteps = steps.flatMap { $0.map(Int64.init) + [Int64](repeating: -1, count: longest - $0.count) }
    let dimension = components.components.first?.count ?? 0
    var variables = [
      StoredVariable(
        "step", over: places, .int64(paddedSteps), units: "step", longName: "steps taken at the checkpoint"),
      StoredVariable(
        "projection", over: places + ["component"], overCheckpoints(kept) { components.projections[$0] }, units: "1",
        longName: "coordinate along the component, relative to the \(originDescription)"),
      StoredVariable(
        "residual", over: places, overCheckpoints(1) { [components.residuals[$0]] }, units: "1",
        longName: "distance from the space through the centre that the components span"),
      StoredVariable(
        "cosine", over: places, overCheckpoints(1) { [components.cosines[$0]] }, units: "1",
        longName: "cosine of the angle between that space and the way from the centre"),
      StoredVariable(
        "singular_value", over: ["rank"], .double(components.singularValues), units: "1",
        longName: "singular values of the centred checkpoints"),
      StoredVariable(
        "explained_variance_ratio", over: ["rank"], .double(components.explainedVarianceRatio), units: "1",
        longName: "square of the singular value over the sum of all squares"),
      StoredVariable(
        "direction", over: ["component", "parameter"], .double(components.components.flatMap { $0 }), units: "1",
        longName: "components: orthonormal, the entry of largest magnitude positive"),
    ]
    if !components.mean.isEmpty {
      variables.append(
        StoredVariable(
          "mean", over: ["parameter"], .double(components.mean), units: "1",
          longName: components.centring == .mean
            ? "mean of all checkpoints" : "mean of the checkpoints relative to the last of their run"))
    }
    let numbers = { (count: Int) in StoredValues.int64((0..<count).map(Int64.init)) }
    let group = StoredGroup(
      attributes: ResultAttributes.all(
        kind: "pca",
        title: "Principal components of \(steps.count == 1 ? "a trajectory" : "\(steps.count) trajectories")",
        references: "Li, Xu, Taylor, Studer, Goldstein: Visualizing the loss landscape of neural nets, NeurIPS 2018")
        + [
          StoredAttribute("trajectory", .text(self.path)),
          StoredAttribute("centre", .text(components.centring.rawValue)),
          StoredAttribute("product_precision", .text(precision.rawValue)),
        ] + inheritedAttributes.filter { !ResultAttributes.names.contains($0.name) },
      dimensions: [
        StoredDimension("run", numbers(steps.count), units: "1", longName: "number of the run"),
        StoredDimension("checkpoint", count: longest),
        StoredDimension("component", numbers(kept), units: "1", longName: "number of the component"),
        StoredDimension("rank", count: components.singularValues.count),
        StoredDimension("parameter", count: dimension),
      ],
      variables: variables)
    try group.write(to: path)
  }

  private var originDescription: String {
    switch components.centring {
    case .mean: "mean of all checkpoints"
    case .first: "first checkpoint of the run"
    case .last, .lastRecentred: "last checkpoint of the run"
    }
  }
}
