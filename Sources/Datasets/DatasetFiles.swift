import Files
import Foundation

/// Writes `pieces` one after another to `path`, so that a reader sees the old file, or none, or the whole new one.
///
/// - Throws: `DatasetError` of kind `cannotWrite`.
func replaceFile(at path: String, with pieces: [[UInt8]]) throws(DatasetError) {
  try FileReplacement.write(pieces, to: path) { writingFailure(path, $0.code) }
}

/// Renames a file or folder and syncs the folder that holds it, so that the new name survives a crash.
func renameDurably(_ source: String, to target: String) throws(DatasetError) {
  guard rename(source, target) == 0 else { throw writingFailure(target, errno) }
  synchroniseFolder(URL(fileURLWithPath: target).deletingLastPathComponent().path)
}

/// Makes a folder and those above it, where they are not there yet.
func makeFolder(_ path: String) throws(DatasetError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw DatasetError(
      .cannotWrite, "Cannot make the folder \(path): check that the folder above it exists and may be written to.")
  }
}

private func writingFailure(_ path: String, _ code: Int32) -> DatasetError {
  DatasetError(
    .cannotWrite,
    "Cannot write \(path): \(systemWords(code)); check the folder, its permissions and the space on its disk.")
}
