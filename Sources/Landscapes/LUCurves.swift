/// The reduced losses of one training-set size along the weight-norm axis, a row a seed: what LU metrics are computed
/// from.
///
/// Tables are indexed `[seed][alpha]`. NaN or infinity may stand anywhere in them for a point that is missing or
/// diverged; the metrics skip such points and count them. Losses are those of the reduced landscape (Liu et al. 2022,
/// "Omnigrok", Eq. 1).
public struct LUCurves: Sendable, Equatable {
  /// The weight norm over that of the standard initialisation, alpha = w / w_0: positive, strictly ascending.
  public let alpha: [Double]
  /// The reduced training loss.
  public let trainLoss: [[Double]]
  /// The test loss at the minimiser of the training loss.
  public let testLoss: [[Double]]
  /// The weight norm w, which differs from seed to seed at the same alpha.
  public let weightNorm: [[Double]]
  /// The test loss of the predictor that outputs zero, a value a seed.
  public let zeroPredictorLoss: [Double]
  /// The test error, 1 - accuracy, for tasks that have an accuracy.
  public let testError: [[Double]]?

  /// Curves over `alpha` from tables of equal shape.
  ///
  /// - Throws: `LandscapeError` if `alpha` is empty, not positive or not strictly ascending, or if a table has another
  ///   shape.
  public init(
    alpha: [Double], trainLoss: [[Double]], testLoss: [[Double]], weightNorm: [[Double]],
    zeroPredictorLoss: [Double], testError: [[Double]]? = nil
  ) throws(LandscapeError) {
    try requireAscendingPositive(alpha, named: "alpha")
    let seeds = trainLoss.count
    try requireShape(trainLoss, seeds: seeds, points: alpha.count, named: "trainLoss")
    try requireShape(testLoss, seeds: seeds, points: alpha.count, named: "testLoss")
    try requireShape(weightNorm, seeds: seeds, points: alpha.count, named: "weightNorm")
    if let testError { try requireShape(testError, seeds: seeds, points: alpha.count, named: "testError") }
    guard zeroPredictorLoss.count == seeds else {
      throw LandscapeError(
        "Cannot analyse zeroPredictorLoss of \(zeroPredictorLoss.count) seeds beside quantities of \(seeds) seeds: "
          + "give one value a seed.")
    }
    self.alpha = alpha
    self.trainLoss = trainLoss
    self.testLoss = testLoss
    self.weightNorm = weightNorm
    self.zeroPredictorLoss = zeroPredictorLoss
    self.testError = testError
  }

  /// The number of seeds.
  public var seedCount: Int { trainLoss.count }
}
