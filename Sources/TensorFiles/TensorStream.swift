/// The elements of one tensor, in the order of the file, converted to the precision that the reader asks for.
///
/// Elements that both have in the same form are read straight into the reader's memory; others go through 64 KiB.
public final class TensorStream {
  /// What is read.
  public let info: TensorInfo
  private let stream: ByteStream
  private let isBigEndian: Bool
  private var staging: UnsafeMutableRawBufferPointer?

  private static let stagingCount = 65_536

  init(_ info: TensorInfo, _ stream: ByteStream, isBigEndian: Bool) {
    self.info = info
    self.stream = stream
    self.isBigEndian = isBigEndian
  }

  deinit { staging?.deallocate() }

  /// The number of elements that have not been read.
  public var remaining: Int { stream.remaining / info.element.size }

  /// Fills `buffer` with the next elements, in the order of the file; doubles and large integers are rounded.
  ///
  /// - Throws: `TensorError` of kind `badData` if there are fewer, or their bytes are damaged.
  public func read(into buffer: UnsafeMutableBufferPointer<Float>) throws(TensorError) {
    try readElements(into: buffer, as: .float32)
  }

  /// Fills `buffer` with the next elements, in the order of the file; integers beyond 2^53 are rounded.
  ///
  /// - Throws: `TensorError` of kind `badData` if there are fewer, or their bytes are damaged.
  public func read(into buffer: UnsafeMutableBufferPointer<Double>) throws(TensorError) {
    try readElements(into: buffer, as: .float64)
  }

  /// Fills `buffer` with the whole tensor in row-major order, whatever the order of the file.
  ///
  /// - Throws: as `read(into:)`.
  public func readRowMajor(into buffer: UnsafeMutableBufferPointer<Float>) throws(TensorError) {
    try readAll(into: buffer, as: .float32)
  }

  /// Fills `buffer` with the whole tensor in row-major order, whatever the order of the file.
  ///
  /// - Throws: as `read(into:)`.
  public func readRowMajor(into buffer: UnsafeMutableBufferPointer<Double>) throws(TensorError) {
    try readAll(into: buffer, as: .float64)
  }

  // MARK: - Both precisions

  private func readElements<Real: BinaryFloatingPoint>(
    into buffer: UnsafeMutableBufferPointer<Real>, as element: TensorElement
  ) throws(TensorError) {
    if info.element == element, !isBigEndian { return try stream.read(into: UnsafeMutableRawBufferPointer(buffer)) }
    var done = 0
    while done < buffer.count {
      let bytes = try nextBytes(atMost: buffer.count - done)
      let count = bytes.count / info.element.size
      convert(bytes, to: UnsafeMutableBufferPointer(rebasing: buffer[done..<done + count]))
      done += count
    }
  }

  private func readAll<Real: BinaryFloatingPoint>(
    into buffer: UnsafeMutableBufferPointer<Real>, as element: TensorElement
  ) throws(TensorError) {
    precondition(buffer.count == info.count && remaining == info.count, "a tensor is read whole into its own size")
    guard !info.isRowMajor else { return try readElements(into: buffer, as: element) }
    var index = ColumnMajorOrder(info.shape)
    var piece = [Real](repeating: 0, count: min(buffer.count, Self.stagingCount / 8))
    var left = buffer.count
    while left > 0 {
      let count = min(left, piece.count)
      var failure: TensorError?
      piece.withUnsafeMutableBufferPointer { piece in
        let part = UnsafeMutableBufferPointer(rebasing: piece[..<count])
        do throws(TensorError) { try readElements(into: part, as: element) } catch { failure = error }
      }
      if let failure { throw failure }
      for value in piece[..<count] { buffer[index.next()] = value }
      left -= count
    }
  }

  private func nextBytes(atMost count: Int) throws(TensorError) -> UnsafeRawBufferPointer {
    let staging =
      self.staging ?? .allocate(byteCount: min(Self.stagingCount, info.count * info.element.size), alignment: 16)
    self.staging = staging
    let bytes = min(count, staging.count / info.element.size) * info.element.size
    let part = UnsafeMutableRawBufferPointer(rebasing: staging[..<bytes])
    try stream.read(into: part)
    return UnsafeRawBufferPointer(part)
  }

  private func convert<Real: BinaryFloatingPoint>(
    _ bytes: UnsafeRawBufferPointer, to buffer: UnsafeMutableBufferPointer<Real>
  ) {
    switch info.element {
    case .float64: map(bytes, buffer) { (bits: UInt64) in Real(Double(bitPattern: bits)) }
    case .float32: map(bytes, buffer) { (bits: UInt32) in Real(Float(bitPattern: bits)) }
    case .float16: map(bytes, buffer) { (bits: UInt16) in Real(single(halfPrecision: bits)) }
    case .bfloat16: map(bytes, buffer) { (bits: UInt16) in Real(Float(bitPattern: UInt32(bits) << 16)) }
    case .int64: map(bytes, buffer) { (bits: UInt64) in Real(Int64(bitPattern: bits)) }
    case .int32: map(bytes, buffer) { (bits: UInt32) in Real(Int32(bitPattern: bits)) }
    case .int16: map(bytes, buffer) { (bits: UInt16) in Real(Int16(bitPattern: bits)) }
    case .int8: map(bytes, buffer) { (bits: UInt8) in Real(Int8(bitPattern: bits)) }
    case .uint64: map(bytes, buffer) { (bits: UInt64) in Real(bits) }
    case .uint32: map(bytes, buffer) { (bits: UInt32) in Real(bits) }
    case .uint16: map(bytes, buffer) { (bits: UInt16) in Real(bits) }
    case .uint8: map(bytes, buffer) { (bits: UInt8) in Real(bits) }
    case .bool: map(bytes, buffer) { (bits: UInt8) in bits == 0 ? 0 : 1 }
    }
  }

  private func map<Bits: FixedWidthInteger, Real>(
    _ bytes: UnsafeRawBufferPointer, _ buffer: UnsafeMutableBufferPointer<Real>, _ value: (Bits) -> Real
  ) {
    for index in buffer.indices {
      let bits = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
      buffer[index] = value(isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
    }
  }
}

/// The value of a half-precision number of these bits: sign, 5 bits of exponent, 10 of fraction; exact.
private func single(halfPrecision bits: UInt16) -> Float {
  let sign = UInt32(bits & 0x8000) << 16
  let magnitude = UInt32(bits & 0x7fff)
  // Infinity and NaN keep the largest exponent, the others move from bias 15 to bias 127 by an exact product.
  if magnitude >= 0x7c00 { return Float(bitPattern: sign | 0x7f80_0000 | (magnitude & 0x3ff) << 13) }
  return Float(bitPattern: sign | magnitude << 13) * Float(sign: .plus, exponent: 112, significand: 1)
}

/// Row-major places of the elements of an array, in column-major order.
private struct ColumnMajorOrder {
  private let shape: [Int]
  private let strides: [Int]
  private var coordinates: [Int]
  private var place = 0

  init(_ shape: [Int]) {
    self.shape = shape
    coordinates = shape.map { _ in 0 }
    var stride = 1
    var strides = shape
    for axis in shape.indices.reversed() {
      strides[axis] = stride
      stride *= shape[axis]
    }
    self.strides = strides
  }

  mutating func next() -> Int {
    let current = place
    for axis in shape.indices {
      coordinates[axis] += 1
      place += strides[axis]
      if coordinates[axis] < shape[axis] { break }
      place -= strides[axis] * shape[axis]
      coordinates[axis] = 0
    }
    return current
  }
}
