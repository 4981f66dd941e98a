extension LabelledImages {
  /// Reads images from a table of comma-separated integers: a line an image, its label first, then its pixels row by row.
  ///
  /// A first line that does not begin with a digit is taken for column names. Lines end in a line feed, with or without a
  /// carriage return before it. Without a `classCount` the largest label that occurs is taken for the last class.
  ///
  /// - Throws: `DatasetError` of kind `missingFile`, or `badData` with the number of the line.
  /// - Complexity: O(size of the file).
  public init(
    tableFile path: String, height: Int, width: Int, classCount: Int? = nil
  ) throws(DatasetError) {
    precondition(height > 0 && width > 0, "an image has at least one pixel")
    let file = try InputFile(path: path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    var scanner = ImageTableScanner(path: path, fieldCount: 1 + height * width)
    while true {
      let count = try file.read(into: buffer)
      if count == 0 { break }
      try scanner.consume(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    try scanner.finish()

    let classCount = try Self.classCount(classCount, of: scanner.labels, from: path)
    self.init(height: height, width: width, pixels: scanner.pixels, labels: scanner.labels, classCount: classCount)
  }
}

/// Takes a table of bytes apart in pieces of any size, so that no more than a piece of the file is in memory as text.
private struct ImageTableScanner {
  let path: String
  let fieldCount: Int
  private(set) var labels: [UInt8] = []
  private(set) var pixels: [UInt8] = []

  private var line = 1
  /// The fields of this line that are complete.
  private var field = 0
  private var value = 0
  private var digitCount = 0
  private var isInHeader = false
  private var sawCarriageReturn = false
  private var isAtStart = true

  init(path: String, fieldCount: Int) {
    self.path = path
    self.fieldCount = fieldCount
  }

  mutating func consume(_ bytes: UnsafeRawBufferPointer) throws(DatasetError) {
    if isAtStart, let first = bytes.first {
      isInHeader = !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
      isAtStart = false
    }
    for byte in bytes {
      if isInHeader {
        guard byte == UInt8(ascii: "\n") else { continue }
        isInHeader = false
        line += 1
        continue
      }
      if sawCarriageReturn, byte != UInt8(ascii: "\n") { throw refusal("has a carriage return before its end") }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = 10 * value + Int(byte - UInt8(ascii: "0"))
        digitCount += 1
        if value > 255 || digitCount > 3 { throw refusal("has a number above 255 in field \(field + 1)") }
      case UInt8(ascii: ","):
        try endField()
      case UInt8(ascii: "\n"):
        try endLine()
      case UInt8(ascii: "\r"):
        sawCarriageReturn = true
      default:
        throw refusal(
          "has the byte 0x\(String(byte, radix: 16)) in field \(field + 1), which belongs to no whole number")
      }
    }
  }

  mutating func finish() throws(DatasetError) {
    if field > 0 || digitCount > 0 || sawCarriageReturn { try endLine() }
    if labels.isEmpty {
      throw DatasetError(.badData, "Cannot read images from \(path): it holds none; copy or download the file again.")
    }
  }

  private mutating func endField() throws(DatasetError) {
    if digitCount == 0 { throw refusal("has nothing in field \(field + 1)") }
    if field >= fieldCount { throw refusal("has more than \(fieldCount) fields") }
    if field == 0 { labels.append(UInt8(value)) } else { pixels.append(UInt8(value)) }
    field += 1
    value = 0
    digitCount = 0
  }

  private mutating func endLine() throws(DatasetError) {
    try endField()
    if field < fieldCount {
      throw refusal("has \(field) fields where a label and \(fieldCount - 1) pixels are expected")
    }
    line += 1
    field = 0
    sawCarriageReturn = false
  }

  private func refusal(_ reason: String) -> DatasetError {
    DatasetError(
      .badData, "Cannot read images from \(path): line \(line) \(reason); correct the line or the image size.")
  }
}
