import Files
import Foundation

/// A folder beside a target in which the target is prepared, so that the target appears whole or not at all.
///
/// One process at a time holds it. What a killed process left in it is removed by the next.
struct WorkFolder {
  let path: String
  private let lock: Int32

  /// Waits for other processes that prepare the same target, then makes an empty folder.
  init(for name: String, in parent: String, progress: (String) -> Void) throws(DatasetError) {
    try makeFolder(parent)
    let lockPath = "\(parent)/.\(name).lock"
    lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else {
      throw DatasetError(
        .cannotWrite, "Cannot write \(lockPath): \(systemWords(errno)); check the permissions of the folder.")
    }
    if flock(lock, LOCK_EX | LOCK_NB) != 0 {
      progress("\(name): waiting for another process that is getting it")
      while flock(lock, LOCK_EX) != 0, errno == EINTR {}
    }
    path = "\(parent)/.\(name).partial"
    try? FileManager.default.removeItem(atPath: path)
    do throws(DatasetError) { try makeFolder(path) } catch {
      close(lock)
      throw error
    }
  }

  /// Removes the folder and lets the next process in.
  func remove() {
    try? FileManager.default.removeItem(atPath: path)
    close(lock)
  }
}
