public import LinearAlgebra

/// Gradient descent with coupled weight decay: `w -= eta (g + gamma w)`.
public struct GradientDescent<Element: Scalar>: ~Copyable, UpdateRule {
  private var steps: GroupedSteps

  /// Descent of `count` parameters in `groups`.
  public init(_ groups: [ParameterGroup], schedule: LearningRateSchedule = .constant, count: Int) {
    steps = GroupedSteps(groups, schedule: schedule, parameterCount: count)
  }

  /// Takes one step.
  public mutating func step(_ parameters: inout Vector<Element>, along gradient: inout Vector<Element>) -> Double {
    let w = parameters.ref, g = gradient.ref
    precondition(w.count == g.count)
    return steps.next(w) { range, rate, decay in
      Element._descend(range.count, w.base + range.lowerBound, g.base + range.lowerBound, decay, rate)
    }
  }

  /// Exchanges the number of steps.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try steps.exchange(with: &archive)
  }
}
