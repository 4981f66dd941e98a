import Files
import Foundation

/// Writes all of `data`; returns 0 or the number of the error.
func writeAll(_ data: Data, to descriptor: Int32) -> Int32 {
  data.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count == 0 { return ENOSPC }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
    }
    return 0
  }
}

/// Writes all of `data` and synchronises it to the disk; returns 0 or the number of the error.
func writeDurably(_ data: Data, to descriptor: Int32) -> Int32 {
  let code = writeAll(data, to: descriptor)
  return code != 0 || fsync(descriptor) == 0 ? code : errno
}

/// Puts a file in place in one step.
///
/// - Throws: `JournalError` of kind `cannotWrite`; nothing is left behind then.
func replaceFile(_ path: String, with data: Data) throws(JournalError) {
  try FileReplacement.write([data], to: path) { JournalError(.cannotWrite, "write", path, $0.code) }
}

/// Puts a file in place as `replaceFile` does, unless there is one.
///
/// - Returns: whether there was none.
/// - Throws: `JournalError` of kind `cannotWrite`; nothing is left behind then.
func createFile(_ path: String, with data: Data) throws(JournalError) -> Bool {
  try FileReplacement.create(data, at: path) { JournalError(.cannotWrite, "write", path, $0.code) }
}

/// The content of a file from byte `offset` on.
///
/// - Throws: `JournalError` of kind `cannotRead`.
func readFile(_ path: String, from offset: Int = 0) throws(JournalError) -> Data {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw JournalError(.cannotRead, "read", path, errno) }
  defer { close(descriptor) }
  lseek(descriptor, offset, SEEK_SET)
  var content = Data(), piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &piece, piece.count)
    if count == 0 { return content }
    if count > 0 {
      content += piece[..<count]
    } else if errno != EINTR {
      throw JournalError(.cannotRead, "read", path, errno)
    }
  }
}
