import Files
public import Foundation

/// What has been reached of a point that takes long, in a file, from which another run of the point goes on.
///
/// The file in `checkpoints` is named for the point. It holds a CRC-32 as a journal's line does, the point's key, who
/// made it, and bytes in the form of whoever runs the sweep; it is replaced as a whole. A file of another key or maker,
/// or that changed since, counts as none.
public final class PointCheckpoint {
  /// The seconds that the point had taken before this run of it; whoever restores them says so.
  public var earlierSeconds = 0.0
  private let folder: CheckpointFolder
  private let point: Int
  private let key: String

  /// That of a point with this key in a run's folder.
  public init(of point: Int, key: String, in folder: RunFolder) {
    self.folder = CheckpointFolder(of: folder)
    self.point = point
    self.key = key
  }

  /// The array of this point, whose rows have `rowBytes` bytes.
  public func rows(of rowBytes: Int) -> PointRows { PointRows(of: rowBytes, point, in: folder) }

  /// The bytes that `maker` stored last, nil if there are none or they are damaged.
  ///
  /// - Parameter maker: a line: what the bytes are good for, such as the kernels that go on with the same bits.
  public func content(by maker: String) -> Data? { stored.flatMap { $0.maker == maker ? $0.content : nil } }

  /// What is stored of the point under its key and by whom, nil if there is nothing or it is damaged.
  public var stored: (maker: String, content: Data)? {
    guard let file = try? readFile(folder.state(of: point)) else { return nil }
    let record = Data(file.dropFirst(9)), key = Data("\(key) ".utf8)
    guard file == Journal.line(of: record), record.starts(with: key),
      let end = record.firstIndex(of: UInt8(ascii: "\n")), key.count <= end
    else { return nil }
    return (String(decoding: record[key.count..<end], as: UTF8.self), Data(record[(end + 1)...]))
  }

  /// The points of which something is stored in a folder, ascending; it may be damaged.
  public static func points(in folder: RunFolder) -> [Int] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: CheckpointFolder(of: folder).path)
    return (names ?? []).compactMap { Int($0) }.filter { $0 >= 0 }.sorted()
  }

  /// Stores `content` in place of what was there: aside, synchronised and renamed.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`; what was there stays.
  public func store(_ content: Data, by maker: String) throws(JournalError) {
    precondition(!maker.contains(where: \.isNewline), "a maker is a line")
    let line = Journal.line(of: Data("\(key) \(maker)\n".utf8) + content)
    try folder.replace(folder.state(of: point)) { file in
      line.withUnsafeBytes { Files.writeAll(file.descriptor, $0, at: 0) }
    }
  }

  /// Removes the rows of a point that was left without a state that names them.
  func removeUnnamedRows() {
    if access(folder.state(of: point), F_OK) != 0 { unlink(folder.rows(of: point)) }
  }
}
