/// A file of named arrays: safetensors, .npz or .npy, told apart by its first bytes, never by its name.
///
/// Opening reads headers only. Nothing that a file says of itself is believed further than its size allows: no read
/// allocates more than the headers have bytes, beside 64 KiB of buffers.
public final class TensorFile {
  /// Where the file is.
  public let path: String
  /// What is in it, in the order of the file.
  public let tensors: [TensorInfo]
  /// The texts that a safetensors file holds beside its tensors.
  public let metadata: [String: String]

  private let file: SourceFile
  private let contents: [Content]

  /// Where the elements of a tensor lie: in `extent`, behind `headerCount` bytes.
  private struct Content {
    var extent: ByteStream.Extent
    var headerCount = 0
    var isBigEndian = false
  }

  /// Opens the file at `path` and reads its headers.
  ///
  /// - Throws: `TensorError`: `missingFile` if it cannot be opened, `badData` if it is damaged, `unsupported` if it is sound but
  ///   holds what is not read here, such as pickles.
  /// - Complexity: O(bytes of headers).
  public init(path: String) throws(TensorError) {
    let file = try SourceFile(path: path)
    let beginning = try file.bytes(at: 0, count: min(file.size, 9))
    var contents: [Content] = []
    var tensors: [TensorInfo] = []
    var metadata: [String: String] = [:]
    if ZipDirectory.isLikely(beginning) {
      for entry in try ZipDirectory(file).entries {
        if entry.name.hasSuffix(".pkl") { throw .pickle(path) }
        guard entry.name.hasSuffix(".npy") else { continue }
        let (info, content) = try Self.array(named: String(entry.name.dropLast(4)), in: entry.extent, of: file)
        tensors.append(info)
        contents.append(content)
      }
    } else if beginning.starts(with: NumPyHeader.magic) {
      let extent = ByteStream.Extent(offset: 0, storedCount: file.size, contentCount: file.size)
      let (info, content) = try Self.array(named: "parameters", in: extent, of: file)
      tensors = [info]
      contents = [content]
    } else if SafetensorsHeader.isLikely(beginning) {
      let header = try SafetensorsHeader(file)
      tensors = header.tensors.map(\.info)
      contents = header.tensors.map { Content(extent: $0.extent) }
      metadata = header.metadata
    } else if beginning.count > 1, beginning[0] == 0x80, (2...5).contains(beginning[1]) {
      throw .pickle(path)
    } else {
      throw TensorError(
        .badData, path, "it begins neither as safetensors nor as .npz nor as .npy", "give a file of one of these forms")
    }
    self.path = path
    self.file = file
    self.tensors = tensors
    self.metadata = metadata
    self.contents = contents
  }

  private static func array(
    named name: String, in extent: ByteStream.Extent, of file: SourceFile
  ) throws(TensorError) -> (TensorInfo, Content) {
    let header = try NumPyHeader(ByteStream(file, extent), name: name, path: file.path)
    return (header.info, Content(extent: extent, headerCount: header.length, isBigEndian: header.isBigEndian))
  }

  /// The elements of a tensor from its first on; `index` is its place in `tensors`.
  ///
  /// - Throws: `TensorError` of kind `badData` if its bytes are damaged.
  public func stream(of index: Int) throws(TensorError) -> TensorStream {
    let content = contents[index]
    let stream = ByteStream(file, content.extent)
    _ = try stream.bytes(content.headerCount)
    return TensorStream(tensors[index], stream, isBigEndian: content.isBigEndian)
  }
}
