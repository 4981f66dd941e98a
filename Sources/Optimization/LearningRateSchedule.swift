import RealModule

/// The factor that every learning rate is multiplied by, as a function of the step (from 0).
public enum LearningRateSchedule: Sendable, Codable, Hashable {
  /// Always 1.
  case constant
  /// `min(s / steps, 1)`: the first step has rate 0.
  case warmup(steps: Int)
  /// `s / steps` while s < steps, then `1 / (1 + rate floor((s - steps) / interval))`.
  case warmupInverse(steps: Int, rate: Double, interval: Int)
  /// `factor^floor(s / interval)`.
  case stepDecay(factor: Double, interval: Int)

  /// The factor at step `step`.
  public func factor(at step: Int) -> Double {
    switch self {
    case .constant:
      return 1
    case .warmup(let steps):
      return steps > 0 ? min(Double(step) / Double(steps), 1) : 1
    case .warmupInverse(let steps, let rate, let interval):
      if step < steps { return Double(step) / Double(steps) }
      return 1 / (1 + rate * Double((step - steps) / interval))
    case .stepDecay(let factor, let interval):
      return Double.pow(factor, step / interval)
    }
  }
}
