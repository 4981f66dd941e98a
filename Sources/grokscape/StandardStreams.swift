import Foundation

/// Standard output did not take all of a result.
struct OutputError: Error, CustomStringConvertible {
  let description: String
}

/// Writes a line to standard output; unlike `print`, it notices a full disk.
///
/// - Throws: `OutputError`.
func show(_ line: String) throws(OutputError) {
  let code = Data("\(line)\n".utf8).withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = write(STDOUT_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
    }
    return 0
  }
  guard code == 0 else {
    throw OutputError(
      description:
        "Cannot write to standard output: \(String(cString: strerror(code)).lowercased()); redirect it elsewhere.")
  }
}

/// Writes to standard error as far as it takes it: a message that cannot be shown is no reason to end.
func note(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
