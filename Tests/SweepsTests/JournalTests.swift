import Foundation
import Sweeps
import Testing

@Suite struct JournalTests {
  private static let records = ["{\"point\":0}", "{\"point\":1,\"loss\":\"nan\"}", "\u{B5}-landscape", "a b  c"]

  /// A journal of the records above, and its path.
  private func journal(in folder: TemporaryFolder) throws -> String {
    let journal = try Journal(in: folder.path)
    for record in Self.records { try journal.append(Data(record.utf8)) }
    return try folder.journal()
  }

  private func texts(in folder: TemporaryFolder) throws -> [String] {
    try Journal.records(in: folder.path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The checksums are those of `zlib.crc32` of Python 3.11; the first is the check value that every CRC-32 states.
  @Test(arguments: [
    ("123456789", "cbf43926"), ("", "00000000"), ("{\"point\":0}", "f6f3dbe6"), ("\u{B5}-landscape", "71dcfde4"),
    ("point 3418134", "000000a0"), (String(repeating: "a", count: 1000), "9a38da03"),
  ])
  func aLineIsTheChecksumAndTheRecord(_ record: String, _ checksum: String) throws {
    let folder = try TemporaryFolder()
    try Journal(in: folder.path).append(Data(record.utf8))
    #expect(try bytes(of: folder.journal()) == Array("\(checksum) \(record)\n".utf8))
    #expect(try texts(in: folder) == [record])
  }

  @Test func recordsComeBackInOrder() throws {
    let folder = try TemporaryFolder()
    _ = try journal(in: folder)
    #expect(try texts(in: folder) == Self.records)
  }

  @Test func aRecordIsThereAsSoonAsAppendReturns() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(in: folder.path)
    for count in 1...3 {
      try journal.append(Data("record \(count)".utf8))
      #expect(try Journal.records(in: folder.path).count == count)
    }
  }

  @Test func allJournalsOfAFolderAreReadAndNothingElse() throws {
    let folder = try TemporaryFolder()
    let journals = try (0..<3).map { _ in try Journal(in: folder.path) }
    for (i, journal) in journals.enumerated() { try journal.append(Data("record \(i)".utf8)) }
    try folder.write("f6f3dbe6 {\"point\":0}\n", "journal-999999999-0.log")
    try folder.write("f6f3dbe6 {\"point\":0}\n", "journal-1-0.txt")
    try folder.write("f6f3dbe6 {\"point\":0}\n", "old-journal-1-0.log")
    #expect(try folder.names().count == 6)
    #expect(try texts(in: folder).sorted() == ["record 0", "record 1", "record 2", "{\"point\":0}"])
  }

  @Test func aJournalIsNeverContinuedByAnother() throws {
    let folder = try TemporaryFolder()
    let path = try journal(in: folder)
    let before = try bytes(of: path)
    try Journal(in: folder.path).append(Data("later".utf8))
    #expect(try bytes(of: path) == before)
    #expect(try folder.names().count == 2)
  }

  @Test func aTornLastLineIsIgnoredWhereverItIsTorn() throws {
    let folder = try TemporaryFolder()
    let path = try journal(in: folder)
    let whole = try bytes(of: path)
    // A line that lacks only its end is whole.
    var ends: [Int] = []
    for record in Self.records { ends.append((ends.last ?? -1) + 1 + 9 + record.utf8.count) }
    for length in 0...whole.count {
      try Data(whole[..<length]).write(to: URL(fileURLWithPath: path))
      let expected = Self.records.prefix(ends.count { $0 <= length })
      #expect(try texts(in: folder) == Array(expected), "\(length) bytes")
    }
  }

  @Test func aChangedByteLosesItsLineAndNoOther() throws {
    let folder = try TemporaryFolder()
    let path = try journal(in: folder)
    let whole = try bytes(of: path)
    let lines = whole.indices.map { i in whole[..<i].count { $0 == UInt8(ascii: "\n") } }
    for position in whole.indices {
      for bit: UInt8 in [0x01, 0x10, 0x80] {
        var changed = whole
        changed[position] ^= bit
        try Data(changed).write(to: URL(fileURLWithPath: path))
        // Without the break between them two lines are one, which is neither.
        let lost = whole[position] == UInt8(ascii: "\n") ? [lines[position], lines[position] + 1] : [lines[position]]
        let expected = Self.records.indices.filter { !lost.contains($0) }.map { Self.records[$0] }
        #expect(try texts(in: folder) == expected, "bit \(bit) of byte \(position)")
      }
    }
  }

  @Test func aFolderThatIsNotThereHasNoRecords() throws {
    let folder = try TemporaryFolder()
    #expect(try Journal.records(in: folder.file("none")) == [])
    #expect(try Journal.records(in: folder.path) == [])
  }

  @Test func aFolderThatCannotBeWrittenIsAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write("", "file")
    for path in [folder.file("file"), folder.file("none")] {
      let error = #expect(throws: JournalError.self) { try Journal(in: path) }
      #expect(error?.kind == .cannotWrite)
      expectSentence(error, "Cannot create \(path)/journal-", "choose another folder")
    }
    #expect(try folder.names() == ["file"])
  }

  @Test func aJournalThatCannotBeReadIsAnErrorAndNotEmpty() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("journal-1-0.log"), withIntermediateDirectories: false)
    let error = #expect(throws: JournalError.self) { try Journal.records(in: folder.path) }
    #expect(error?.kind == .cannotRead)
    expectSentence(error, "Cannot read \(folder.file("journal-1-0.log")): is a directory;")
  }
}

/// Expects an error of one sentence with these parts.
func expectSentence(_ error: JournalError?, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation) {
  let text = error?.description ?? ""
  #expect(text.hasSuffix(".") && !text.contains("\n"), "\(text)", sourceLocation: sourceLocation)
  for part in parts { #expect(text.contains(part), "\(text)", sourceLocation: sourceLocation) }
}
