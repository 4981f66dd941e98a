/// Stops after a number of steps.
public struct StepLimit: StoppingRule {
  private let limit: Int

  /// At most `limit` steps.
  public init(_ limit: Int) { self.limit = limit }

  /// `stepLimit` from step `limit` on.
  public mutating func reason(_ progress: Progress) -> StopReason? { progress.step >= limit ? .stepLimit : nil }

  /// Nothing: the rule has no state.
  public mutating func exchange(with archive: inout StateArchive) {}
}

/// Stops when the loss is below a bound.
public struct LossBelow: StoppingRule {
  private let bound: Double

  /// Below `bound`.
  public init(_ bound: Double) { self.bound = bound }

  /// `lossReached` when the loss is below the bound.
  public mutating func reason(_ progress: Progress) -> StopReason? { progress.loss < bound ? .lossReached : nil }

  /// Nothing: the rule has no state.
  public mutating func exchange(with archive: inout StateArchive) {}
}

/// Stops when the loss is infinite or not a number.
public struct NotFinite: StoppingRule {
  /// The rule.
  public init() {}

  /// `notFinite` when the loss is not finite.
  public mutating func reason(_ progress: Progress) -> StopReason? { progress.loss.isFinite ? nil : .notFinite }

  /// Nothing: the rule has no state.
  public mutating func exchange(with archive: inout StateArchive) {}
}

/// Stops when the best loss has not improved by a relative amount for a number of steps.
public struct Stalled: StoppingRule {
  private let patience: Int
  private let improvement: Double
  private var best = Double.infinity
  private var since = 0

  /// No relative improvement by `improvement` over `patience` steps.
  public init(patience: Int, improvement: Double) {
    self.patience = patience
    self.improvement = improvement
  }

  /// `stalled` when the patience has run out.
  public mutating func reason(_ progress: Progress) -> StopReason? {
    if progress.loss < best * (1 - improvement) || best == .infinity {
      best = progress.loss
      since = progress.step
    }
    return progress.step - since >= patience ? .stalled : nil
  }

  /// Exchanges the best loss and its step.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&best)
    try archive.exchange(&since)
  }
}

/// Stops when the tangential gradient norm is below a bound, looking every so many steps.
public struct TangentGradientBelow: StoppingRule {
  private let bound: Double
  private let interval: Int

  /// Below `bound`, looked at every `interval` steps.
  public init(_ bound: Double, every interval: Int = 100) {
    self.bound = bound
    self.interval = interval
  }

  /// At the multiples of the interval.
  public func needsTangentGradient(at step: Int) -> Bool { step.isMultiple(of: interval) }

  /// `gradientSmall` when the norm was asked for and is below the bound.
  public mutating func reason(_ progress: Progress) -> StopReason? {
    guard let norm = progress.tangentGradientNorm else { return nil }
    return norm < bound ? .gradientSmall : nil
  }

  /// Nothing: the rule has no state.
  public mutating func exchange(with archive: inout StateArchive) {}
}
