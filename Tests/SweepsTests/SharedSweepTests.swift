import Foundation
import Sweeps
import Synchronization
import Testing

@Suite struct SharedSweepTests {
  struct Broken: Error, CustomStringConvertible { let description = "the data\nare broken" }

  /// When a run is cancelled.
  struct Stop: Sendable {
    var isReached: @Sendable () -> Bool = { false }
  }

  /// The points that several runs have computed.
  private final class Computed: Sendable {
    let points = Mutex<[Int]>([])
  }

  private static let count = 40

  /// A sweep whose results are the squares; a result and a note behind it are the same as the result alone.
  private func sweep(_ folder: TemporaryFolder, _ points: Range<Int> = 0..<count, width: Int = 1) throws -> SharedSweep
  {
    let runFolder = try RunFolder(folder.path)
    try runFolder.store(plan: Data("{}".utf8))
    return SharedSweep(
      runFolder, count: Self.count, points: points, width: width, key: { "key\($0)" },
      areSame: { $0.prefix { $0 != UInt8(ascii: "#") } == $1.prefix { $0 != UInt8(ascii: "#") } })
  }

  @discardableResult
  private func run(
    _ sweep: SharedSweep, until stop: Stop = Stop(),
    body: @escaping @Sendable (Int) throws -> Data? = { Data("\($0 * $0)".utf8) },
    receive: (SweepEntry, Int) -> Void = { _, _ in }
  ) async throws -> SweepIndex {
    try await sweep.run(isCancelled: stop.isReached, body: body, receive: receive)
  }

  /// The numbers of the points in all records, in their order.
  private func recorded(_ folder: TemporaryFolder) throws -> [Int] {
    try SweepEntry.all(in: RunFolder(folder.path)).map(\.point).sorted()
  }

  @Test(arguments: [1, 3]) func everyPointIsRecordedOnceAndNothingElseIsLeft(_ width: Int) async throws {
    let folder = try TemporaryFolder()
    var seen = 0
    let index = try await run(
      sweep(folder, width: width),
      receive: { entry, done in
        seen += 1
        #expect(entry.outcome == .done(Data("\(entry.point * entry.point)".utf8)) && entry.key == "key\(entry.point)")
        #expect(done == seen)
      })
    #expect(seen == Self.count && index.done.count == Self.count && index.failed.isEmpty && index.damagedCount == 0)
    #expect(try recorded(folder) == Array(0..<Self.count))
    #expect(try folder.names().count == 2, "the plan and the journal")
    try await run(sweep(folder), body: { _ in throw Broken() })
    #expect(try folder.names().count == 2)
  }

  @Test func severalRunsShareTheWork() async throws {
    let folder = try TemporaryFolder()
    let computed = Computed()
    let sweep = try sweep(folder)
    try await withThrowingTaskGroup(of: SweepIndex.self) { group in
      for _ in 0..<3 {
        group.addTask {
          try await sweep.run(isCancelled: { false }) { point in
            computed.points.withLock { $0.append(point) }
            usleep(2000)
            return Data("\(point)".utf8)
          } receive: { _, _ in
          }
        }
      }
      for try await index in group { #expect(index.done.count == Self.count, "each ends when all is done") }
    }
    #expect(computed.points.withLock { $0.sorted() } == Array(0..<Self.count))
    #expect(try recorded(folder) == Array(0..<Self.count))
    #expect(try folder.names().allSatisfy { $0.hasPrefix("journal-") || $0 == "plan.json" })
  }

  @Test func partsAreTheWhole() async throws {
    let folder = try TemporaryFolder()
    for points in [30..<40, 0..<10, 10..<10, 10..<30] {
      var last = 0
      try await run(sweep(folder, points), receive: { _, done in last = done })
      #expect(last == points.count)
    }
    #expect(try recorded(folder) == Array(0..<Self.count))
  }

  @Test func aFailureIsRecordedAndTriedAgainByTheNextRun() async throws {
    let folder = try TemporaryFolder()
    let index = try await run(sweep(folder)) { point in
      if point.isMultiple(of: 10) { throw Broken() }
      return Data("\(point * point)".utf8)
    }
    #expect(index.done.count == 36)
    #expect(
      index.failed == [
        0: "the data are broken", 10: "the data are broken", 20: "the data are broken", 30: "the data are broken",
      ])
    var again: [Int] = []
    let mended = try await run(sweep(folder), receive: { entry, _ in again.append(entry.point) })
    #expect(again == [0, 10, 20, 30] && mended.failed.isEmpty && mended.done.count == Self.count)
  }

