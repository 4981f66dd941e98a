import Foundation
import Sweeps
import Testing

@Suite struct PointArraysTests {
  private func arrays(_ folder: TemporaryFolder) throws -> PointArrays { PointArrays(of: try RunFolder(folder.path)) }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file("arrays")).sorted()
  }

  @Test func anArrayIsNamedForItsPointAndChecksum() throws {
    let folder = try TemporaryFolder()
    let arrays = try arrays(folder)
    // CRC-32 of "123456789" is the check value of the algorithm.
    let reference = try arrays.store(Data("123456789".utf8), of: 7)
    #expect(reference.checksum == "cbf43926" && reference.byteCount == 9)
    #expect(try names(folder) == ["7-cbf43926.bin"])
    #expect(try arrays.load(reference, of: 7) == Data("123456789".utf8))
    // Again, and other bits beside it.
    #expect(try arrays.store(Data("123456789".utf8), of: 7) == reference)
    let other = try arrays.store(Data("12345678".utf8), of: 7)
    #expect(
      try names(folder).count == 2 && arrays.load(reference, of: 7).count == 9 && arrays.load(other, of: 7).count == 8)
  }

  @Test func aDamagedOrMissingArrayIsNamed() throws {
    let folder = try TemporaryFolder()
    let arrays = try arrays(folder)
    let reference = try arrays.store(Data("123456789".utf8), of: 7)
    #expect(arrays.hasArray(reference, of: 7) && !arrays.hasArray(reference, of: 8))
    try folder.write("123456780", "arrays/7-cbf43926.bin")
    let damaged = #expect(throws: JournalError.self) { try arrays.load(reference, of: 7) }
    #expect(damaged?.kind == .cannotRead && damaged?.description.contains("7-cbf43926.bin: it does not agree") == true)
    try folder.write("1234", "arrays/7-cbf43926.bin")
    #expect(!arrays.hasArray(reference, of: 7))
    let missing = #expect(throws: JournalError.self) { try arrays.load(reference, of: 8) }
    #expect(missing?.description.contains("no such file") == true)
  }

  @Test func aPointWhoseArrayIsGoneIsDoneAgain() async throws {
    let folder = try TemporaryFolder()
    let runFolder = try RunFolder(folder.path)
    try runFolder.store(plan: Data("{}".utf8))
    let arrays = PointArrays(of: runFolder)
    let reference = try arrays.store(Data("a".utf8), of: 0)
    let sweep = SharedSweep(
      runFolder, count: 3, points: 0..<3, width: 1, key: { "key\($0)" }, areSame: { $0 == $1 },
      isWhole: { arrays.hasArray(reference, of: $0.point) })
    let body: @Sendable (Int, PointCheckpoint) throws -> Data? = { point, _ in
      _ = try arrays.store(Data("a".utf8), of: point)
      return Data("b".utf8)
    }
    try await #expect(sweep.run(isCancelled: { false }, body: body) { _, _ in }.done.count == 3)
    try FileManager.default.removeItem(atPath: folder.file("arrays/1-\(reference.checksum).bin"))
    var done: [Int] = []
    try await #expect(
      sweep.run(isCancelled: { false }, body: body) { entry, _ in done.append(entry.point) }.done.count == 3)
    #expect(done == [1])
  }

  /// What the file system refuses is no failure of the point.
  @Test func anArrayThatCannotBeStoredEndsTheRun() async throws {
    let folder = try TemporaryFolder()
    let runFolder = try RunFolder(folder.path)
    try runFolder.store(plan: Data("{}".utf8))
    try folder.write("", "arrays")
    let arrays = PointArrays(of: runFolder)
    let sweep = SharedSweep(
      runFolder, count: 3, points: 0..<3, width: 1, key: { "key\($0)" }, areSame: { $0 == $1 })
    let error = await #expect(throws: JournalError.self) {
      try await sweep.run(isCancelled: { false }) { point, _ in
        _ = try arrays.store(Data("a".utf8), of: point)
        return Data()
      } receive: { _, _ in
      }
    }
    #expect(error?.kind == .cannotWrite)
    #expect(try SweepEntry.all(in: runFolder).isEmpty && folder.names() == ["arrays", "plan.json"])
  }
}
