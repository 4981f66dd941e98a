/// The entries of a zip archive, as .npz files are: where each lies and what it is packed with.
///
/// Only the central directory is believed, and that only as far as the file allows: entries lie before it, do not overlap,
/// and do not claim to expand more than deflate can. Source: PKWARE's APPNOTE 6.3.10, sections 4.3 to 4.5, with the
/// 64-bit extensions, which NumPy always writes.
struct ZipDirectory {
  struct Entry {
    var name: String
    var extent: ByteStream.Extent
  }

  var entries: [Entry] = []

  /// Whether a file begins as an archive does, be it an empty one.
  static func isLikely(_ beginning: [UInt8]) -> Bool {
    beginning.starts(with: [0x50, 0x4b, 0x03, 0x04]) || beginning.starts(with: [0x50, 0x4b, 0x05, 0x06])
  }

  init(_ file: SourceFile) throws(TensorError) {
    let directory = try Self.findDirectory(file)
    let bytes = try file.bytes(at: directory.offset, count: directory.size)
    var position = 0
    for _ in 0..<directory.count {
      entries.append(try Self.entry(bytes, at: &position, file: file, end: directory.offset))
    }
    guard position == bytes.count else {
      throw .damaged(file.path, "its list of arrays has another length than it says")
    }
    try checkPlaces(file)
  }

  // MARK: - The central directory

  private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
    bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func findDirectory(
    _ file: SourceFile
  ) throws(TensorError) -> (offset: Int, size: Int, count: Int) {
    // The record that ends an archive has 22 bytes and a comment of at most 65,535.
    let tailCount = min(file.size, 22 + 65_535)
    let tail = try file.bytes(at: file.size - tailCount, count: tailCount)
    let starts = stride(from: tailCount - 22, through: 0, by: -1)
    let found = starts.first { start in
      tail[start] == 0x50 && tail[start + 1] == 0x4b && tail[start + 2] == 0x05 && tail[start + 3] == 0x06
        && start + 22 + Int(number(tail, start + 20, 2)) == tailCount
    }
    guard let found else { throw .damaged(file.path, "the end of the archive is missing") }
    let end = file.size - tailCount + found
    var (count, size, offset) = (number(tail, found + 10, 2), number(tail, found + 12, 4), number(tail, found + 16, 4))
    var limit = end
    if count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff {
      // A locator of 20 bytes stands before the record and leads to one with fields of 64 bits.
      guard end >= 20 + 56 else { throw .damaged(file.path, "the end of the archive is cut") }
      let locator = try file.bytes(at: end - 20, count: 20)
      let place = number(locator, 8, 8)
      guard number(locator, 0, 4) == 0x0706_4b50, place <= UInt64(end - 20 - 56) else {
        throw .damaged(file.path, "the end of the archive is damaged")
      }
      let record = try file.bytes(at: Int(place), count: 56)
      guard number(record, 0, 4) == 0x0606_4b50 else { throw .damaged(file.path, "the end of the archive is damaged") }
      (count, size, offset) = (number(record, 32, 8), number(record, 40, 8), number(record, 48, 8))
      limit = Int(place)
    }
    // Every entry takes 46 bytes at least.
    guard offset <= UInt64(limit), size <= UInt64(limit) - offset, count <= size / 46 else {
      throw .damaged(file.path, "its list of arrays claims to be larger than the file")
    }
    return (Int(offset), Int(size), Int(count))
  }

