import LinearAlgebra
import Optimization
import Testing

/// Rows in memory.
private struct Rows<Element: Scalar>: CheckpointRows {
  let length: Int
  var elements: [Element] = []
  var count: Int { elements.count / length }

  mutating func append(_ row: borrowing Vector<Element>) { elements += row.ref.buffer }

  mutating func keepEverySecond() {
    elements = stride(from: 0, to: count, by: 2).flatMap { elements[($0 * length)..<(($0 + 1) * length)] }
  }

  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) { try archive.exchange(&elements) }
}

/// Which steps a run keeps.
@Suite struct CheckpointScheduleTests {
  @Test(arguments: [(7, 100), (10, 100), (1, 3), (1000, 5), (3, 0)])
  func everySoManyStepsWithFirstAndLast(_ interval: Int, _ last: Int) {
    let steps = CheckpointSchedule.every(interval).steps(upTo: last, atMost: 1000)
    #expect(steps == (0...last).filter { $0.isMultiple(of: interval) || $0 == last })
  }

  @Test(arguments: 2...40)
  func aLimitMakesTheStepsWider(_ limit: Int) throws {
    let steps = try #require(CheckpointSchedule.every(5).steps(upTo: 103, atMost: limit))
    #expect(steps.first == 0 && steps.last == 103 && steps.count <= limit)
    let widths = Set(zip(steps.dropFirst(), steps).dropLast().map { $0 - $1 })
    #expect(widths.count <= 1 && widths.allSatisfy { $0.isMultiple(of: 5) })
    // The next narrower multiple would not have fitted.
    if let width = widths.first, width > 5 { #expect((103 + width - 6) / (width - 5) + 1 > limit) }
  }

  @Test(arguments: [(200, 10_000), (200, 100_000), (200, 210), (50, 49), (2, 1_000_000), (300, 250), (12, 0)])
  func logarithmicStepsAreDifferentAndSpacedByOneRatio(_ count: Int, _ last: Int) throws {
    let steps = try #require(CheckpointSchedule.logarithmic(count).steps(upTo: last, atMost: 1000))
    #expect(steps.count == min(count, last + 1) && steps.first == 0 && steps.last == last)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    // Where whole numbers allow it, all ratios are the same.
    let large = steps.filter { $0 >= 500 }
    let ratios = zip(large.dropFirst(), large).map { Double($0) / Double($1) }
    if let least = ratios.min(), let most = ratios.max(), last > 5000 { #expect(most - least < 0.005) }
  }

  @Test func aLimitMakesFewerLogarithmicSteps() {
    #expect(CheckpointSchedule.logarithmic(200).steps(upTo: 1000, atMost: 5) == [0, 1, 10, 100, 1000])
  }

  /// The parameters of a run that moves by one unit a step, from (10, 0).
  private func recorded(_ schedule: CheckpointSchedule, steps: Int, limit: Int) -> CheckpointRecorder<Rows<Double>> {
    var recorder = recorder(schedule, steps: steps, limit: limit)
    for step in 0...steps { recorder.observe(step: step, Vector([10, Double(step)])) }
    recorder.finish(step: steps, Vector([10, Double(steps)]))
    return recorder
  }

  private func recorder(_ schedule: CheckpointSchedule, steps: Int, limit: Int) -> CheckpointRecorder<Rows<Double>> {
    CheckpointRecorder(schedule, lastStep: steps, parameterCount: 2, byteBudget: limit * 16, into: Rows(length: 2))
  }

  /// Left at any step and taken up by another recorder, it keeps what it would have kept.
  @Test(arguments: [CheckpointSchedule.every(7), .logarithmic(9), .moved(0.2)])
  func aRecorderGoesOnWhereItWasLeft(_ schedule: CheckpointSchedule) throws {
    let whole = recorded(schedule, steps: 100, limit: 6)
    for left in 0...100 {
      var first = recorder(schedule, steps: 100, limit: 6)
      for step in 0..<left { first.observe(step: step, Vector([10, Double(step)])) }
      var archive = StateArchive()
      try first.exchange(with: &archive)
      var second = recorder(schedule, steps: 100, limit: 6)
      var restoring = StateArchive(restoring: archive.bytes)
      try second.exchange(with: &restoring)
      for step in left...100 { second.observe(step: step, Vector([10, Double(step)])) }
      second.finish(step: 100, Vector([10, 100]))
      #expect(second.steps == whole.steps && second.rows.elements == whole.rows.elements, "left at \(left)")
    }
  }

  @Test func aRecorderKeepsTheRowsOfItsSteps() {
    let recorder = recorded(.every(4), steps: 9, limit: 100)
    #expect(recorder.steps == [0, 4, 8, 9])
    #expect(recorder.rows.elements == [10, 0, 10, 4, 10, 8, 10, 9])
  }

  @Test func aRunThatEndsEarlyKeepsItsEnd() {
    var recorder = CheckpointRecorder(
      .every(10), lastStep: 100, parameterCount: 1, byteBudget: 1000, into: Rows<Float>(length: 1))
    for step in 0...13 { recorder.observe(step: step, Vector([Float(step)])) }
    recorder.finish(step: 13, Vector([13]))
    #expect(recorder.steps == [0, 10, 13] && recorder.rows.elements == [0, 10, 13])
  }

  @Test func aMovementIsMeasuredFromTheParametersKeptLast() {
    // From (10, 0), 0.25 of the norm is 2.5: step 3; then 0.25 |(10, 3)| = 2.61: step 6; then 2.92: step 9.
    #expect(recorded(.moved(0.25), steps: 10, limit: 100).steps == [0, 3, 6, 9, 10])
  }

  @Test(arguments: 3...12)
  func aLimitThinsAMovementOverTheWholeRun(_ limit: Int) {
    let recorder = recorded(.moved(0.01), steps: 200, limit: limit)
    #expect(recorder.steps.count <= limit && recorder.steps.first == 0 && recorder.steps.last == 200)
    #expect(recorder.rows.elements == recorder.steps.flatMap { [10, Double($0)] })
    #expect(recorder.steps.count > limit / 3)
  }
}
