import Foundation

/// Reads the journals of a folder, and later what they have gained since.
struct JournalReader {
  private let folder: String
  /// Up to which byte each journal has been read, by the file's name.
  private var offsets: [String: Int] = [:]
  /// Whole lines that do not agree with their checksums.
  private(set) var damagedCount = 0

  init(_ folder: String) { self.folder = folder }

  /// The intact records that were not handed out yet, in the order of the files' names; none if there is no folder.
  ///
  /// - Throws: `JournalError` of kind `cannotRead` if the folder or a journal cannot be read.
  mutating func newRecords() throws(JournalError) -> [Data] {
    var records: [Data] = []
    for name in try names() {
      let path = "\(folder)/\(name)", offset = offsets[name] ?? 0
      var status = stat()
      if offset > 0, stat(path, &status) == 0, status.st_size == offset { continue }
      offsets[name] = offset + take(try readFile(path, from: offset), into: &records)
    }
    return records
  }

  /// Appends the records in `data`; returns how many bytes of it need not be read again.
  ///
  /// A last line without its end may still grow: it is read again unless it is whole.
  private mutating func take(_ data: Data, into records: inout [Data]) -> Int {
    var start = data.startIndex
    while start < data.endIndex {
      let end = data[start...].firstIndex(of: UInt8(ascii: "\n"))
      let line = data[start..<(end ?? data.endIndex)]
      // Eight digits and a space stand before the record.
      let record = Data(line.dropFirst(9))
      if line.elementsEqual(Journal.line(of: record)) {
        records.append(record)
      } else if end == nil {
        break
      } else if !line.isEmpty {
        damagedCount += 1
      }
      start = end.map { $0 + 1 } ?? data.endIndex
    }
    return start - data.startIndex
  }

  private func names() throws(JournalError) -> [String] {
    guard access(folder, R_OK | X_OK) == 0 else {
      if errno == ENOENT { return [] }
      throw JournalError(.cannotRead, "list the journals in", folder, errno)
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("journal-") && $0.hasSuffix(".log") }.sorted()
  }
}
