import Networks
import Testing

@Suite struct BatchScheduleTests {
  private func epoch(_ number: Int, _ schedule: inout BatchSchedule, batches: Int) -> [[Int]] {
    (0..<batches).map { batch in
      let rows = schedule.rows(at: number * batches + batch)
      return (0..<rows.count).map { rows[$0] }
    }
  }

  @Test(arguments: [(10, 3, 4), (12, 4, 3), (5, 8, 1), (7, 7, 1), (1, 1, 1)])
  func everyEpochIsAPermutation(_ count: Int, _ size: Int, _ batches: Int) {
    var schedule = BatchSchedule.shuffled(count, size: size, rootSeed: 11, seed: 3)
    #expect(schedule.largestBatch == min(size, count) && !schedule.isFull)
    for number in 0..<4 {
      let rows = epoch(number, &schedule, batches: batches)
      #expect(rows.joined().sorted() == Array(0..<count))
      #expect(rows.dropLast().allSatisfy { $0.count == size })
      #expect(rows[batches - 1].count == count - size * (batches - 1))
    }
  }

  @Test func theOrderDependsOnSeedsAndEpochAlone() {
    var first = BatchSchedule.shuffled(50, size: 16, rootSeed: 11, seed: 3)
    let epochs = (0..<4).map { epoch($0, &first, batches: 4) }
    #expect(Set(epochs).count == 4)
    var resumed = BatchSchedule.shuffled(50, size: 16, rootSeed: 11, seed: 3)
    #expect(epoch(2, &resumed, batches: 4) == epochs[2], "entered in the middle")
    #expect(epoch(0, &resumed, batches: 4) == epochs[0], "and gone back")
    var coarser = BatchSchedule.shuffled(50, size: 25, rootSeed: 11, seed: 3)
    #expect(Array(epoch(1, &coarser, batches: 2).joined()) == Array(epochs[1].joined()), "whatever the size")
    var otherSeed = BatchSchedule.shuffled(50, size: 16, rootSeed: 11, seed: 4)
    var otherRoot = BatchSchedule.shuffled(50, size: 16, rootSeed: 12, seed: 3)
    #expect(epoch(0, &otherSeed, batches: 4) != epochs[0])
    #expect(epoch(0, &otherRoot, batches: 4) != epochs[0])
  }

  @Test func fullBatchesAreThePrefix() {
    var schedule = BatchSchedule.full(4)
    #expect(schedule.isFull && schedule.largestBatch == 4)
    for number in 0..<3 { #expect(epoch(number, &schedule, batches: 1) == [[0, 1, 2, 3]]) }
  }

  @Test func listedBatchesComeInTheirOrderAndAgain() {
    let batches: [[Int32]] = [[3, 1, 1], [0], [2, 4]]
    var schedule = BatchSchedule.listed(batches)
    #expect(schedule.largestBatch == 3 && !schedule.isFull)
    for number in 0..<2 { #expect(epoch(number, &schedule, batches: 3) == [[3, 1, 1], [0], [2, 4]]) }
  }
}
