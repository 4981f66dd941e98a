/// The reduced losses of one seed and one training set over the plane of weight norm w and messiness m.
///
/// The training loss l~(w, m) is interpolated with its stored gradients, d l~/dw and d l~/dm of the envelope theorem;
/// the test loss from its values alone, since the minimiser does not minimise it and its partial derivative at fixed
/// direction is not its slope (`GridSurface` has both rules). Losses are those of Liu et al. 2023 (Omnigrok), Eq. 5.
public struct ReducedLandscape: Sendable {
  /// The training loss, first axis w, second axis m.
  public let trainLoss: GridSurface
  /// The test loss, first axis w, second axis m.
  public let testLoss: GridSurface

  /// The landscape over `weightNorms` (positive) and `messiness`, from tables indexed [w][m]; NaN marks a point that is
  /// missing or diverged, and the cells around it are outside the landscape.
  ///
  /// - Throws: `LandscapeError` if an axis or a table cannot be interpolated, or no cell has four usable corners.
  public init(
    weightNorms: [Double], messiness: [Double], trainLoss: [[Double]], radialGradient: [[Double]],
    messinessGradient: [[Double]], testLoss: [[Double]]
  ) throws(LandscapeError) {
    try Self.requirePlane(weightNorms, messiness)
    self.trainLoss = try GridSurface(
      x: weightNorms, y: messiness, values: trainLoss, slopesX: radialGradient, slopesY: messinessGradient)
    self.testLoss = try GridSurface(x: weightNorms, y: messiness, monotoneThrough: testLoss)
    try requireCell()
  }

  /// The same from tables that are smoothed: the slopes of the training loss, too, are those of its values.
  ///
  /// Ends of training runs are no minima; their losses are rough from point to point, and stored gradients belong to each
  /// point's own direction. A path on them is caught in pockets that the reduced loss does not have.
  /// - Throws: as the other initialiser.
  public init(
    weightNorms: [Double], messiness: [Double], smoothedTrainLoss: [[Double]], smoothedTestLoss: [[Double]]
  ) throws(LandscapeError) {
    try Self.requirePlane(weightNorms, messiness)
    trainLoss = try GridSurface(x: weightNorms, y: messiness, monotoneThrough: smoothedTrainLoss)
    testLoss = try GridSurface(x: weightNorms, y: messiness, monotoneThrough: smoothedTestLoss)
    try requireCell()
  }

  private static func requirePlane(_ weightNorms: [Double], _ messiness: [Double]) throws(LandscapeError) {
    try requireAscendingPositive(weightNorms, named: "weight norm")
    guard messiness.count > 1, weightNorms.count > 1 else {
      throw LandscapeError(
        "Cannot follow paths on a landscape of \(weightNorms.count) weight norms and \(messiness.count) values of "
          + "messiness: give a study that sweeps both.")
    }
  }

  private func requireCell() throws(LandscapeError) {
    guard hasCell else {
      throw LandscapeError(
        "Cannot follow paths on a landscape without a cell of four finished points that have both gradients: "
          + "finish the study first.")
    }
  }

  private var hasCell: Bool {
    trainLoss.x.indices.dropLast().contains { i in
      trainLoss.y.indices.dropLast().contains { j in
        (i...(i + 1)).allSatisfy { a in (j...(j + 1)).allSatisfy { trainLoss.hasNode(a, $0) } }
      }
    }
  }

  /// The test loss at a point, NaN where it is not known.
  public func testLoss(at point: ReducedPoint) -> Double {
    testLoss.sample(x: point.weightNorm, y: point.messiness)?.value ?? .nan
  }

  /// The point of lowest test loss among the grid's points of messiness at most `messiness`: the generalising solution.
  public func lowestTestLoss(messiness: Double) -> ReducedPoint? {
    let (w, m) = (testLoss.x, testLoss.y)
    let rows = m.indices.filter { m[$0] <= messiness }
    let points = w.indices.flatMap { i in rows.filter { testLoss.hasNode(i, $0) }.map { ReducedPoint(w[i], m[$0]) } }
    return points.min { testLoss(at: $0) < testLoss(at: $1) }
  }
}

/// A point of the plane of weight norm w and representation messiness m.
public struct ReducedPoint: Sendable, Equatable {
  /// The weight norm w.
  public let weightNorm: Double
  /// The messiness m of the representation.
  public let messiness: Double

  /// The point (w, m).
  public init(_ weightNorm: Double, _ messiness: Double) {
    self.weightNorm = weightNorm
    self.messiness = messiness
  }

  init(_ state: SIMD2<Double>) { self.init(state.x, state.y) }
}
