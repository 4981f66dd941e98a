import CZlib
import Files
public import Foundation

/// An array of a point that grows by rows while the point is worked on: each is written once, when it is there.
///
/// The rows lie in a file beside the point's checkpoint, which becomes the point's array when it is finished. The
/// checkpoint holds the places of the rows and their checksums; what else is in the file is of no account. Rows that a
/// checkpoint names are not written over as long as it is the last one. Belongs to one thread.
public final class PointRows {
  /// Where in the file the rows are, counted in rows, and their CRC-32.
  public private(set) var places: [Int] = [], checksums: [UInt32] = []
  /// Why rows cannot be written; no more are then.
  public private(set) var failure: JournalError?

  private let rowBytes: Int
  private let file: (folder: CheckpointFolder, path: String)?
  private var descriptor: Int32 = -1
  /// The places that the last checkpoint names.
  private var named: Set<Int> = []

  /// Rows of so many bytes that are not written anywhere: only their checksums are known.
  public init(of rowBytes: Int) {
    self.rowBytes = rowBytes
    file = nil
  }

  init(of rowBytes: Int, _ point: Int, in folder: CheckpointFolder) {
    self.rowBytes = rowBytes
    file = (folder, folder.rows(of: point))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// What a record names of the rows, one after another.
  public var reference: PointArrayReference {
    let sum = checksums.reduce(0) { crc32_combine($0, UInt($1), rowBytes) }
    return PointArrayReference(checksum: sum, byteCount: checksums.count * rowBytes)
  }

  /// Writes a row behind the others; `failure` says why it could not be.
  public func append(_ row: UnsafeRawBufferPointer) {
    precondition(row.count == rowBytes, "rows have one length")
    guard failure == nil else { return }
    let used = named.union(places), place = (0...used.count).first { !used.contains($0) } ?? used.count
    do throws(JournalError) {
      try write(row, at: place)
      places.append(place)
      checksums.append(checksum(row))
    } catch {
      failure = error
    }
  }

  private func write(_ row: UnsafeRawBufferPointer, at place: Int) throws(JournalError) {
    guard let file else { return }
    if descriptor < 0 { descriptor = try file.folder.create(file.path) }
    let code = Files.writeAll(descriptor, row, at: place * rowBytes)
    guard code == 0 else { throw JournalError(.cannotWrite, "write", file.path, code) }
  }

  /// Leaves the first row, the third and so on.
  public func keepEverySecond() {
    let kept = places.indices.filter { $0.isMultiple(of: 2) }
    places = kept.map { places[$0] }
    checksums = kept.map { checksums[$0] }
  }

  /// Sees to it that the rows outlive a loss of power, before a checkpoint that names them is stored.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`.
  public func synchronise() throws(JournalError) {
    guard let file, descriptor >= 0 else { return }
    guard fdatasync(descriptor) == 0 else { throw JournalError(.cannotWrite, "write", file.path, errno) }
    named = Set(places)
  }

  /// Takes up the rows that a checkpoint names, in a copy of their file: a process that was taken for dead may still
  /// write into that one.
  ///
  /// - Returns: whether they are there, undamaged. If the copy cannot be written, `failure` says why.
  public func restore(places: [Int], checksums: [UInt32]) -> Bool {
    guard let file, places.count == checksums.count else { return false }
    let source = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard source >= 0 else { return places.isEmpty }
    defer { close(source) }
    let length = Int(lseek(source, 0, SEEK_END)), largest = length / max(rowBytes, 1)
    for (place, expected) in zip(places, checksums) {
      guard (0..<largest).contains(place), checksum(of: source, at: place) == expected else { return false }
    }
    let count = ((places.max() ?? -1) + 1) * rowBytes
    do throws(JournalError) {
      try file.folder.replace(file.path) { copyBytes(count, from: source, at: 0, to: $0.descriptor, at: 0) }
      descriptor = open(file.path, O_RDWR | O_CLOEXEC)
      guard descriptor >= 0 else { throw JournalError(.cannotWrite, "open", file.path, errno) }
    } catch {
      failure = error
    }
    (self.places, self.checksums, named) = (places, checksums, Set(places))
    return true
  }

  /// Gives the rows another name, under which they stay; whether that can be done.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite` if they cannot be written.
  func link(to path: String) throws(JournalError) -> Bool {
    if let failure { throw failure }
    guard places.elementsEqual(0..<places.count), ftruncate(descriptor, places.count * rowBytes) == 0 else {
      return false
    }
    guard fsync(descriptor) == 0 else { throw JournalError(.cannotWrite, "write", path, errno) }
    // By the descriptor: under the name there may be another process's file by now.
    return linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
  }

  /// Copies the rows in their order to the beginning of a file; returns 0 or the number of the error.
  func copy(to target: Int32) -> Int32 {
    for (number, place) in places.enumerated() {
      let code = copyBytes(
        rowBytes, from: descriptor, at: place * rowBytes, to: target, at: number * rowBytes)
      if code != 0 { return code }
    }
    return 0
  }

  private func checksum(_ bytes: UnsafeRawBufferPointer, after sum: UInt = 0) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(sum, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
  }

  private func checksum(of descriptor: Int32, at place: Int) -> UInt32? {
    var sum: UInt32 = 0
    let code = forEachPiece(of: descriptor, from: place * rowBytes, count: rowBytes) {
      sum = checksum($0, after: UInt(sum))
      return 0
    }
    return code == 0 ? sum : nil
  }
}
