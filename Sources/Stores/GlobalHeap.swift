import CHDF5
import Glibc

/// The part of an HDF5 file where elements of variable length are kept, such as texts.
///
/// It is read here, not by the library: it has no checksum, yet HDF5 1.10 trusts it. Of 10,000 copies of a small file
/// with a few bytes changed, 197 made the library crash or loop forever, and all 197 because of this structure.
/// The layout is that of "Disk Format: Level 1E - Global Heap" in the HDF5 File Format Specification. A collection is
/// `GCOL`, a version, and its length in bytes; then objects of (index 2, references 2, unused 4, length 8) bytes, each
/// followed by its content, padded to 8 bytes; index 0 is the free space that ends a collection.
struct GlobalHeap {
  /// What is stored in place of an element: its length, and where in which collection its content is.
  struct Reference {
    let length: Int
    let collection: Int
    let index: UInt32

    /// From 16 stored bytes: length 4, address 8, index 4.
    init(_ bytes: UnsafeRawBufferPointer) {
      length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)))
      collection = Int(clamping: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt64.self)))
      index = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
    }

    /// Bytes of a stored reference in files whose addresses have 8 bytes.
    static let size = 16
  }

  private let descriptor: Int32
  private let base: Int
  private let fileSize: Int
  private var address: Int?
  private var bytes: [UInt8] = []

  /// The heap of an open file.
  init(_ file: OpenedFile) throws(StoreError) {
    let step = "find its heap"
    let creation = try file.attempt.handle(H5Fget_create_plist(file.id), closedBy: H5Pclose, step)
    var addressSize = 0
    var lengthSize = 0
    var userBlock: hsize_t = 0
    try file.attempt.check(H5Pget_sizes(creation.id, &addressSize, &lengthSize), step)
    try file.attempt.check(H5Pget_userblock(creation.id, &userBlock), step)
    guard addressSize == 8, lengthSize == 8 else {
      throw file.wrongType("its addresses have \(addressSize) bytes, not 8", "convert it with h5repack")
    }
    var driver: UnsafeMutableRawPointer?
    try file.attempt.check(H5Fget_vfd_handle(file.id, chdf5_default(), &driver), step)
    // The plain driver, which `OpenedFile` asks for, hands out the address of its file descriptor.
    descriptor = driver?.load(as: Int32.self) ?? -1
    base = Int(clamping: userBlock)
    fileSize = file.size
  }

  /// The content of the object that `reference` leads to, or nil if it leads nowhere.
  mutating func content(of reference: Reference) -> ArraySlice<UInt8>? {
    guard load(reference.collection) else { return nil }
    var position = 16
    while position + 16 <= bytes.count {
      let index = UInt32(number(at: position, bytes: 2))
      let length = number(at: position + 8, bytes: 8)
      let start = position + 16
      guard index != 0, length <= UInt64(bytes.count - start) else { return nil }
      if index == reference.index { return bytes[start..<start + Int(length)] }
      position = start + (Int(length) + 7) / 8 * 8
    }
    return nil
  }

  /// Makes `bytes` the collection at `address`; false if there is none.
  private mutating func load(_ address: Int) -> Bool {
    if self.address == address { return true }
    self.address = nil
    let (start, overflow) = base.addingReportingOverflow(address)
    guard !overflow, start <= fileSize, read(16, at: start), bytes.starts(with: Array("GCOL".utf8)), bytes[4] == 1
    else { return false }
    let length = number(at: 8, bytes: 8)
    guard length >= 16, length <= UInt64(fileSize - start), read(Int(length), at: start) else { return false }
    self.address = address
    return true
  }

  private mutating func read(_ count: Int, at start: Int) -> Bool {
    let descriptor = descriptor
    bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, pread(descriptor, buffer.baseAddress, count, start))
    }
    return bytes.count == count
  }

  private func number(at position: Int, bytes count: Int) -> UInt64 {
    bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
