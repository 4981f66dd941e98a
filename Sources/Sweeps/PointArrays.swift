import CZlib
import Files
public import Foundation

/// What a record names of an array that is too large for a line of a journal.
public struct PointArrayReference: Sendable, Codable, Hashable {
  /// The CRC-32 of the bytes, in eight hexadecimal digits, and their number.
  public let checksum: String, byteCount: Int

  /// The name of these bytes.
  public init(to bytes: Data) {
    let sum = bytes.withUnsafeBytes { crc32_z(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count) }
    self.init(checksum: sum, byteCount: bytes.count)
  }

  /// The name of bytes with this CRC-32.
  init(checksum: UInt, byteCount: Int) {
    let digits = String(checksum, radix: 16)
    self.checksum = String(repeating: "0", count: 8 - digits.count) + digits
    self.byteCount = byteCount
  }
}

/// The large arrays of a run's finished points: a file each in its folder `arrays`, named for point and checksum.
///
/// An array is in place before the record that names it is written, so that no record is without its array whenever a
/// process is killed. Arrays of different bits have files of different names: one that is computed twice harms no
/// record.
public struct PointArrays: Sendable {
  /// Where they are.
  public let path: String

  /// Those of the run in `folder`.
  public init(of folder: RunFolder) { path = "\(folder.path)/arrays" }

  /// Stores an array of a point: written aside, synchronised, renamed.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`; nothing is left behind then.
  public func store(_ bytes: Data, of point: Int) throws(JournalError) -> PointArrayReference {
    try makeFolder()
    let reference = PointArrayReference(to: bytes)
    try replaceFile(file(point, reference), with: bytes)
    return reference
  }

  /// Stores the array of a point that its rows make: their own file, unless it has gaps or can have no second name here.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`, also for a row that could not be written; nothing is left behind then.
  public func store(_ rows: PointRows, of point: Int) throws(JournalError) -> PointArrayReference {
    try makeFolder()
    let reference = rows.reference, file = file(point, reference)
    if try rows.link(to: file) {
      synchroniseFolder(path)
    } else {
      try FileReplacement.write(to: file, orThrow: { JournalError(.cannotWrite, "write", file, $0.code) }) {
        target throws(JournalError) in
        let code = rows.copy(to: target.descriptor)
        if code != 0 { throw JournalError(.cannotWrite, "write", file, code) }
      }
    }
    return reference
  }

  private func makeFolder() throws(JournalError) {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw JournalError(.cannotWrite, "make the folder", path, errno)
    }
  }

  /// Whether the array of a point is there in its whole length.
  public func hasArray(_ reference: PointArrayReference, of point: Int) -> Bool {
    var status = stat()
    return stat(file(point, reference), &status) == 0 && status.st_size == reference.byteCount
  }

  /// The array of a point.
  ///
  /// - Throws: `JournalError` of kind `cannotRead` if it is not there, and if it does not agree with its checksum.
  public func load(_ reference: PointArrayReference, of point: Int) throws(JournalError) -> Data {
    let bytes = try readFile(file(point, reference))
    guard PointArrayReference(to: bytes) == reference else {
      throw JournalError(damaged: file(point, reference))
    }
    return bytes
  }

  /// The array of a point as an open file, which agreed with its checksum.
  ///
  /// - Throws: `JournalError` of kind `cannotRead` if it is not there, and if it does not agree with its checksum.
  public func open(_ reference: PointArrayReference, of point: Int) throws(JournalError) -> OpenedArray {
    try OpenedArray(file(point, reference), reference)
  }

  private func file(_ point: Int, _ reference: PointArrayReference) -> String {
    "\(path)/\(point)-\(reference.checksum).bin"
  }
}

/// The array of a point as an open file.
public final class OpenedArray {
  /// The file, open for reading as long as this object lives.
  public let descriptor: Int32

  init(_ path: String, _ reference: PointArrayReference) throws(JournalError) {
    descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw JournalError(.cannotRead, "read", path, errno) }
    var sum: UInt = 0
    let code = forEachPiece(of: descriptor, from: 0, count: reference.byteCount) {
      sum = crc32_z(sum, $0.bindMemory(to: UInt8.self).baseAddress, $0.count)
      return 0
    }
    guard code == 0, PointArrayReference(checksum: sum, byteCount: reference.byteCount) == reference else {
      throw JournalError(damaged: path)
    }
  }

  deinit { close(descriptor) }
}
