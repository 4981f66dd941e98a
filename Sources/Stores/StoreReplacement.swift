import Files
import Glibc

/// Puts an HDF5 file in place in one step, and says in sentences why it cannot.
struct StoreReplacement {
  let file: FileReplacement
  let attempt: Attempt

  /// Writes `bytes` to the path.
  static func write(_ bytes: UnsafeRawBufferPointer, to path: String, _ attempt: Attempt) throws(StoreError) {
    try FileReplacement.write([bytes], to: path) { error($0, attempt) }
  }

  /// Puts in place what `fill` writes into an empty file.
  static func write(
    to path: String, _ attempt: Attempt, _ fill: (StoreReplacement) throws(StoreError) -> Void
  ) throws(StoreError) {
    try FileReplacement.write(to: path, orThrow: { error($0, attempt) }) { file throws(StoreError) in
      try fill(StoreReplacement(file: file, attempt: attempt))
    }
  }

  /// Sees to it that the disk has room for the first `count` bytes of a file.
  func reserve(_ count: Int) throws(StoreError) {
    guard count > 0 else { return }
    let code = posix_fallocate(file.descriptor, 0, count)
    // Some file systems cannot promise anything; then writing will tell.
    guard code == 0 || code == EINVAL || code == EOPNOTSUPP || code == EINTR else {
      throw failure("reserve \(count) bytes", code)
    }
  }

  /// The error that the disk is full, if it is.
  func shortage() -> StoreError? {
    var status = statvfs()
    guard statvfs(file.folder, &status) == 0, status.f_bavail == 0 else { return nil }
    return failure("write its bytes", ENOSPC)
  }

  func failure(_ step: String, _ code: Int32) -> StoreError { Self.error(.refused(step: step, code: code), attempt) }

  private static func error(_ failure: FileFailure, _ attempt: Attempt) -> StoreError {
    switch failure {
    case .notAFile:
      attempt.error(.cannotWrite, "there is something at this path that is not a file", "give another path")
    case .refused(let step, let code):
      attempt.error(.cannotWrite, "could not \(step): \(systemWords(code))", advice(code))
    }
  }

  private static func advice(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "free some space or give a path on another disk; what was at this path is untouched"
    case ENOENT, ENOTDIR: "create its folder or give another path"
    case EACCES, EPERM, EROFS: "change the permissions of its folder or give another path"
    default: "give another path or repair the disk"
    }
  }
}
