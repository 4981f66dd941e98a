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
  private let folder: String
  private let point: Int
  private let key: String

  /// That of a point with this key in a run's folder.
  public init(of point: Int, key: String, in folder: RunFolder) {
    self.folder = "\(folder.path)/checkpoints"
    self.point = point
    self.key = key
  }

  private var path: String { "\(folder)/\(point)" }

  /// The bytes that `maker` stored last, nil if there are none or they are damaged.
  ///
  /// - Parameter maker: a line: what the bytes are good for, such as the kernels that go on with the same bits.
  public func content(by maker: String) -> Data? {
    guard let file = try? readFile(path) else { return nil }
    let head = head(maker), record = file.dropFirst(9)
    guard record.starts(with: head), file == Journal.line(of: Data(record)) else { return nil }
    return Data(record.dropFirst(head.count))
  }

  /// Stores `content` in place of what was there: aside, synchronised and renamed.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`; what was there stays.
  public func store(_ content: Data, by maker: String) throws(JournalError) {
    let aside = "\(folder)/.\(point)-\(LeaseHolder.current.host)-\(LeaseHolder.current.pid)"
    let descriptor = try create(aside)
    var code = writeDurably(Journal.line(of: head(maker) + content), to: descriptor)
    close(descriptor)
    if code == 0, rename(aside, path) != 0 { code = errno }
    // Without the file aside: the point is another process's by now, which has finished it and cleared up.
    guard code != 0, code != ENOENT else {
      synchroniseFolder(folder)
      return
    }
    unlink(aside)
    throw JournalError(.cannotWrite, "write", path, code)
  }

  private func head(_ maker: String) -> Data {
    precondition(!maker.contains(where: \.isNewline), "a maker is a line")
    return Data("\(key) \(maker)\n".utf8)
  }

  private func create(_ path: String) throws(JournalError) -> Int32 {
    var code: Int32 = 0
    // More than once, because a process that ends may remove the empty folder in this moment.
    for _ in 0..<100 {
      guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
        throw JournalError(.cannotWrite, "make the folder", folder, errno)
      }
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      if descriptor >= 0 { return descriptor }
      code = errno
      guard code == ENOENT else { break }
    }
    throw JournalError(.cannotWrite, "create", path, code)
  }

  /// Removes the checkpoint of a point that needs none any more.
  static func remove(_ point: Int, in folder: RunFolder) { unlink("\(folder.path)/checkpoints/\(point)") }

  /// Removes the checkpoints of points that are done, with what killed processes left of them, and the folder if it is
  /// empty then.
  static func removeStale(in folder: RunFolder, isDone: (Int) -> Bool) {
    let path = "\(folder.path)/checkpoints"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
      let number = name.drop { $0 == "." }.prefix { $0 != "-" }
      if let point = Int(number), isDone(point) { unlink("\(path)/\(name)") }
    }
    rmdir(path)
  }
}
