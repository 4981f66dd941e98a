import CZlib
public import Foundation

/// An append-only file of finished points: a line each, with a checksum, synced before the append returns.
///
/// A line is the CRC-32 of the record in eight hexadecimal digits, a space and the record. A line that a crash tore, or
/// that changed since, is ignored by readers, so that a journal is readable at every moment.
public final class Journal {
  private let descriptor: Int32
  private let path: String

  /// A new journal in `folder`, named for this process; never one that exists.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`.
  public init(in folder: String) throws(JournalError) {
    var number = 0
    while true {
      let path = "\(folder)/journal-\(ProcessInfo.processInfo.processIdentifier)-\(number).log"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
      if descriptor >= 0 {
        self.descriptor = descriptor
        self.path = path
        synchroniseFolder(folder)
        return
      }
      guard errno == EEXIST else { throw JournalError(.cannotWrite, "create", path, errno) }
      number += 1
    }
  }

  deinit { close(descriptor) }

  /// Appends one record, which must not hold a line break.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`; a part of the line that was written is taken back.
  public func append(_ record: Data) throws(JournalError) {
    precondition(!record.contains(UInt8(ascii: "\n")), "a record is one line")
    let end = lseek(descriptor, 0, SEEK_END)
    let code = writeDurably(Self.line(of: record) + [UInt8(ascii: "\n")], to: descriptor)
    guard code == 0 else {
      if end >= 0 { ftruncate(descriptor, end) }
      throw JournalError(.cannotWrite, "append to", path, code)
    }
  }

  /// The intact records of all journals in `folder`, in the order of the files' names; none if there is no such folder.
  ///
  /// - Throws: `JournalError` of kind `cannotRead` if the folder or a journal cannot be read.
  public static func records(in folder: String) throws(JournalError) -> [Data] {
    var records: [Data] = []
    for name in try names(in: folder) {
      let data = try readFile("\(folder)/\(name)")
      for line in data.split(separator: UInt8(ascii: "\n")) {
        // Eight digits and a space stand before the record.
        let record = Data(line.dropFirst(9))
        if line.elementsEqual(Self.line(of: record)) { records.append(record) }
      }
    }
    return records
  }

  private static func names(in folder: String) throws(JournalError) -> [String] {
    guard access(folder, R_OK | X_OK) == 0 else {
      if errno == ENOENT { return [] }
      throw JournalError(.cannotRead, "list the journals in", folder, errno)
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("journal-") && $0.hasSuffix(".log") }.sorted()
  }

  /// A record behind its checksum.
  private static func line(of record: Data) -> Data {
    let sum = record.withUnsafeBytes { crc32(0, $0.bindMemory(to: UInt8.self).baseAddress, UInt32($0.count)) }
    let digits = String(sum, radix: 16)
    return Data("\(String(repeating: "0", count: 8 - digits.count))\(digits) ".utf8) + record
  }
}
