import CZlib
import Files
public import Foundation

/// An append-only file of finished points: a line each, with a checksum.
///
/// A line outlives the process as soon as it is appended, and a loss of power once it is synchronised.
///
/// A line is the CRC-32 of the record in eight hexadecimal digits, a space and the record. A line that a crash tore, or
/// that changed since, is ignored by readers, so that a journal is readable at every moment.
public final class Journal: Sendable {
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
    let code = writeAll(Self.line(of: record) + [UInt8(ascii: "\n")], to: descriptor)
    guard code == 0 else {
      if end >= 0 { ftruncate(descriptor, end) }
      throw JournalError(.cannotWrite, "append to", path, code)
    }
  }

  /// Synchronises to the disk what was appended.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`.
  public func synchronise() throws(JournalError) {
    guard fdatasync(descriptor) == 0 else { throw JournalError(.cannotWrite, "append to", path, errno) }
  }

  /// The intact records of all journals in `folder`, in the order of the files' names; none if there is no such folder.
  ///
  /// - Throws: `JournalError` of kind `cannotRead` if the folder or a journal cannot be read.
  public static func records(in folder: String) throws(JournalError) -> [Data] {
    var reader = JournalReader(folder)
    return try reader.newRecords()
  }

  /// A record behind its checksum.
  static func line(of record: Data) -> Data {
    let sum = record.withUnsafeBytes { crc32_z(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count) }
    let digits = String(sum, radix: 16)
    return Data("\(String(repeating: "0", count: 8 - digits.count))\(digits) ".utf8) + record
  }
}
