public import LinearAlgebra

/// `u *= -eta f_k`, group by group: turns a direction of ascent into the step, with the schedule's factor at step k.
///
/// Parameters of no group stand still: their update becomes zero.
public struct ScaleByRate<Element: Scalar>: ~Copyable, GradientTransform {
  private let groups: [ParameterGroup]
  private let schedule: LearningRateSchedule
  private let free: [Range<Int>]
  private var step = 0

  /// Scales `count` parameters by their groups' rates and the common `schedule`.
  public init(_ groups: [ParameterGroup], schedule: LearningRateSchedule, count: Int) {
    self.groups = groups
    self.schedule = schedule
    var free: [Range<Int>] = []
    var covered = 0
    for range in groups.flatMap(\.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      precondition(range.lowerBound >= covered && range.upperBound <= count, "groups overlap or leave the parameters")
      if range.lowerBound > covered { free.append(covered..<range.lowerBound) }
      covered = range.upperBound
    }
    if covered < count { free.append(covered..<count) }
    self.free = free
  }

  /// Scales `update` for the next step.
  public mutating func transform(_ update: inout Vector<Element>, at parameters: borrowing Vector<Element>) {
    let factor = schedule.factor(at: step)
    step += 1
    for group in groups {
      for range in group.ranges {
        Element._scal(range.count, Element(-group.rate * factor), update.ref.base + range.lowerBound)
      }
    }
    for range in free { update.ref.slice(range.lowerBound, range.count).buffer.update(repeating: 0) }
  }
}
