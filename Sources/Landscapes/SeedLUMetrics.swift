/// The LU metrics of one seed's pair of curves (definitions in `LUMetrics`).
///
/// A grid point is usable if both losses there are finite and not negative; every number below is over usable points.
public struct SeedLUMetrics: Sendable {
  /// The minimum of the test loss, which gives alpha_c and w_c; nil without a usable point.
  public let minimum: CurveMinimum?
  /// The Goldilocks zone around that minimum; nil without a usable point.
  public let zone: GoldilocksZone?
  /// (test loss - training loss) / loss of the zero predictor at `largestAlpha`, NaN if it is not defined.
  public let gap: Double
  /// Whether the training loss at `largestAlpha` is less than 1 % of that at `smallestAlpha`; nil below two usable
  /// points.
  public let isL: Bool?
  /// Whether the minimum of the test loss is interior, with both ends above it and at least twice as high; nil below
  /// three usable points.
  public let isU: Bool?
  /// The smallest test error over the grid, NaN if the task has none.
  public let lowestTestError: Double
  /// The smallest alpha with a usable point, NaN if there is none.
  public let smallestAlpha: Double
  /// The largest alpha with a usable point, NaN if there is none.
  public let largestAlpha: Double
  /// How many grid points were skipped because a loss there is missing, not finite or negative.
  public let skippedPoints: Int

  init(_ curves: LUCurves, seed: Int) {
    let (train, test) = (curves.trainLoss[seed], curves.testLoss[seed])
    let usable = curves.alpha.indices.filter { isUsableLoss(train[$0]) && isUsableLoss(test[$0]) }
    skippedPoints = curves.alpha.count - usable.count
    lowestTestError = curves.testError?[seed].filter(\.isFinite).min() ?? .nan
    minimum = CurveMinimum(of: test, alpha: curves.alpha, weightNorm: curves.weightNorm[seed], usable: usable)
    guard let minimum, let first = usable.first, let last = usable.last else {
      (zone, isL, isU) = (nil, nil, nil)
      (gap, smallestAlpha, largestAlpha) = (.nan, .nan, .nan)
      return
    }
    zone = GoldilocksZone(around: minimum, testLoss: test, alpha: curves.alpha, usable: usable)
    let zeroLoss = curves.zeroPredictorLoss[seed]
    gap = zeroLoss > 0 && zeroLoss.isFinite ? (test[last] - train[last]) / zeroLoss : .nan
    isL = usable.count < 2 ? nil : train[last] < 0.01 * train[first]
    // A minimum of zero is twice itself: the ends must also be above it.
    let endsAreHigh = [test[first], test[last]].allSatisfy { $0 >= 2 * minimum.value && $0 > minimum.value }
    isU = usable.count < 3 ? nil : minimum.isInterior && endsAreHigh
    (smallestAlpha, largestAlpha) = (curves.alpha[first], curves.alpha[last])
  }
}

/// Whether a loss was measured: finite and not negative, so that it can stand on a logarithmic axis or at its foot.
func isUsableLoss(_ loss: Double) -> Bool { loss.isFinite && loss >= 0 }
