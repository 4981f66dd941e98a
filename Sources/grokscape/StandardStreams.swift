import Foundation

/// Standard output, or a file of text, did not take all of a result.
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

/// Writes a text to the file at `path`, in one step: a reader finds the old file, none or the whole new one.
///
/// - Throws: `OutputError`.
func write(_ text: String, to path: String) throws(OutputError) {
  do {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw OutputError(description: "Cannot write '\(path)': choose another place with -o, or make room.")
  }
}

/// Writes to standard error as far as it takes it: a message that cannot be shown is no reason to end.
func note(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
