import CZlib

/// Reads what a file holds from front to back, inflating it when it begins as gzip files do.
///
/// Gzip (RFC 1952) is recognised by its first two bytes, never by the name of the file. The checksum and the length that every
/// member of a gzip file carries are checked by zlib when the member ends; several members are read as one, as the format says.
final class ContentReader {
  let file: InputFile
  /// An upper bound on the number of bytes that can come out: deflate never expands by more than 1032 to 1.
  let largestContent: Int

  // Zlib keeps a pointer back to its stream, so the stream must never move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private let isCompressed: Bool
  private var isAtEnd = false

  init(path: String) throws(DatasetError) {
    file = try InputFile(path: path)
    input = .allocate(byteCount: 65_536, alignment: 16)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let first: Int
    do throws(DatasetError) { first = try file.read(into: input) } catch {
      Self.release(input: input, stream: stream)
      throw error
    }
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(first)
    isCompressed = first >= 2 && input[0] == 0x1f && input[1] == 0x8b
    largestContent = isCompressed ? min(file.size, .max / 1032) * 1032 : file.size
    guard isCompressed else { return }
    let gzipWindow: Int32 = 15 + 16
    let size = Int32(MemoryLayout<z_stream>.size)
    let status = inflateInit2_(stream, gzipWindow, ZLIB_VERSION, size)
    // Zlib refuses to begin only when it is out of memory, which no caller can mend.
    precondition(status == Z_OK, "zlib cannot begin to inflate")
  }

  deinit {
    if isCompressed { inflateEnd(stream) }
    Self.release(input: input, stream: stream)
  }

  private static func release(input: UnsafeMutableRawBufferPointer, stream: UnsafeMutablePointer<z_stream>) {
    input.deallocate()
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Reads the next `count` bytes, or those that are left; memory for all of them is set aside, so the caller bounds `count`.
  func read(_ count: Int) throws(DatasetError) -> [UInt8] {
    var failure: DatasetError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(DatasetError) {
        while filled < count, !isAtEnd {
          let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
          filled += isCompressed ? try inflateSome(into: rest) : try copySome(into: rest)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private func copySome(into output: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    if stream.pointee.avail_in == 0 {
      let count = try file.read(into: output)
      isAtEnd = count < output.count
      return count
    }
    let count = min(output.count, Int(stream.pointee.avail_in))
    output.copyMemory(from: UnsafeRawBufferPointer(start: stream.pointee.next_in, count: count))
    stream.pointee.next_in += count
    stream.pointee.avail_in -= UInt32(count)
    return count
  }

  private func inflateSome(into output: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    try refill()
    if stream.pointee.avail_in == 0 { throw damaged("the gzip data end too early") }
    let room = UInt32(min(output.count, 1 << 30))
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = room
    let status = inflate(stream, Z_NO_FLUSH)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: try beginNextMember()
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
      throw damaged("the gzip data are corrupt (\(reason))")
    }
    return Int(room - stream.pointee.avail_out)
  }

  private func refill() throws(DatasetError) {
    if stream.pointee.avail_in > 0 { return }
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(try file.read(into: input))
  }

  private func beginNextMember() throws(DatasetError) {
    try refill()
    isAtEnd = stream.pointee.avail_in == 0
    if isAtEnd { return }
    guard stream.pointee.next_in.pointee == 0x1f else { throw damaged("bytes that are not gzip data follow its end") }
    inflateReset(stream)
  }

  private func damaged(_ reason: String) -> DatasetError {
    DatasetError(.badData, "Cannot inflate \(file.path): \(reason); copy or download the file again.")
  }
}
