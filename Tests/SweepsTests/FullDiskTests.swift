import Foundation
import Sweeps
import Testing

/// A disk of 16 KiB in memory, mounted in a temporary folder as long as this object lives.
private final class SmallDisk {
  let folder: TemporaryFolder

  init?() {
    guard let folder = try? TemporaryFolder() else { return nil }
    guard mount("none", folder.path, "tmpfs", 0, "size=16k") == 0 else { return nil }
    self.folder = folder
  }

  deinit { umount2(folder.path, 2) }

  static let isPermitted = SmallDisk() != nil
}

@Suite(.enabled(if: SmallDisk.isPermitted, "mounting a disk in memory is not permitted: run as the superuser"))
struct FullDiskTests {
  @Test func aFullDiskKeepsWhatIsThereAndTheJournalGoesOnWhenThereIsRoom() throws {
    let disk = try #require(SmallDisk())
    try disk.folder.write(String(repeating: "x", count: 4096), "other")
    let journal = try Journal(in: disk.folder.path)
    let record = Data(String(repeating: "r", count: 1000).utf8)
    var count = 0
    let error = #expect(throws: JournalError.self) {
      while count < 100 {
        try journal.append(record)
        count += 1
      }
    }
    #expect(error?.kind == .cannotWrite)
    expectSentence(error, "Cannot append to \(try disk.folder.journal()): no space left on device; make room")
    // 12 KiB hold twelve lines of 1010 bytes; of the thirteenth nothing is left.
    #expect(count == 12)
    #expect(try bytes(of: disk.folder.journal()).count == count * 1010)

    try FileManager.default.removeItem(atPath: disk.folder.file("other"))
    try journal.append(record)
    #expect(try Journal.records(in: disk.folder.path) == Array(repeating: record, count: count + 1))
  }

  @Test func aCheckpointOnAFullDiskLeavesTheOldOneAndNothingElse() throws {
    let disk = try #require(SmallDisk())
    let checkpoint = PointCheckpoint(of: 3, key: "key", in: RunFolder(reading: disk.folder.path))
    let first = Data(String(repeating: "a", count: 5000).utf8)
    try checkpoint.store(first, by: "test")
    let error = #expect(throws: JournalError.self) {
      try checkpoint.store(Data(String(repeating: "b", count: 10_000).utf8), by: "test")
    }
    #expect(error?.kind == .cannotWrite)
    expectSentence(error, "Cannot write \(disk.folder.file("checkpoints/3")): no space left on device; make room")
    #expect(checkpoint.content(by: "test") == first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder.file("checkpoints")) == ["3"])
  }

  @Test func rowsOnAFullDiskStayAsFarAsTheyWereWritten() throws {
    let disk = try #require(SmallDisk())
    let folder = RunFolder(reading: disk.folder.path), arrays = PointArrays(of: folder)
    let rows = PointCheckpoint(of: 3, key: "key", in: folder).rows(of: 4096)
    for k in 0..<9 { Data(repeating: UInt8(k), count: 4096).withUnsafeBytes { rows.append($0) } }
    expectSentence(
      rows.failure, "Cannot write \(disk.folder.file("checkpoints/3-rows")): no space left on device; make room")
    // Four fill the disk; no more are tried, although there is room again.
    #expect(rows.places == [0, 1, 2, 3])
    #expect(throws: JournalError.self) { try arrays.store(rows, of: 3) }
    #expect(throws: JournalError.self) { try arrays.store(Data(count: 10), of: 3) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder.file("arrays")) == [])

    // They are taken up in a copy, for which there must be room.
    let next = PointCheckpoint(of: 3, key: "key", in: folder).rows(of: 4096)
    #expect(next.restore(places: rows.places, checksums: rows.checksums) && next.failure != nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder.file("checkpoints")) == ["3-rows"])
    try #require(mount("none", disk.folder.path, "tmpfs", 32, "size=64k") == 0)
    let last = PointCheckpoint(of: 3, key: "key", in: folder).rows(of: 4096)
    #expect(last.restore(places: rows.places, checksums: rows.checksums) && last.failure == nil)
    let reference = try arrays.store(last, of: 3)
    #expect(try arrays.load(reference, of: 3) == Data((0..<4).flatMap { Data(repeating: $0, count: 4096) }))
  }

  @Test func aPlanOnAFullDiskLeavesTheOldOneAndNothingElse() throws {
    let disk = try #require(SmallDisk())
    let runFolder = try RunFolder(disk.folder.path)
    try runFolder.store(plan: Data("{}".utf8))
    let error = #expect(throws: JournalError.self) {
      try runFolder.store(plan: Data(String(repeating: "x", count: 100_000).utf8))
    }
    #expect(error?.kind == .cannotWrite)
    expectSentence(error, "Cannot write \(disk.folder.file("plan.json")): no space left on device; make room")
    #expect(try runFolder.plan() == Data("{}".utf8))
    #expect(try disk.folder.names() == ["plan.json"])
  }
}
