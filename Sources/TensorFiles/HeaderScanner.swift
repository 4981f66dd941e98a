/// Reads the little language that headers are written in: objects, lists, texts and whole numbers.
///
/// That of safetensors is JSON, that of .npy a Python literal; both use what is here. Nothing recurses, so no header can
/// exhaust the stack.
struct HeaderScanner {
  private let bytes: [UInt8]
  private var position = 0

  /// What is wrong with a header, without the file's name.
  struct Problem: Error {
    let words: String
  }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func problem(_ wanted: String) -> Problem {
    Problem(words: "its header has no \(wanted) at byte \(position)")
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
  }

  /// Whether only space is left.
  mutating func isAtEnd() -> Bool {
    skipSpace()
    return position == bytes.count
  }

  /// Steps over `character` if it is next.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Steps over `character`, which must be next.
  mutating func expect(_ character: Unicode.Scalar) throws(Problem) {
    guard skip(character) else { throw problem("'\(character)'") }
  }

  /// Steps over one of the words `words`, and tells which.
  mutating func word(_ words: [String]) throws(Problem) -> String {
    skipSpace()
    for word in words where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return word
    }
    throw problem(words.joined(separator: " or "))
  }

  /// A whole number of 0 or more that fits in an `Int`.
  mutating func count() throws(Problem) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] - 0x30))
      guard !overflow, !carry else { throw problem("number below 2^63") }
      value = sum
      position += 1
    }
    guard position > start else { throw problem("whole number") }
    return value
  }

  /// Numbers between `open` and `close`, with commas between them and, in Python, one after the last.
  mutating func counts(_ open: Unicode.Scalar, _ close: Unicode.Scalar) throws(Problem) -> [Int] {
    try expect(open)
    var values: [Int] = []
    while !skip(close) {
      values.append(try count())
      guard values.count <= 64 else { throw Problem(words: "its header has an array of more than 64 axes") }
      if skip(",") { continue }
      try expect(close)
      break
    }
    return values
  }

  /// A text between `quote`s, with the escapes of JSON.
  mutating func text(quote: Unicode.Scalar = "\"") throws(Problem) -> String {
    try expect(quote)
    var content: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: quote) {
      let byte = bytes[position]
      guard byte >= 0x20 else { throw problem("allowed character in a text") }
      position += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &content) } else { content.append(byte) }
    }
    try expect(quote)
    guard let text = String(validating: content, as: UTF8.self) else { throw problem("UTF-8 text that ends") }
    return text
  }

  private mutating func escape(into content: inout [UInt8]) throws(Problem) {
    guard position < bytes.count else { throw problem("end of a text") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0c)
    case UInt8(ascii: "n"): content.append(0x0a)
    case UInt8(ascii: "r"): content.append(0x0d)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      // A pair of surrogates stands for one character beyond the first plane.
      if (0xd800..<0xdc00).contains(code), bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        let low = try hexadecimal()
        guard (0xdc00..<0xe000).contains(low) else { throw problem("second half of a character") }
        code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw problem("character") }
      content.append(contentsOf: Array(String(Character(scalar)).utf8))
    default: throw problem("known escape")
    }
  }

  private mutating func hexadecimal() throws(Problem) -> UInt32 {
    guard position + 4 <= bytes.count else { throw problem("four hexadecimal digits") }
    var code: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw problem("four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
    }
    position += 4
    return code
  }
}
