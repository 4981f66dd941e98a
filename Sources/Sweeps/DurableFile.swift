import Foundation

/// Writes all of `data`; returns 0 or the number of the error.
func writeAll(_ data: Data, to descriptor: Int32) -> Int32 {
  data.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count == 0 { return ENOSPC }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
    }
    return 0
  }
}

/// Writes all of `data` and synchronises it to the disk; returns 0 or the number of the error.
func writeDurably(_ data: Data, to descriptor: Int32) -> Int32 {
  let code = writeAll(data, to: descriptor)
  return code != 0 || fsync(descriptor) == 0 ? code : errno
}

/// Puts a file in place in one step: written aside under a hidden name that is locked meanwhile, synchronised, renamed.
///
/// - Throws: `JournalError` of kind `cannotWrite`; nothing is left behind then.
func replaceFile(_ path: String, with data: Data) throws(JournalError) {
  try placeFile(path, data) { rename($0, $1) }
}

/// Puts a file in place as `replaceFile` does, unless there is one.
///
/// - Returns: whether there was none.
/// - Throws: `JournalError` of kind `cannotWrite`; nothing is left behind then.
func createFile(_ path: String, with data: Data) throws(JournalError) -> Bool {
  var isNew = true
  try placeFile(path, data) { aside, path in
    isNew = link(aside, path) == 0
    let code = errno
    guard isNew || code == EEXIST else { return -1 }
    return unlink(aside)
  }
  return isNew
}

/// Writes `data` aside and lets `place` give the file its name; `place` returns 0, or sets errno.
private func placeFile(_ path: String, _ data: Data, _ place: (String, String) -> Int32) throws(JournalError) {
  let (folder, name) = path.lastIndex(of: "/").map { (path[..<$0], path[path.index(after: $0)...]) } ?? (".", path[...])
  let process = "\(LeaseHolder.current.host)-\(ProcessInfo.processInfo.processIdentifier)"
  let aside = "\(folder)/.unfinished-\(process)-\(name)"
  let descriptor = open(aside, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw JournalError(.cannotWrite, "write", path, errno) }
  // Open, and so locked, until it has its name: a file that is not locked is a dead process's.
  defer { close(descriptor) }
  flock(descriptor, LOCK_EX | LOCK_NB)
  var status = stat()
  // Whoever removes files of dead processes may have met it before it was locked.
  if fstat(descriptor, &status) == 0, status.st_nlink == 0 { return try placeFile(path, data, place) }
  var code = writeDurably(data, to: descriptor)
  if code == 0, place(aside, path) != 0 { code = errno }
  guard code == 0 else {
    unlink(aside)
    throw JournalError(.cannotWrite, "write", path, code)
  }
  synchroniseFolder(String(folder))
}

/// Synchronises a folder, so that the names in it survive a loss of power where the file system can do that.
func synchroniseFolder(_ path: String) {
  let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}

/// The content of a file from byte `offset` on.
///
/// - Throws: `JournalError` of kind `cannotRead`.
func readFile(_ path: String, from offset: Int = 0) throws(JournalError) -> Data {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw JournalError(.cannotRead, "read", path, errno) }
  defer { close(descriptor) }
  lseek(descriptor, offset, SEEK_SET)
  var content = Data(), piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &piece, piece.count)
    if count == 0 { return content }
    if count > 0 {
      content += piece[..<count]
    } else if errno != EINTR {
      throw JournalError(.cannotRead, "read", path, errno)
    }
  }
}
