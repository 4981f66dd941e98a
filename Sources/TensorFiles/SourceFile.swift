import Files
import Glibc

/// A regular file that is read at given places; closes itself.
final class SourceFile {
  let path: String
  /// The bytes of the file, which bound what its content may claim to be.
  let size: Int
  private let descriptor: Int32

  /// - Throws: `TensorError` of kind `missingFile`.
  init(path: String) throws(TensorError) {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw TensorError(.missingFile, path, systemWords(errno), "check the path and its permissions")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw TensorError(.missingFile, path, "it is not a file", "give the path of a file")
    }
    self.path = path
    size = status.st_size
  }

  deinit { close(descriptor) }

  /// Fills `buffer` with the bytes from `offset` on.
  /// - Throws: `TensorError` of kind `badData` if the file ends before, or the disk fails.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(TensorError) {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, offset + done)
      if count > 0 {
        done += count
      } else if count == 0 {
        throw .damaged(path, "it ends after \(offset + done) bytes, within its content")
      } else if errno != EINTR {
        throw TensorError(.badData, path, systemWords(errno), "check the disk that it is on")
      }
    }
  }

  /// The `count` bytes from `offset` on; the caller has made sure that the file has them.
  func bytes(at offset: Int, count: Int) throws(TensorError) -> [UInt8] {
    var failure: TensorError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let part = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
      do throws(TensorError) { try read(at: offset, into: part) } catch { failure = error }
      filled = failure == nil ? count : 0
    }
    if let failure { throw failure }
    return bytes
  }
}
