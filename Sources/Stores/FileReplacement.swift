import Glibc

/// Puts a file in place in one step: a reader finds the old content or the whole new content, never a part.
///
/// The bytes go to a hidden file of a new name in the same folder, which is synchronised to the disk and renamed; then
/// the folder is synchronised, so that the new name survives a loss of power. After any failure the hidden file is
/// removed and what was at the path is untouched. The hidden file of a living process is locked; see
/// `UnfinishedFiles`.
struct FileReplacement {
  let path: String
  let attempt: Attempt

  /// Writes `bytes` to the path.
  static func write(_ bytes: UnsafeRawBufferPointer, to path: String, _ attempt: Attempt) throws(StoreError) {
    try write(to: path, attempt) { replacement, _, descriptor throws(StoreError) in
      let code = writeAll(descriptor, bytes, at: 0)
      guard code == 0 else { throw replacement.failure("write its bytes", code) }
    }
  }

  /// Puts in place what `fill` writes into an empty file, of which it is told the path and the descriptor.
  static func write(
    to path: String, _ attempt: Attempt, _ fill: (FileReplacement, String, Int32) throws(StoreError) -> Void
  ) throws(StoreError) {
    let replacement = FileReplacement(path: try destination(of: path, attempt), attempt: attempt)
    let (aside, descriptor) = try replacement.createAside()
    // Open, and so locked, until it has its name.
    defer { close(descriptor) }
    do throws(StoreError) {
      try fill(replacement, aside, descriptor)
      guard fsync(descriptor) == 0 else { throw replacement.failure("write its bytes", errno) }
      guard rename(aside, replacement.path) == 0 else { throw replacement.failure("rename the new file", errno) }
    } catch {
      unlink(aside)
      throw error
    }
    try replacement.synchroniseFolder()
  }

  /// The file to replace: what a link at `path` leads to, never a folder or a device.
  private static func destination(of path: String, _ attempt: Attempt) throws(StoreError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw attempt.error(.cannotWrite, "there is something at this path that is not a file", "give another path")
    }
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Creates a file beside the path under a name that no other process or thread uses.
  private func createAside() throws(StoreError) -> (path: String, descriptor: Int32) {
    var number = 0
    while true {
      let aside = "\(folder)/\(UnfinishedFiles.prefix)\(UnfinishedFiles.host)-\(getpid())-\(number)"
      let descriptor = open(aside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0, errno != EEXIST { throw failure("create a file in its folder", errno) }
      if descriptor >= 0 {
        // Whoever removes files of dead processes may have met it before it was locked.
        if UnfinishedFiles.keep(descriptor) { return (aside, descriptor) }
        close(descriptor)
      }
      number += 1
    }
  }

  /// Writes bytes at `offset` of a file; returns 0 or the error number.
  static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let written = pwrite(descriptor, rest.baseAddress, rest.count, offset + done)
      if written > 0 {
        done += written
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Sees to it that the disk has room for the first `count` bytes of a file.
  func reserve(_ count: Int, _ descriptor: Int32) throws(StoreError) {
    guard count > 0 else { return }
    let code = posix_fallocate(descriptor, 0, count)
    // Some file systems cannot promise anything; then writing will tell.
    guard code == 0 || code == EINVAL || code == EOPNOTSUPP || code == EINTR else {
      throw failure("reserve \(count) bytes", code)
    }
  }

  private func synchroniseFolder() throws(StoreError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Some file systems cannot synchronise folders and say EINVAL; the file itself is safe and in place.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("synchronise its folder", errno) }
  }

  /// The error that the disk is full, if it is.
  func shortage() -> StoreError? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0, status.f_bavail == 0 else { return nil }
    return failure("write its bytes", ENOSPC)
  }

  func failure(_ step: String, _ code: Int32) -> StoreError {
    attempt.error(.cannotWrite, "could not \(step): \(describe(code))", advice(code))
  }

  private func advice(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "free some space or give a path on another disk; what was at this path is untouched"
    case ENOENT, ENOTDIR: "create its folder or give another path"
    case EACCES, EPERM, EROFS: "change the permissions of its folder or give another path"
    default: "give another path or repair the disk"
    }
  }
}

/// The system's words for an error number, such as `no space left on device`.
func describe(_ code: Int32) -> String {
  guard let words = strerror(code) else { return "system error \(code)" }
  let text = String(cString: words)
  return text.prefix(1).lowercased() + text.dropFirst()
}
