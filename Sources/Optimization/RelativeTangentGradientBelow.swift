/// Stops when a radian along the sphere changes the loss by less than a given share of itself: `r |g_t| / l < bound`.
///
/// `|g_t|` is the tangential gradient's norm, `r` the sphere's radius, `l > 0` the loss. The ratio has no unit, and
/// scaling the loss does not change it. It falls to zero at a minimum with positive loss. Where the loss itself falls
/// to zero it grows, as `l^(-1/2)` for a mean of squares: there `LossBelow` ends a run.
public struct RelativeTangentGradientBelow: StoppingRule {
  private let bound: Double
  private let radius: Double
  private let interval: Int

  /// Below `bound` on a sphere of norm `radius`, looked at every `interval` steps.
  public init(_ bound: Double, radius: Double, every interval: Int = 10) {
    self.bound = bound
    self.radius = radius
    self.interval = interval
  }

  /// At the multiples of the interval.
  public func needsTangentGradient(at step: Int) -> Bool { step.isMultiple(of: interval) }

  /// `gradientSmall` when the norm was asked for and the ratio is below the bound.
  public mutating func reason(_ progress: Progress) -> StopReason? {
    guard let norm = progress.tangentGradientNorm else { return nil }
    return radius * norm < bound * progress.loss ? .gradientSmall : nil
  }

  /// Nothing: the rule has no state.
  public mutating func exchange(with archive: inout StateArchive) {}
}
