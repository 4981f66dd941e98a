/// How an array is cut into chunks, each of which is compressed and checksummed by itself.
enum ChunkShape {
  /// Arrays of fewer bytes are stored whole and uncompressed: the index and the filters of a chunk cost more than they
  /// save below a page.
  static let smallestChunkedBytes = 4096
  /// No chunk has more bytes than this, the size of the library's cache of chunks.
  static let largestChunkBytes = 1 << 20

  /// The lengths of a chunk along the axes of an array of this shape, or nil if it is stored whole.
  ///
  /// A chunk spans the trailing axes as long as it fits, then an even part of the next axis, then one position.
  static func lengths(forShape shape: [Int], elementSize: Int) -> [Int]? {
    guard shape.reduce(elementSize, *) >= smallestChunkedBytes else { return nil }
    var chunk = shape
    var room = largestChunkBytes / elementSize
    for axis in shape.indices.reversed() {
      let pieces = (shape[axis] + room - 1) / room
      chunk[axis] = (shape[axis] + pieces - 1) / pieces
      room = max(1, room / chunk[axis])
      if pieces > 1 { room = 1 }
    }
    return chunk
  }
}
