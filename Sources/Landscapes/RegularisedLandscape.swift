/// The reduced training loss with weight decay added, and where its minimum lies: what training with decay settles at.
///
/// l_gamma(w) = l~_train(w) + gamma w^2 / 2, in the loss's own units; gamma is a coefficient of the loss, so that
/// decoupled decay lambda (AdamW) corresponds to it only up to the optimiser's preconditioning. The minimum follows the
/// rule of `CurveMinimum`; the losses there are interpolated in (ln alpha, ln loss) between neighbouring points.
/// Estimates are over seeds whose minimum is interior, so that all four speak of the same seeds (a missing norm or test
/// loss excepted).
public struct RegularisedLandscape: Sendable {
  /// The coefficient of w^2 / 2.
  public let gamma: Double
  /// l_gamma over [seed][alpha], NaN where the training loss or the norm is missing.
  public let values: [[Double]]
  /// The minimum of each seed, nil where there is no usable point.
  public let minima: [CurveMinimum?]
  /// alpha at the minimum, interval in ln alpha.
  public let alpha: Estimate
  /// The weight norm at the minimum, interval in ln w.
  public let weightNorm: Estimate
  /// The reduced training loss (without the decay term) at the minimum.
  public let trainLoss: Estimate
  /// The test loss at the minimum.
  public let testLoss: Estimate
  /// For how many seeds the minimum lies inside the grid.
  public let hasInteriorMinimum: SeedTally

  /// The landscape of `curves` under weight decay `gamma`.
  ///
  /// - Throws: `LandscapeError` if `gamma` is negative or not finite.
  public init(_ curves: LUCurves, gamma: Double) throws(LandscapeError) {
    guard gamma.isFinite, gamma >= 0 else {
      throw LandscapeError("Cannot regularise a landscape with gamma = \(gamma): give a finite value of at least 0.")
    }
    self.gamma = gamma
    values = zip(curves.trainLoss, curves.weightNorm).map { losses, norms in
      zip(losses, norms).map { loss, norm in
        isUsableLoss(loss) && norm.isFinite && norm > 0 ? loss + gamma * norm * norm / 2 : .nan
      }
    }
    minima = zip(values, curves.weightNorm).map { row, norms in
      CurveMinimum(
        of: row, alpha: curves.alpha, weightNorm: norms, usable: row.indices.filter { row[$0].isFinite })
    }
    let interior = minima.enumerated().compactMap { seed, minimum in
      minimum.flatMap { $0.isInterior ? (seed: seed, minimum: $0) : nil }
    }
    alpha = .geometric(of: interior.map(\.minimum.alpha))
    weightNorm = .geometric(of: interior.map(\.minimum.weightNorm))
    trainLoss = .nonnegative(
      of: interior.map { Self.loss(curves.trainLoss[$0.seed], at: $0.minimum.alpha, over: curves.alpha) })
    testLoss = .nonnegative(
      of: interior.map { Self.loss(curves.testLoss[$0.seed], at: $0.minimum.alpha, over: curves.alpha) })
    hasInteriorMinimum = SeedTally(minima.map { $0?.isInterior })
  }

  /// A loss at `position`, between its nearest usable points; NaN outside them.
  private static func loss(_ losses: [Double], at position: Double, over alpha: [Double]) -> Double {
    let usable = alpha.indices.filter { isUsableLoss(losses[$0]) }
    guard let below = usable.last(where: { alpha[$0] <= position }),
      let above = usable.first(where: { alpha[$0] >= position })
    else { return .nan }
    guard below != above else { return losses[below] }
    return Crossing.value(
      from: (alpha[below], losses[below]), to: (alpha[above], losses[above]), at: position)
  }
}
