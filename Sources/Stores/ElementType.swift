import CHDF5

/// The types of elements that can be stored.
enum ElementType {
  case float, double, int32, int64, uint8, text

  /// The type in memory.
  var inMemory: hid_t {
    switch self {
    case .float: chdf5_native_float()
    case .double: chdf5_native_double()
    case .int32: chdf5_native_int32()
    case .int64: chdf5_native_int64()
    case .uint8: chdf5_native_uint8()
    case .text: Library.textType
    }
  }

  /// The type in files: little-endian everywhere, so that the bytes of a file do not depend on the machine.
  var inFile: hid_t {
    switch self {
    case .float: chdf5_float32_little()
    case .double: chdf5_float64_little()
    case .int32: chdf5_int32_little()
    case .int64: chdf5_int64_little()
    case .uint8: chdf5_uint8_little()
    case .text: Library.textType
    }
  }

  /// Bytes per element in a file; those of a text are kept elsewhere in the file.
  var size: Int { H5Tget_size(inFile) }
}

extension StoredValues {
  /// The type of the elements.
  var elementType: ElementType {
    switch self {
    case .float: .float
    case .double: .double
    case .int32: .int32
    case .int64: .int64
    case .uint8: .uint8
    case .text: .text
    }
  }

  /// Calls `body` with the elements as HDF5 expects them in memory: numbers in place, texts as pointers to C strings.
  func withElements<Result>(_ body: (UnsafeRawPointer?) -> Result) -> Result {
    switch self {
    case .float(let values): values.withUnsafeBytes { body($0.baseAddress) }
    case .double(let values): values.withUnsafeBytes { body($0.baseAddress) }
    case .int32(let values): values.withUnsafeBytes { body($0.baseAddress) }
    case .int64(let values): values.withUnsafeBytes { body($0.baseAddress) }
    case .uint8(let values): values.withUnsafeBytes { body($0.baseAddress) }
    case .text(let values): Self.withCStrings(values, body)
    }
  }

  private static func withCStrings<Result>(_ texts: [String], _ body: (UnsafeRawPointer?) -> Result) -> Result {
    var characters: [UInt8] = []
    characters.reserveCapacity(texts.reduce(0) { $0 + $1.utf8.count + 1 })
    var offsets: [Int] = []
    for text in texts {
      offsets.append(characters.count)
      characters.append(contentsOf: text.utf8)
      characters.append(0)
    }
    return characters.withUnsafeBufferPointer { characters in
      let pointers = offsets.map { offset in characters.baseAddress.map { $0 + offset } }
      return pointers.withUnsafeBytes { body($0.baseAddress) }
    }
  }
}
