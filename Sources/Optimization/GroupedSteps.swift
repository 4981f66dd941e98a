import LinearAlgebra

/// The parameter groups of a rule with their scheduled rates, step by step; parameters of no group stand still.
struct GroupedSteps: Sendable, Resumable {
  private struct Part {
    let range: Range<Int>
    let rate: Double, weightDecay: Double
  }

  private let parts: [Part]
  private let standing: [Range<Int>]
  private let schedule: LearningRateSchedule
  /// The number of steps begun.
  private(set) var count = 0

  /// The steps of `parameterCount` parameters in disjoint `groups` with a common `schedule`.
  init(_ groups: [ParameterGroup], schedule: LearningRateSchedule, parameterCount: Int) {
    let parts = groups.flatMap { group in
      group.ranges.map { Part(range: $0, rate: group.rate, weightDecay: group.weightDecay) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    var standing: [Range<Int>] = []
    var covered = 0
    for part in parts {
      precondition(
        part.range.lowerBound >= covered && part.range.upperBound <= parameterCount,
        "groups overlap or leave the parameters")
      if part.range.lowerBound > covered { standing.append(covered..<part.range.lowerBound) }
      covered = part.range.upperBound
    }
    if covered < parameterCount { standing.append(covered..<parameterCount) }
    self.parts = parts
    self.standing = standing
    self.schedule = schedule
  }

  /// Begins the next step: `move(range, rate, weight decay)` moves each group's parameters and returns the sum of their squares.
  ///
  /// - Returns: the sum of all parameters' squares.
  mutating func next<Element: Scalar>(
    _ parameters: VectorRef<Element>, _ move: (Range<Int>, _ rate: Double, _ weightDecay: Double) -> Double
  ) -> Double {
    let factor = schedule.factor(at: count)
    count += 1
    var sum = 0.0
    for part in parts { sum += move(part.range, part.rate * factor, part.weightDecay) }
    for range in standing { sum += Element._sumOfSquares(range.count, parameters.base + range.lowerBound) }
    return sum
  }

  /// Exchanges the number of steps, from which the schedule follows.
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&count)
  }
}
