import Foundation

/// The name of this machine, in letters, digits, dots and hyphens.
public let hostName: String = {
  var name = [UInt8](repeating: 0, count: 256)
  name.withUnsafeMutableBytes { buffer in
    if let start = buffer.bindMemory(to: CChar.self).baseAddress { gethostname(start, buffer.count - 1) }
  }
  let text = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
  return String(text.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "-" })
}()

/// The hidden files in which results are written before they get their names, and which SIGKILL leaves behind.
///
/// A process keeps its file locked as long as it lives.
public enum UnfinishedFiles {
  static let prefix = ".unfinished-"
  /// Seconds after which an untouched file of another machine, whose locks may not be seen here, is taken for left.
  private static let expiry = 3600

  /// Locks a new file; whether it is still there then.
  ///
  /// A file system without locks locks nothing. The lock is a shared one, as readers of HDF5 take: they meet the file under its name while it is still held.
  static func keep(_ descriptor: Int32) -> Bool {
    if flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK { return false }
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink > 0
  }

  /// Removes from `folder` what dead processes left unfinished, as far as it can be told and the folder may be changed.
  public static func remove(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = "\(folder)/\(name)"
      let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      let isOurs = name.hasPrefix("\(prefix)\(hostName)-")
      if isOurs || abs(Int(time(nil)) - status.st_mtim.tv_sec) > expiry { unlink(path) }
    }
  }
}
