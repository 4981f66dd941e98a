/// An array of unsigned bytes in the IDX format, in which MNIST and its successors are published.
///
/// An IDX file is two zero bytes, a byte that names the element type, a byte with the number of dimensions, every dimension
/// as a big-endian 32-bit integer, and the elements in row-major order. (Y. LeCun, C. Cortes, C. Burges, "The MNIST database
/// of handwritten digits", 1998.)
public struct IDXFile: Sendable, Equatable {
  /// The length of every dimension, the slowest first; there is at least one and none is zero.
  public let dimensions: [Int]
  /// The elements in row-major order; as many as the product of the dimensions.
  public let bytes: [UInt8]

  /// Puts an array together; `bytes` must hold as many elements as the dimensions say.
  public init(dimensions: [Int], bytes: [UInt8]) {
    precondition((1...255).contains(dimensions.count), "an IDX array has 1 to 255 dimensions")
    precondition(dimensions.allSatisfy { (1...Int(UInt32.max)).contains($0) }, "an IDX dimension fits in 32 bits")
    precondition(dimensions.reduce(1, *) == bytes.count, "the dimensions of an IDX array multiply to its size")
    self.dimensions = dimensions
    self.bytes = bytes
  }

  /// Reads a file, plain or compressed with gzip, whatever its name.
  ///
  /// The header is believed only as far as the size of the file allows, and nothing is inflated beyond what it promises.
  ///
  /// - Throws: `DatasetError` of kind `missingFile` if the file cannot be opened; of kind `badData` if it is damaged, cut short,
  ///   followed by other bytes, or holds elements that are not unsigned bytes.
  /// - Complexity: O(size of the inflated file) in time and memory.
  public init(contentsOf path: String) throws(DatasetError) {
    let reader = try ContentReader(path: path)
    dimensions = try Self.readDimensions(from: reader)
    let count = try Self.elementCount(dimensions, in: reader)
    bytes = try reader.read(count)
    guard bytes.count == count else {
      throw Self.refusal(path, "its header promises \(count) elements and it ends after \(bytes.count)")
    }
    // Asking for one byte more also makes a gzip file check its last checksum.
    guard try reader.read(1).isEmpty else {
      throw Self.refusal(path, "more bytes follow the \(count) elements that its header promises")
    }
  }

  /// The SHA-256 of the plain form of this array, whatever form it was read from.
  public var sha256: String {
    let digest = SHA256Digest()
    header.withUnsafeBytes { digest.update($0) }
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.hexadecimal()
  }

  /// Writes the array as a plain IDX file, aside first, so that `path` never names half a file.
  ///
  /// - Throws: `DatasetError` of kind `cannotWrite`.
  public func write(to path: String) throws(DatasetError) {
    try replaceFile(at: path, with: [header, bytes])
  }

  /// The bytes that stand before the elements.
  private var header: [UInt8] {
    let lengths = dimensions.flatMap { length in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } }
    return [0, 0, ElementType.unsignedByte.rawValue, UInt8(dimensions.count)] + lengths
  }
}

/// The element types of the IDX format, of which only unsigned bytes are images or labels.
private enum ElementType: UInt8 {
  case unsignedByte = 0x08
  case signedByte = 0x09
  case short = 0x0b
  case int = 0x0c
  case float = 0x0d
  case double = 0x0e
}

extension IDXFile {
  private static func readDimensions(from reader: ContentReader) throws(DatasetError) -> [Int] {
    let path = reader.file.path
    let magic = try readHeader(4, from: reader)
    guard magic[0] == 0, magic[1] == 0, let type = ElementType(rawValue: magic[2]) else {
      let found = magic.map { String($0, radix: 16) }.joined(separator: " ")
      throw refusal(path, "it begins with the bytes \(found) and is not an IDX file")
    }
    guard type == .unsignedByte else { throw refusal(path, "its elements are of type \(type), not unsignedByte") }
    guard magic[3] > 0 else { throw refusal(path, "its header has no dimensions") }

    let encoded = try readHeader(4 * Int(magic[3]), from: reader)
    let dimensions = stride(from: 0, to: encoded.count, by: 4).map { start in
      encoded[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    guard !dimensions.contains(0) else { throw refusal(path, "its header has a dimension of length zero") }
    return dimensions
  }

  private static func elementCount(_ dimensions: [Int], in reader: ContentReader) throws(DatasetError) -> Int {
    var count = 1
    for length in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product <= reader.largestContent else {
        let shape = dimensions.map { "\($0)" }.joined(separator: " x ")
        throw refusal(reader.file.path, "its header promises \(shape) elements, more than the file can hold")
      }
      count = product
    }
    return count
  }

  private static func readHeader(_ count: Int, from reader: ContentReader) throws(DatasetError) -> [UInt8] {
    let bytes = try reader.read(count)
    guard bytes.count == count else { throw refusal(reader.file.path, "it ends within its header") }
    return bytes
  }

  private static func refusal(_ path: String, _ reason: String) -> DatasetError {
    DatasetError(.badData, "Cannot read an array of bytes from \(path): \(reason); copy or download the file again.")
  }
}
