import CZlib

/// A stretch of a file, plain or deflated, from front to back.
///
/// Never gives more than `contentCount` bytes, whatever the deflated data expand to. The checksum, where there is one, is
/// compared when the last byte has been read.
final class ByteStream {
  /// Where the bytes lie, and what they become.
  struct Extent {
    var offset: Int
    var storedCount: Int
    var contentCount: Int
    var isDeflated = false
    /// The CRC-32 of the content, as zip archives keep it.
    var checksum: UInt32?
  }

  /// Deflate never expands by more than this factor.
  static let largestExpansion = 1032

  private let file: SourceFile
  private let extent: Extent
  private var storedPosition = 0
  private var contentPosition = 0
  private var checksum: UInt = 0
  // Zlib keeps a pointer back to its stream, so the stream must never move.
  private let stream: UnsafeMutablePointer<z_stream>?
  private let input: UnsafeMutableRawBufferPointer

  init(_ file: SourceFile, _ extent: Extent) {
    self.file = file
    self.extent = extent
    guard extent.isDeflated else {
      stream = nil
      input = UnsafeMutableRawBufferPointer(start: nil, count: 0)
      return
    }
    input = .allocate(byteCount: max(1, min(extent.storedCount, 65_536)), alignment: 16)
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    self.stream = stream
    let rawDeflate: Int32 = -15
    let status = inflateInit2_(stream, rawDeflate, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    // Zlib refuses to begin only when it is out of memory, which no caller can mend.
    precondition(status == Z_OK, "zlib cannot begin to inflate")
  }

  deinit {
    guard let stream else { return }
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    input.deallocate()
  }

  /// The bytes that are still to come.
  var remaining: Int { extent.contentCount - contentPosition }

  /// Fills `buffer` with the next bytes.
  /// - Throws: `TensorError` of kind `badData` if there are fewer, or they are damaged.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TensorError) {
    guard buffer.count <= remaining else { throw .damaged(file.path, "an array in it is shorter than its header says") }
    guard !buffer.isEmpty else { return }
    if stream != nil {
      try inflate(into: buffer)
    } else {
      try file.read(at: extent.offset + contentPosition, into: buffer)
    }
    contentPosition += buffer.count
    guard let expected = extent.checksum else { return }
    var rest = UnsafeRawBufferPointer(buffer)
    while !rest.isEmpty {
      let piece = rest.prefix(1 << 30)
      let bytes = UnsafeRawBufferPointer(rebasing: piece)
      checksum = crc32(checksum, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(piece.count))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
    }
    guard remaining > 0 || UInt32(truncatingIfNeeded: checksum) == expected else {
      throw .damaged(file.path, "the checksum of an array in it is wrong")
    }
  }

  /// The next `count` bytes, which the caller has bounded.
  func bytes(_ count: Int) throws(TensorError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var failure: TensorError?
    bytes.withUnsafeMutableBytes { buffer in
      do throws(TensorError) { try read(into: buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(TensorError) {
    guard let stream else { return }
    var done = 0
    while done < buffer.count {
      if stream.pointee.avail_in == 0 { try refill(stream) }
      let room = min(buffer.count - done, 1 << 30)
      stream.pointee.next_out = buffer.baseAddress?.advanced(by: done).assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(room)
      let hadInput = stream.pointee.avail_in > 0
      let status = CZlib.inflate(stream, Z_NO_FLUSH)
      done += room - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK: break
      case Z_BUF_ERROR where hadInput: break
      case Z_STREAM_END where done == buffer.count: break
      case Z_STREAM_END, Z_BUF_ERROR: throw .damaged(file.path, "the deflated data of an array in it end too early")
      default:
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
        throw .damaged(file.path, "the deflated data of an array in it are corrupt (\(reason))")
      }
    }
  }

  private func refill(_ stream: UnsafeMutablePointer<z_stream>) throws(TensorError) {
    let count = min(input.count, extent.storedCount - storedPosition)
    guard count > 0 else { return }
    try file.read(at: extent.offset + storedPosition, into: UnsafeMutableRawBufferPointer(rebasing: input[..<count]))
    storedPosition += count
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
  }
}
