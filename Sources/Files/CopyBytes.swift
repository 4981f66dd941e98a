import CCopy
import Foundation

/// Copies bytes between files, by the system where it can.
///
/// That is in the kernel, or without moving them on file systems that share blocks. Returns 0 or the number of the error;
/// `EIO` where the source ends before.
public func copyBytes(
  _ count: Int, from source: Int32, at offset: Int, to target: Int32, at position: Int
) -> Int32 {
  var done = 0
  while done < count {
    var (from, to) = (offset + done, position + done)
    let copied = copy_file_range(source, &from, target, &to, count - done, 0)
    if copied > 0 {
      done += copied
    } else if copied == 0 {
      return EIO
    } else if [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) {
      // Not between these file systems.
      return copyThroughMemory(count - done, from: source, at: offset + done, to: target, at: position + done)
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}

private func copyThroughMemory(
  _ count: Int, from source: Int32, at offset: Int, to target: Int32, at position: Int
) -> Int32 {
  var position = position
  return forEachPiece(of: source, from: offset, count: count) { piece in
    defer { position += piece.count }
    return writeAll(target, piece, at: position)
  }
}

/// Shows `count` bytes of a file a piece after the other, until `body` returns an error's number.
///
/// Returns that, or 0, or the number of what went wrong in reading; `EIO` where the file ends before.
public func forEachPiece(
  of descriptor: Int32, from offset: Int, count: Int, _ body: (UnsafeRawBufferPointer) -> Int32
) -> Int32 {
  // As much as stays in a processor's cache.
  withUnsafeTemporaryAllocation(byteCount: min(max(count, 1), 1 << 18), alignment: 16) { buffer in
    var done = 0
    while done < count {
      let read = pread(descriptor, buffer.baseAddress, min(buffer.count, count - done), offset + done)
      if read == 0 { return EIO }
      if read < 0 {
        guard errno == EINTR else { return errno }
        continue
      }
      let code = body(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
      if code != 0 { return code }
      done += read
    }
    return 0
  }
}