  private static func entry(
    _ bytes: [UInt8], at position: inout Int, file: SourceFile, end: Int
  ) throws(TensorError) -> Entry {
    let cut = TensorError.damaged(file.path, "its list of arrays is damaged")
    guard position + 46 <= bytes.count, number(bytes, position, 4) == 0x0201_4b50 else { throw cut }
    let start = position
    let (nameCount, extraCount) = (Int(number(bytes, start + 28, 2)), Int(number(bytes, start + 30, 2)))
    let next = start + 46 + nameCount + extraCount + Int(number(bytes, start + 32, 2))
    guard next <= bytes.count else { throw cut }
    position = next
    let nameBytes = bytes[(start + 46)..<(start + 46 + nameCount)]
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw .damaged(file.path, "an array in it has a name that is not UTF-8")
    }
    let flags = number(bytes, start + 8, 2)
    guard flags & 1 == 0 else {
      throw TensorError(.unsupported, file.path, "'\(name)' in it is encrypted", "save it without a password")
    }
    let method = number(bytes, start + 10, 2)
    guard method == 0 || method == 8 else {
      throw TensorError(
        .unsupported, file.path, "'\(name)' in it is packed by method \(method)",
        "save it with numpy.savez or numpy.savez_compressed")
    }
    var sizes = [number(bytes, start + 24, 4), number(bytes, start + 20, 4), number(bytes, start + 42, 4)]
    let extra = Array(bytes[(start + 46 + nameCount)..<(start + 46 + nameCount + extraCount)])
    try widen(&sizes, extra, or: cut)
    let (content, stored, offset) = (sizes[0], sizes[1], sizes[2])
    guard end >= 30, offset <= UInt64(end - 30), stored <= UInt64(end) else { throw cut }
    guard method == 8 ? content <= stored * UInt64(ByteStream.largestExpansion) : content == stored else {
      throw .damaged(file.path, "'\(name)' in it claims \(content) bytes, which \(stored) cannot hold")
    }
    let extent = ByteStream.Extent(
      offset: try dataOffset(file, header: Int(offset), nameBytes: Array(nameBytes), or: cut), storedCount: Int(stored),
      contentCount: Int(content), isDeflated: method == 8, checksum: UInt32(number(bytes, start + 16, 4)))
    guard extent.offset <= end, extent.storedCount <= end - extent.offset else { throw cut }
    return Entry(name: name, extent: extent)
  }

  /// Takes those of sizes and offset that do not fit in 32 bits from the extra field for 64 bits.
  private static func widen(_ sizes: inout [UInt64], _ extra: [UInt8], or cut: TensorError) throws(TensorError) {
    guard sizes.contains(0xffff_ffff) else { return }
    var position = 0
    while position + 4 <= extra.count {
      let count = Int(number(extra, position + 2, 2))
      guard position + 4 + count <= extra.count else { throw cut }
      if number(extra, position, 2) == 1 {
        var field = position + 4
        for index in sizes.indices where sizes[index] == 0xffff_ffff {
          guard field + 8 <= position + 4 + count else { throw cut }
          sizes[index] = number(extra, field, 8)
          field += 8
        }
        return
      }
      position += 4 + count
    }
    throw cut
  }

  /// Behind the header in front of an entry, whose name must be that of the directory.
  private static func dataOffset(
    _ file: SourceFile, header: Int, nameBytes: [UInt8], or cut: TensorError
  ) throws(TensorError) -> Int {
    let bytes = try file.bytes(at: header, count: 30)
    let nameCount = Int(number(bytes, 26, 2))
    guard number(bytes, 0, 4) == 0x0403_4b50, nameCount == nameBytes.count, header + 30 + nameCount <= file.size,
      try file.bytes(at: header + 30, count: nameCount) == nameBytes
    else { throw cut }
    return header + 30 + nameCount + Int(number(bytes, 28, 2))
  }

  /// Overlapping entries would make a small file expand without bound.
  private func checkPlaces(_ file: SourceFile) throws(TensorError) {
    var names: Set<String> = []
    for entry in entries where !names.insert(entry.name).inserted {
      throw .damaged(file.path, "it has the name '\(entry.name)' twice")
    }
    var end = 0
    for entry in entries.sorted(by: { $0.extent.offset < $1.extent.offset }) {
      guard entry.extent.offset >= end else { throw .damaged(file.path, "arrays in it overlap") }
      end = entry.extent.offset + entry.extent.storedCount
    }
  }
}
