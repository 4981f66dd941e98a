import CZlib
public import Foundation

/// What a record names of an array that is too large for a line of a journal.
public struct PointArrayReference: Sendable, Codable, Hashable {
  /// The CRC-32 of the bytes, in eight hexadecimal digits, and their number.
  public let checksum: String, byteCount: Int

  /// The name of these bytes.
  public init(to bytes: Data) {
    let sum = bytes.withUnsafeBytes { crc32_z(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count) }
    let digits = String(sum, radix: 16)
    checksum = String(repeating: "0", count: 8 - digits.count) + digits
    byteCount = bytes.count
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
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw JournalError(.cannotWrite, "make the folder", path, errno)
    }
    let reference = PointArrayReference(to: bytes)
    try replaceFile(file(point, reference), with: bytes)
    return reference
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

  private func file(_ point: Int, _ reference: PointArrayReference) -> String {
    "\(path)/\(point)-\(reference.checksum).bin"
  }
}
