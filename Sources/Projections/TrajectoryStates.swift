/// The states of a training run between which distances are taken.
///
/// A is the start; B, overfitted, the first checkpoint at which the training metric has reached its level; C,
/// generalised, the first at which the test metric has (Lee et al. 2024, Section 4.3, with stated levels).
public struct TrajectoryStates: Sendable, Equatable {
  /// The checkpoints of A, B and C, from 0; B and C are `nil` where the level is never reached.
  public var start: Int, overfitted: Int?, generalised: Int?

  /// The states of the given checkpoints.
  public init(start: Int, overfitted: Int?, generalised: Int?) {
    self.start = start
    self.overfitted = overfitted
    self.generalised = generalised
  }

  /// Finds the states of one run.
  ///
  /// - Parameters:
  ///   - steps: the steps of the checkpoints, ascending.
  ///   - train, test: the step at which each metric first reached its level, or `nil`.
  /// - Returns: the first checkpoint, and the first checkpoints at or after these steps.
  public init(steps: [Int], train: Int?, test: Int?) {
    func checkpoint(_ step: Int?) -> Int? { step.flatMap { step in steps.firstIndex { $0 >= step } } }
    self.init(start: 0, overfitted: checkpoint(train), generalised: checkpoint(test))
  }
}

/// The level that a metric has to reach.
public struct MetricLevel: Sendable, Equatable {
  /// Which side of the level counts as reached.
  public enum Side: Sendable { case above, below }
  /// The level.
  public let value: Double
  /// Whether the metric has to be at least or at most the level.
  public let side: Side

  /// At least `value`, as for an accuracy.
  public static func atLeast(_ value: Double) -> MetricLevel { MetricLevel(value: value, side: .above) }
  /// At most `value`, as for a loss.
  public static func atMost(_ value: Double) -> MetricLevel { MetricLevel(value: value, side: .below) }

  /// The step of the first value that reaches the level; values that are not numbers do not.
  public func firstStep(of values: [Double], at steps: [Int]) -> Int? {
    zip(values, steps).first { side == .above ? $0.0 >= value : $0.0 <= value }?.1
  }
}
