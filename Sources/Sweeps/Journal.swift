import CZlib
public import Foundation

/// An append-only file of finished points: a line each, with a checksum, synced before the append returns.
///
/// A line that a crash tore is ignored by readers, so that a journal is readable at every moment.
public final class Journal {
  private let handle: FileHandle
  private let path: String

  /// A new journal in `folder`, named for this process; never one that exists.
  public init(in folder: String) throws(JournalError) {
    var number = 0
    while true {
      let path = "\(folder)/journal-\(ProcessInfo.processInfo.processIdentifier)-\(number).log"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o644)
      if descriptor >= 0 {
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.path = path
        return
      }
      guard errno == EEXIST else { throw JournalError("create", path) }
      number += 1
    }
  }

  /// Appends one record, which must not hold a line break.
  public func append(_ record: Data) throws(JournalError) {
    let line = Data("\(Self.checksum(record)) ".utf8) + record + Data("\n".utf8)
    do {
      try handle.write(contentsOf: line)
      try handle.synchronize()
    } catch {
      throw JournalError("append to", path)
    }
  }

  /// The intact records of all journals in `folder`, in the order of the files' names.
  public static func records(in folder: String) throws(JournalError) -> [Data] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
    var records: [Data] = []
    for name in names.sorted() where name.hasPrefix("journal-") && name.hasSuffix(".log") {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
        throw JournalError("read", "\(folder)/\(name)")
      }
      for line in data.split(separator: UInt8(ascii: "\n")) {
        guard line.count > 9, let sum = String(data: line.prefix(8), encoding: .utf8) else { continue }
        let record = Data(line.dropFirst(9))
        if sum == checksum(record) { records.append(record) }
      }
    }
    return records
  }

  private static func checksum(_ record: Data) -> String {
    let sum = record.withUnsafeBytes { crc32(0, $0.bindMemory(to: UInt8.self).baseAddress, UInt32($0.count)) }
    return String(repeating: "0", count: 8 - String(sum, radix: 16).count) + String(sum, radix: 16)
  }
}

/// A journal that could not be written or read.
public struct JournalError: Error, Sendable, CustomStringConvertible {
  /// One sentence: what was attempted, on what, why it failed.
  public let description: String

  init(_ action: String, _ path: String) {
    description =
      "Cannot \(action) \(path): \(String(cString: strerror(errno))); make room or choose another folder with -o."
  }
}
