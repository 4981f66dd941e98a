import Foundation

/// Writes `pieces` one after another to `path`, so that a reader sees the old file, or none, or the whole new one.
///
/// The bytes go to a file beside `path`, are synced to the disk and only then take the name; after a failure nothing is left.
///
/// - Throws: `DatasetError` of kind `cannotWrite`.
func replaceFile(at path: String, with pieces: [[UInt8]]) throws(DatasetError) {
  let aside = "\(path).\(UUID().uuidString).partial"
  let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw writingFailure(path) }
  do throws(DatasetError) {
    defer { close(descriptor) }
    guard pieces.allSatisfy({ writeAll($0, to: descriptor) }), fsync(descriptor) == 0 else {
      throw writingFailure(path)
    }
  } catch {
    unlink(aside)
    throw error
  }
  do throws(DatasetError) { try renameDurably(aside, to: path) } catch {
    unlink(aside)
    throw error
  }
}

/// Renames a file or folder and syncs the folder that holds it, so that the new name survives a crash.
func renameDurably(_ source: String, to target: String) throws(DatasetError) {
  guard rename(source, target) == 0 else { throw writingFailure(target) }
  let folder = open(URL(fileURLWithPath: target).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard folder >= 0 else { return }
  fsync(folder)
  close(folder)
}

/// Makes a folder and those above it, where they are not there yet.
func makeFolder(_ path: String) throws(DatasetError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw DatasetError(
      .cannotWrite, "cannot make the folder \(path): check that the folder above it exists and may be written to")
  }
}

/// Whether all of `bytes` could be written.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

private func writingFailure(_ path: String) -> DatasetError {
  DatasetError(
    .cannotWrite,
    "cannot write \(path): \(systemErrorMessage()); check the folder, its permissions and the space on its disk")
}
