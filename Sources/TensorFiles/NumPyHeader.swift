/// The header of an .npy file, of versions 1 to 3: magic number, version, length, and a Python literal.
///
/// Source: NumPy Enhancement Proposal 1 and the documentation of `numpy.lib.format`.
struct NumPyHeader {
  var info: TensorInfo
  /// The bytes before the elements.
  var length: Int
  var isBigEndian: Bool

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// NumPy itself writes less than this; its own limit is 10,000 unless told otherwise.
  static let largestLength = 65_536

  /// Reads the header at the beginning of `stream`, whose remaining bytes must be the elements.
  init(_ stream: ByteStream, name: String, path: String) throws(TensorError) {
    let total = stream.remaining
    let start = try Self.bytes(8, stream, path)
    guard Array(start[..<6]) == Self.magic else {
      throw .damaged(path, "'\(name)' in it does not begin as .npy data do")
    }
    let version = start[6]
    guard (1...3).contains(version), start[7] == 0 else {
      throw TensorError(
        .unsupported, path, "'\(name)' in it is .npy data of version \(version).\(start[7])", "save it with numpy.save")
    }
    let field = try Self.bytes(version == 1 ? 2 : 4, stream, path)
    let count = field.reversed().reduce(0) { $0 << 8 | Int($1) }
    length = 8 + field.count + count
    guard count <= Self.largestLength, count <= stream.remaining else {
      throw .damaged(path, "the header of '\(name)' in it claims \(count) bytes")
    }
    var scanner = HeaderScanner(try stream.bytes(count))
    let code: String, isFortran: Bool, shape: [Int]
    do throws(HeaderScanner.Problem) {
      (code, isFortran, shape) = try Self.parse(&scanner)
    } catch {
      throw .damaged(path, "of '\(name)' in it, \(error.words)")
    }
    let element = try Self.element(code, name, path)
    isBigEndian = code.hasPrefix(">")
    info = TensorInfo(name: name, shape: shape, element: element, isRowMajor: !isFortran)
    guard TensorInfo.byteCount(shape: shape, element) == total - length else {
      throw .damaged(
        path, "'\(name)' in it has \(total - length) bytes, which is not its shape \(shape) times \(element.size)")
    }
  }

  private static func bytes(_ count: Int, _ stream: ByteStream, _ path: String) throws(TensorError) -> [UInt8] {
    guard count <= stream.remaining else { throw .damaged(path, "it ends within the header of an array") }
    return try stream.bytes(count)
  }

  private static func parse(
    _ scanner: inout HeaderScanner
  ) throws(HeaderScanner.Problem) -> (code: String, isFortran: Bool, shape: [Int]) {
    var code: String?
    var isFortran: Bool?
    var shape: [Int]?
    try scanner.expect("{")
    while !scanner.skip("}") {
      let key = try scanner.text(quote: "'")
      try scanner.expect(":")
      switch key {
      case "descr" where code == nil: code = try description(&scanner)
      case "fortran_order" where isFortran == nil: isFortran = try scanner.word(["True", "False"]) == "True"
      case "shape" where shape == nil: shape = try scanner.counts("(", ")")
      default: throw .init(words: "its header has a key '\(key)' that is unknown or given twice")
      }
      if !scanner.skip(",") {
        try scanner.expect("}")
        break
      }
    }
    guard scanner.isAtEnd(), let code, let isFortran, let shape else {
      throw .init(words: "its header lacks one of descr, fortran_order and shape")
    }
    return (code, isFortran, shape)
  }

  /// A list instead of a text describes a record of several fields.
  private static func description(_ scanner: inout HeaderScanner) throws(HeaderScanner.Problem) -> String {
    if scanner.skip("[") { throw .init(words: "its elements are records, so save their fields as arrays of their own") }
    return try scanner.text(quote: "'")
  }

  private static func element(_ code: String, _ name: String, _ path: String) throws(TensorError) -> TensorElement {
    // Python objects are pickled.
    if code.hasSuffix("O") { throw .pickle(path) }
    guard let order = code.first, "<>|=".contains(order), let element = elements[String(code.dropFirst())] else {
      throw TensorError(
        .unsupported, path, "'\(name)' in it has elements of the type '\(code)'",
        "save it as real numbers, for instance with array.astype('<f4')")
    }
    // "Not applicable" is only true of single bytes, and "native" says nothing in a file.
    guard order == "<" || order == ">" || element.size == 1 else {
      throw .damaged(path, "the type '\(code)' of '\(name)' in it does not say the order of bytes")
    }
    return element
  }

  private static let elements: [String: TensorElement] = [
    "f8": .float64, "f4": .float32, "f2": .float16, "i8": .int64, "i4": .int32, "i2": .int16, "i1": .int8,
    "u8": .uint64,
    "u4": .uint32, "u2": .uint16, "u1": .uint8, "b1": .bool,
  ]
}