  @Test func anInterruptedPointLeavesNothing() async throws {
    let folder = try TemporaryFolder()
    let isCancelled = Atomic(false)
    let index = try await run(sweep(folder), until: Stop { isCancelled.load(ordering: .relaxed) }) { point in
      guard point == 5 else { return Data("\(point * point)".utf8) }
      isCancelled.store(true, ordering: .relaxed)
      return nil
    }
    #expect(index.done.keys.sorted() == Array(0..<5))
    #expect(try folder.names().count == 2, "no leases")
    try await run(sweep(folder))
    #expect(try recorded(folder) == Array(0..<Self.count))
  }

  // MARK: - Leases

  /// Writes the lease of point 3 as the process `holder` would, refreshed `age` seconds ago.
  private func lease(_ folder: TemporaryFolder, boot: String, age: TimeInterval = 0) throws {
    try FileManager.default.createDirectory(atPath: folder.file("leases"), withIntermediateDirectories: true)
    try folder.write("{\"host\":\"other\",\"boot\":\"\(boot)\",\"pid\":1}", "leases/3")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: folder.file("leases/3"))
  }

  private static let boot =
    (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))?
    .trimmingCharacters(in: .whitespacesAndNewlines) ?? ""

  /// A process of this machine that lives keeps its file locked; another machine's lease counts for five minutes, and a
  /// time far in the future is that of a clock set back since.
  @Test(arguments: [(boot, 0.0), ("another", 400), ("another", -400), ("another", 1e6), ("another", -1e6)])
  func theLeaseOfADeadProcessIsVoid(_ boot: String, _ age: TimeInterval) async throws {
    let folder = try TemporaryFolder()
    try lease(folder, boot: boot, age: age)
    try await run(sweep(folder))
    #expect(try recorded(folder) == Array(0..<Self.count))
    #expect(try folder.names().count == 2)
  }

  @Test(arguments: [0.0, 200, -200]) func theLeaseOfAnotherMachineIsRespected(_ age: TimeInterval) async throws {
    let folder = try TemporaryFolder()
    try lease(folder, boot: "another", age: age)
    let runFolder = try RunFolder(folder.path)
    let index = try await run(
      sweep(folder), until: Stop { (try? SweepEntry.all(in: runFolder).count) == Self.count - 1 })
    #expect(index.done[3] == nil && index.done.count == Self.count - 1)
    try FileManager.default.removeItem(atPath: folder.file("leases/3"))
    try await run(sweep(folder))
    #expect(try recorded(folder) == Array(0..<Self.count))
  }

  // MARK: - Late duplicates and foreign points

  /// While point 3 is computed another process, which took this one for dead, records it.
  private func duplicate(_ result: String) async throws -> [String] {
    let folder = try TemporaryFolder()
    let line = try TemporaryFolder()
    try Journal(in: line.path).append(Data("3 key3 done 0.5 1 \(result)".utf8))
    let other = String(decoding: try bytes(of: line.journal()), as: UTF8.self)
    let index = try await run(sweep(folder)) { point in
      if point == 3 { try folder.write(other, "journal-999999999-0.log") }
      return Data("\(point * point)".utf8)
    }
    #expect(index.done.count == Self.count && index.done[3] == 0.5)
    #expect(try recorded(folder) == Array(0..<Self.count), "the late one is dropped")
    return try folder.names()
  }

  @Test func aLateDuplicateIsDropped() async throws {
    #expect(try await duplicate("9").count == 3)
    #expect(try await duplicate("9#later").count == 3, "times may differ")
  }

  @Test func aLateDuplicateThatDiffersIsAnError() async throws {
    let error = await #expect(throws: JournalError.self) { try await duplicate("10") }
    #expect(error?.kind == .contradiction)
    expectSentence(error, "the result of point 3 in", "computed twice with different results")
  }

  @Test(arguments: ["3 another done 0.5 1 9", "40 key40 done 0.5 1 9", "3 key4 failed 0.5 1 why"])
  func aPointOfAnotherPlanIsRefused(_ record: String) async throws {
    let folder = try TemporaryFolder()
    try Journal(in: folder.path).append(Data(record.utf8))
    let sweep = try sweep(folder)
    let before = try folder.names()
    let error = await #expect(throws: JournalError.self) { try await run(sweep) }
    #expect(error?.kind == .contradiction)
    expectSentence(error, "Cannot use the journals in \(folder.path)", "another configuration")
    #expect(try folder.names() == before)
  }

  @Test(arguments: [
    "", "3", "x key3 done 0.5 1 9", "-1 key done 0.5 1 9", "3 key3 gone 0.5 1 9", "3 key3 done soon 1 9",
    "3 key3 done 0.5 soon 9",
  ])
  func whatIsNoEntryIsCountedAndDoneAgain(_ record: String) async throws {
    let folder = try TemporaryFolder()
    try Journal(in: folder.path).append(Data(record.utf8))
    let index = try await run(sweep(folder))
    #expect(index.damagedCount == 1 && index.done.count == Self.count)
  }
}
