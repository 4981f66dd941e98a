/// The header of a safetensors file: 8 bytes with its length, little-endian, then JSON, then the tensors' bytes.
///
/// Source: the format's description at github.com/huggingface/safetensors. The rules of its reference reader are kept: at
/// most 100 MB of header, no name twice, and the tensors cover the rest of the file without holes or overlaps.
struct SafetensorsHeader {
  var tensors: [(info: TensorInfo, extent: ByteStream.Extent)] = []
  var metadata: [String: String] = [:]

  /// The first character of the JSON tells the format, since there is no magic number.
  static func isLikely(_ beginning: [UInt8]) -> Bool { beginning.count >= 9 && beginning[8] == UInt8(ascii: "{") }

  init(_ file: SourceFile) throws(TensorError) {
    let length = try file.bytes(at: 0, count: 8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(file.size - 8), length <= 100_000_000 else {
      throw .damaged(
        file.path, "its header claims \(length) bytes of a file of \(file.size), at most 100000000 being allowed")
    }
    var scanner = HeaderScanner(try file.bytes(at: 8, count: Int(length)))
    do throws(HeaderScanner.Problem) {
      try parse(&scanner)
      try place(behind: 8 + Int(length), fileSize: file.size)
    } catch {
      throw .damaged(file.path, error.words)
    }
  }

  private mutating func parse(_ scanner: inout HeaderScanner) throws(HeaderScanner.Problem) {
    var names: Set<String> = []
    try scanner.expect("{")
    var isFirst = true
    while !scanner.skip("}") {
      if !isFirst { try scanner.expect(",") }
      isFirst = false
      let name = try scanner.text()
      guard names.insert(name).inserted else { throw .init(words: "its header has the name '\(name)' twice") }
      try scanner.expect(":")
      if name == "__metadata__" {
        try parseMetadata(&scanner)
      } else {
        tensors.append(try Self.tensor(name, &scanner))
      }
    }
    guard scanner.isAtEnd() else { throw .init(words: "more follows the end of its header") }
  }

  private mutating func parseMetadata(_ scanner: inout HeaderScanner) throws(HeaderScanner.Problem) {
    try scanner.expect("{")
    var isFirst = true
    while !scanner.skip("}") {
      if !isFirst { try scanner.expect(",") }
      isFirst = false
      let key = try scanner.text()
      try scanner.expect(":")
      metadata[key] = try scanner.text()
    }
  }

  private static func tensor(
    _ name: String, _ scanner: inout HeaderScanner
  ) throws(HeaderScanner.Problem) -> (TensorInfo, ByteStream.Extent) {
    var element: TensorElement?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.expect("{")
    for number in 0..<3 {
      if number > 0 { try scanner.expect(",") }
      let key = try scanner.text()
      try scanner.expect(":")
      switch key {
      case "dtype" where element == nil:
        let code = try scanner.text()
        element = elements[code]
        if element == nil { throw .init(words: "its tensor '\(name)' has elements of the unknown type '\(code)'") }
      case "shape" where shape == nil: shape = try scanner.counts("[", "]")
      case "data_offsets" where offsets == nil: offsets = try scanner.counts("[", "]")
      default: throw .init(words: "its tensor '\(name)' has a key '\(key)' that is unknown or given twice")
      }
    }
    try scanner.expect("}")
    guard let element, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw .init(words: "its tensor '\(name)' has no beginning and end")
    }
    guard TensorInfo.byteCount(shape: shape, element) == offsets[1] - offsets[0] else {
      throw .init(
        words: "its tensor '\(name)' has \(offsets[1] - offsets[0]) bytes, which is not its shape \(shape) "
          + "times \(element.size)")
    }
    let count = offsets[1] - offsets[0]
    return (
      TensorInfo(name: name, shape: shape, element: element),
      ByteStream.Extent(offset: offsets[0], storedCount: count, contentCount: count)
    )
  }

  /// Turns offsets behind the header into offsets in the file, and checks that they fill it.
  private mutating func place(behind start: Int, fileSize: Int) throws(HeaderScanner.Problem) {
    var end = 0
    let ordered = tensors.sorted {
      ($0.extent.offset, $0.extent.storedCount) < ($1.extent.offset, $1.extent.storedCount)
    }
    for (info, extent) in ordered {
      guard extent.offset == end else {
        throw .init(
          words: "its tensor '\(info.name)' begins at \(extent.offset) where the one before it ends at \(end)")
      }
      end += extent.storedCount
    }
    guard end == fileSize - start else {
      throw .init(words: "its tensors have \(end) bytes and the file has \(fileSize - start) for them")
    }
    for index in tensors.indices { tensors[index].extent.offset += start }
  }

  private static let elements: [String: TensorElement] = [
    "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "I64": .int64, "I32": .int32, "I16": .int16,
    "I8": .int8, "U64": .uint64, "U32": .uint32, "U16": .uint16, "U8": .uint8, "BOOL": .bool,
  ]
}
