public import Foundation

/// Puts a file in place in one step: a reader finds the old content or the whole new content, never a part.
///
/// The bytes go to a hidden file of a new name in the same folder, which is synchronised to the disk and renamed; then
/// the folder is synchronised, so that the new name survives a loss of power. After any failure the hidden file is
/// removed and what was at the path is untouched. The hidden file of a living process is locked; see
/// `UnfinishedFiles`.
public struct FileReplacement: Sendable {
  /// The file that is replaced: what a link at the path leads to.
  public let target: String
  /// The file that is written, and its descriptor.
  public let aside: String, descriptor: Int32

  /// Puts in place what `fill` writes into an empty file.
  ///
  /// - Parameter error: The error that a failure is for the caller.
  public static func write<Failure: Error>(
    to path: String, orThrow error: (FileFailure) -> Failure, _ fill: (FileReplacement) throws(Failure) -> Void
  ) throws(Failure) {
    try write(to: path, orThrow: error, naming: { rename($0.aside, $0.target) }, fill)
  }

  /// Writes these pieces one after another to the file at `path`.
  public static func write<Failure: Error>(
    _ pieces: [some ContiguousBytes], to path: String, orThrow error: (FileFailure) -> Failure
  ) throws(Failure) {
    try write(to: path, orThrow: error) { file throws(Failure) in try file.append(pieces, orThrow: error) }
  }

  /// Writes `bytes` to a new file at `path`, unless there is one already.
  ///
  /// - Returns: whether there was none.
  public static func create<Failure: Error>(
    _ bytes: some ContiguousBytes, at path: String, orThrow error: (FileFailure) -> Failure
  ) throws(Failure) -> Bool {
    var isNew = true
    let naming = { (file: FileReplacement) -> Int32 in
      isNew = link(file.aside, file.target) == 0
      return isNew || errno == EEXIST ? unlink(file.aside) : -1
    }
    try write(to: path, orThrow: error, naming: naming) { file throws(Failure) in
      try file.append([bytes], orThrow: error)
    }
    return isNew
  }

  /// - Parameter naming: Gives the file its name; returns 0, or sets `errno`.
  private static func write<Failure: Error>(
    to path: String, orThrow error: (FileFailure) -> Failure, naming: (FileReplacement) -> Int32,
    _ fill: (FileReplacement) throws(Failure) -> Void
  ) throws(Failure) {
    guard let target = destination(of: path) else { throw error(.notAFile) }
    func refused(_ step: String) -> Failure { error(.refused(step: step, code: errno)) }
    guard let file = FileReplacement(of: target) else { throw refused("create a file in its folder") }
    // Open, and so locked, until it has its name.
    defer { close(file.descriptor) }
    do throws(Failure) {
      try fill(file)
      guard fsync(file.descriptor) == 0 else { throw refused("write its bytes") }
      guard naming(file) == 0 else { throw refused("rename the new file") }
    } catch {
      unlink(file.aside)
      throw error
    }
    let code = synchroniseFolder(file.folder)
    guard code == 0 else { throw error(.refused(step: "synchronise its folder", code: code)) }
  }

  private func append<Failure: Error>(
    _ pieces: [some ContiguousBytes], orThrow error: (FileFailure) -> Failure
  ) throws(Failure) {
    var offset = 0
    for piece in pieces {
      let code = piece.withUnsafeBytes { bytes in
        defer { offset += bytes.count }
        return writeAll(descriptor, bytes, at: offset)
      }
      guard code == 0 else { throw error(.refused(step: "write its bytes", code: code)) }
    }
  }

  /// The folder of the target.
  public var folder: String {
    guard let slash = target.lastIndex(of: "/") else { return "." }
    return slash == target.startIndex ? "/" : String(target[..<slash])
  }

  /// The file to replace, never a folder or a device: nil for those.
  private static func destination(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Creates a file beside the target under a name that no other process or thread uses; nil leaves `errno`.
  private init?(of target: String) {
    let folder = target.lastIndex(of: "/").map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
    var number = 0
    while true {
      let aside = "\(folder)/\(UnfinishedFiles.prefix)\(hostName)-\(getpid())-\(number)"
      let descriptor = open(aside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0, errno != EEXIST { return nil }
      if descriptor >= 0 {
        // Whoever removes files of dead processes may have met it before it was locked.
        if UnfinishedFiles.keep(descriptor) {
          (self.target, self.aside, self.descriptor) = (target, aside, descriptor)
          return
        }
        close(descriptor)
      }
      number += 1
    }
  }
}

/// Writes bytes at `offset` of a file; returns 0 or the number of the error.
public func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
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

/// Synchronises a folder, so that the names in it survive a loss of power; returns 0 or the number of the error.
///
/// Some file systems cannot do that; the files themselves are safe and in place.
@discardableResult
public func synchroniseFolder(_ path: String) -> Int32 {
  let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return 0 }
  defer { close(descriptor) }
  return fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno
}
