import CHDF5

/// Reading elements: straight into the array that is returned, whose size has been checked against the file.
extension OpenedFile {
  /// All elements, in the type they are stored in.
  func elements(_ source: borrowing ElementSource) throws(StoreError) -> StoredValues {
    switch source.type.element {
    case .float: .float(try numbers(source, as: .float))
    case .double: .double(try numbers(source, as: .double))
    case .int32: .int32(try numbers(source, as: .int32))
    case .int64: .int64(try integers(source))
    case .uint8: .uint8(try numbers(source, as: .uint8))
    case .text: .text(try texts(source))
    }
  }

  /// All elements, numbers of any type, as doubles.
  func doubles(_ source: borrowing ElementSource) throws(StoreError) -> [Double] {
    guard source.type.element != .text else {
      throw wrongType("\(source.owner) is text, not numbers", "ask for something that is numbers")
    }
    return try numbers(source, as: .double)
  }

  /// All elements, integers of any type.
  func integers(_ source: borrowing ElementSource) throws(StoreError) -> [Int64] {
    switch source.type.element {
    case .int32, .int64, .uint8: break
    case .float, .double, .text:
      throw wrongType("\(source.owner) is not made of integers", "ask for something that is integers")
    }
    // The library would clip what is too large for a signed integer; read as they are, such bits are negative.
    let memoryType = source.type.isUnsigned64 ? chdf5_native_uint64() : chdf5_native_int64()
    let values: [Int64] = try read(source, as: memoryType)
    guard !source.type.isUnsigned64 || values.allSatisfy({ $0 >= 0 }) else {
      throw wrongType("\(source.owner) has integers above \(Int64.max)", "store it as signed integers or doubles")
    }
    return values
  }

  /// All elements, texts.
  func texts(_ source: borrowing ElementSource) throws(StoreError) -> [String] {
    guard source.type.element == .text else {
      throw wrongType("\(source.owner) is numbers, not text", "ask for something that is text")
    }
    guard source.type.isVariableLength else { return try paddedTexts(source) }
    return try contents(
      of: source.owner, count: source.count, unit: 1, read: { source.read(as: $0, into: $1) },
      { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
  }

  /// Reads numbers of any type as `type` into a buffer of just their number.
  func fill<Number>(
    _ buffer: UnsafeMutableBufferPointer<Number>, from source: borrowing ElementSource, as type: ElementType
  ) throws(StoreError) {
    precondition(buffer.count == source.count)
    guard source.type.element != .text else {
      throw wrongType("\(source.owner) is text, not numbers", "ask for something that is numbers")
    }
    guard source.count > 0 else { return }
    try attempt.check(source.read(as: type.inMemory, into: buffer.baseAddress), "read \(source.owner)")
  }

  private func numbers<Number>(
    _ source: borrowing ElementSource, as type: ElementType
  ) throws(StoreError) -> [Number] {
    try read(source, as: type.inMemory)
  }

  private func read<Number>(_ source: borrowing ElementSource, as memoryType: hid_t) throws(StoreError) -> [Number] {
    guard source.count > 0 else { return [] }
    var status: herr_t = 0
    let values = [Number](unsafeUninitializedCapacity: source.count) { buffer, initialized in
      status = source.read(as: memoryType, into: buffer.baseAddress)
      initialized = status >= 0 ? buffer.count : 0
    }
    try attempt.check(status, "read \(source.owner)")
    return values
  }

  /// Texts all padded to one length, by NUL characters or by spaces.
  private func paddedTexts(_ source: borrowing ElementSource) throws(StoreError) -> [String] {
    let type = source.typeInFile.id
    let isSpacePadded = H5Tget_strpad(type) == H5T_STR_SPACEPAD
    let width = source.type.bytes
    var bytes = [UInt8](repeating: 0, count: source.count * width)
    let status = bytes.withUnsafeMutableBytes { source.read(as: type, into: $0.baseAddress) }
    try attempt.check(status, "read \(source.owner)")
    return (0..<source.count).map { number in
      var text = bytes[number * width..<(number + 1) * width].prefix { $0 != 0 }
      if isSpacePadded { while text.last == UInt8(ascii: " ") { text.removeLast() } }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
