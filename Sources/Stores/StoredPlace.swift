/// Where in an open file elements lie, one after another, as they are in memory.
public struct StoredPlace: Sendable {
  /// The file, open for reading.
  public let descriptor: Int32
  /// The bytes before the first element.
  public let offset: Int

  /// The place behind `offset` bytes of a file.
  public init(in descriptor: Int32, at offset: Int) {
    self.descriptor = descriptor
    self.offset = offset
  }
}
