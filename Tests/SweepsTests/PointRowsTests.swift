import Files
import Foundation
import Sweeps
import Testing

/// Arrays that grow by rows.
@Suite struct PointRowsTests {
  private let folder: TemporaryFolder
  private let runFolder: RunFolder
  private let arrays: PointArrays

  init() throws {
    folder = try TemporaryFolder()
    runFolder = try RunFolder(folder.path)
    arrays = PointArrays(of: runFolder)
  }

  /// Row k of the array of these tests.
  private func row(_ k: Int) -> Data { Data((0..<1000).map { UInt8(truncatingIfNeeded: k * 31 + $0 * $0) }) }

  private func rows(_ count: Int = 0) -> PointRows {
    let rows = PointCheckpoint(of: 7, key: "key", in: runFolder).rows(of: 1000)
    append(0..<count, to: rows)
    return rows
  }

  private func append(_ numbers: Range<Int>, to rows: PointRows) {
    for k in numbers { row(k).withUnsafeBytes { rows.append($0) } }
  }

  private func names(_ part: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.file(part))) ?? []).sorted()
  }

  /// Stores them, and expects the array that the bytes of these rows make.
  private func expectArray(_ numbers: [Int], of rows: PointRows) throws {
    let whole = Data(numbers.flatMap { row($0) })
    let reference = try arrays.store(rows, of: 7)
    #expect(reference == PointArrayReference(to: whole))
    #expect(try arrays.load(reference, of: 7) == whole)
    #expect(names("arrays") == ["7-\(reference.checksum).bin"], "nothing else")
    let opened = try arrays.open(reference, of: 7)
    var copy = Data()
    #expect(
      forEachPiece(of: opened.descriptor, from: 0, count: reference.byteCount) {
        copy += $0
        return 0
      } == 0)
    #expect(copy == whole)
  }

  @Test func rowsBecomeTheArray() throws {
    let rows = rows(5)
    #expect(names("checkpoints") == ["7-rows"])
    try expectArray([0, 1, 2, 3, 4], of: rows)
    // Until the point is recorded, they can be taken up again under their own name.
    #expect(names("checkpoints") == ["7-rows"])
    try expectArray([0, 1, 2, 3, 4], of: rows)
  }

  @Test func rowsThatAreStoredNowhereHaveTheSameName() {
    let rows = PointRows(of: 1000)
    append(0..<9, to: rows)
    #expect(rows.reference == PointArrayReference(to: Data((0..<9).flatMap { row($0) })))
    #expect(names("checkpoints").isEmpty)
  }

  /// What came after the checkpoint is as if it had not been.
  @Test(arguments: [0, 1, 3, 5]) func rowsAreTakenUpWhereACheckpointNamesThem(_ count: Int) throws {
    let left = rows(count)
    let (places, checksums) = (left.places, left.checksums)
    append(90..<95, to: left)
    let next = rows()
    #expect(next.restore(places: places, checksums: checksums) && next.failure == nil)
    append(count..<(count + 2), to: next)
    try expectArray(Array(0..<(count + 2)), of: next)
  }

  @Test func rowsThatAreGoneOrChangedAreNotTakenUp() throws {
    let left = rows(4), path = folder.file("checkpoints/7-rows"), whole = try bytes(of: path)
    #expect(rows().restore(places: left.places, checksums: left.checksums))
    for position in [0, 999, 1000, 3999] {
      var changed = whole
      changed[position] ^= 1
      try Data(changed).write(to: URL(fileURLWithPath: path))
      #expect(!rows().restore(places: left.places, checksums: left.checksums), "\(position)")
    }
    for length in [0, 1000, 3999] {
      try Data(whole.prefix(length)).write(to: URL(fileURLWithPath: path))
      #expect(!rows().restore(places: left.places, checksums: left.checksums), "\(length)")
    }
    try Data(whole).write(to: URL(fileURLWithPath: path))
    #expect(!rows().restore(places: [0, 1, 2, -1], checksums: left.checksums))
    #expect(!rows().restore(places: [0, 1, 2, Int.max], checksums: left.checksums))
    #expect(!rows().restore(places: [0, 1, 2], checksums: left.checksums))
    try FileManager.default.removeItem(atPath: path)
    #expect(!rows().restore(places: left.places, checksums: left.checksums))
  }

  /// Every second row gives its place to another, but not before a checkpoint does without it.
  @Test func rowsThatACheckpointNamesAreNotWrittenOver() throws {
    let rows = rows(6)
    try rows.synchronise()
    let (places, checksums) = (rows.places, rows.checksums)
    rows.keepEverySecond()
    append(10..<12, to: rows)
    #expect(Set(rows.places.suffix(2)).isDisjoint(with: places))
    let taken = self.rows()
    #expect(taken.restore(places: places, checksums: checksums))
    try expectArray([0, 1, 2, 3, 4, 5], of: taken)
    try FileManager.default.removeItem(atPath: folder.file("arrays"))
    try expectArray([0, 2, 4, 10, 11], of: rows)
    try FileManager.default.removeItem(atPath: folder.file("arrays"))

    // Now they may be.
    try rows.synchronise()
    append(12..<15, to: rows)
    #expect(rows.places.max() == 7)
    try expectArray([0, 2, 4, 10, 11, 12, 13, 14], of: rows)
  }

  /// A process that was taken for dead writes into a file of its own.
  @Test func twoProcessesAtAPointDoNotDisturbEachOther() throws {
    let first = rows(3), second = rows()
    #expect(second.restore(places: first.places, checksums: first.checksums))
    append(20..<24, to: first)
    append(3..<5, to: second)
    let third = rows(2)
    append(2..<3, to: third)
    try expectArray([0, 1, 2, 20, 21, 22, 23], of: first)
    try FileManager.default.removeItem(atPath: folder.file("arrays"))
    try expectArray([0, 1, 2, 3, 4], of: second)
    try FileManager.default.removeItem(atPath: folder.file("arrays"))
    try expectArray([0, 1, 2], of: third)
  }

  @Test func rowsThatCannotBeWrittenAreAFailure() throws {
    try folder.write("", "checkpoints")
    let rows = rows(3)
    #expect(rows.failure?.kind == .cannotWrite && rows.places.isEmpty)
    expectSentence(rows.failure, "Cannot create \(folder.file("checkpoints/7-rows")): not a directory")
    let error = #expect(throws: JournalError.self) { try arrays.store(rows, of: 7) }
    #expect(error == rows.failure && names("arrays").isEmpty)
  }

  /// Rows without a state that names them are of no use to anybody, and may fill the disk.
  @Test(arguments: [false, true]) func rowsOfAPointThatIsLeftStayIfItsStateNamesThem(_ isStored: Bool) async throws {
    try runFolder.store(plan: Data("{}".utf8))
    let sweep = SharedSweep(runFolder, count: 1, points: 0..<1, width: 1, key: { "key\($0)" }, areSame: ==)
    let error = await #expect(throws: JournalError.self) {
      try await sweep.run(isCancelled: { false }) { _, checkpoint in
        let rows = checkpoint.rows(of: 1000)
        row(0).withUnsafeBytes { rows.append($0) }
        if isStored { try checkpoint.store(Data(), by: "test") }
        throw JournalError(contradicting: 0, in: "a folder")
      } receive: { _, _ in
      }
    }
    #expect(error?.kind == .contradiction && names("checkpoints") == (isStored ? ["0", "0-rows"] : []))
    _ = try await sweep.run(isCancelled: { false }, body: { _, _ in Data("a".utf8) }) { _, _ in }
    #expect(try !folder.names().contains("checkpoints"), "nothing is left")
  }
}
