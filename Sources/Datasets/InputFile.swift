import Files
import Foundation

/// A regular file open for reading from front to back.
final class InputFile {
  let path: String
  /// The size that the file had when it was opened, in bytes.
  let size: Int
  private let descriptor: Int32

  /// Opens `path`.
  ///
  /// Only regular files are taken: a pipe or a device may never end.
  init(path: String) throws(DatasetError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw DatasetError(
        .missingFile, "Cannot open \(path): \(systemWords(errno)); check the path and its permissions.")
    }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw DatasetError(.badData, "Cannot read \(path): it is not a regular file; give the path of a file.")
    }
    self.path = path
    self.size = Int(information.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Reads until `buffer` is full or the file ends; returns how many bytes arrived, 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    var filled = 0
    while filled < buffer.count, let base = buffer.baseAddress {
      let count = Foundation.read(descriptor, base + filled, buffer.count - filled)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw DatasetError(.badData, "Cannot read \(path): \(systemWords(errno)); check the disk it is on.")
      }
      filled += count
    }
    return filled
  }
}
