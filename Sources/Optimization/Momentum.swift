public import LinearAlgebra

/// Heavy-ball momentum (Polyak 1964) as PyTorch defines it, with coupled weight decay:
/// `g' = g + gamma w`, `b = mu b + g'`, `w -= eta b`; with Nesterov's look-ahead `w -= eta (g' + mu b)`.
public struct Momentum<Element: Scalar>: ~Copyable, UpdateRule {
  private var steps: GroupedSteps
  private var velocity: Vector<Element>
  private let coefficient: Double
  private let isNesterov: Bool

  /// Momentum `coefficient` (mu) for `count` parameters in `groups`, at rest.
  public init(
    _ groups: [ParameterGroup], schedule: LearningRateSchedule = .constant, count: Int, coefficient: Double,
    nesterov: Bool = false
  ) {
    steps = GroupedSteps(groups, schedule: schedule, parameterCount: count)
    velocity = Vector(zeros: count)
    self.coefficient = coefficient
    isNesterov = nesterov
  }

  /// Accumulates the velocity and takes one step.
  public mutating func step(_ parameters: inout Vector<Element>, along gradient: inout Vector<Element>) -> Double {
    let w = parameters.ref, g = gradient.ref, b = velocity.ref
    precondition(w.count == g.count && b.count == w.count)
    return steps.next(w) { range, rate, decay in
      let start = range.lowerBound
      return Element._momentum(
        range.count, w.base + start, g.base + start, b.base + start, coefficient, isNesterov, decay, rate)
    }
  }

  /// Exchanges the number of steps and the velocity.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try steps.exchange(with: &archive)
    try archive.exchange(&velocity)
  }
}
