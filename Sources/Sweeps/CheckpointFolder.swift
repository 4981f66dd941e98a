import Files
import Foundation

/// The folder `checkpoints` of a run: what has been reached of points that are being worked on.
///
/// It is there while something is in it. Files of a point begin with its number: `7`, its state, and `7-rows`, the array
/// that it has begun.
struct CheckpointFolder {
  let path: String

  init(of folder: RunFolder) { path = "\(folder.path)/checkpoints" }

  func state(of point: Int) -> String { "\(path)/\(point)" }
  func rows(of point: Int) -> String { "\(path)/\(point)-rows" }

  /// Puts what `fill` writes in place of the file at `path`, in this folder; `fill` returns 0 or the number of an error.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`; what was there stays, and nothing is left behind.
  func replace(_ path: String, _ fill: (FileReplacement) -> Int32) throws(JournalError) {
    try make(path, "write") {
      do throws(Refusal) {
        try FileReplacement.write(to: path, orThrow: { Refusal(code: $0.code) }) { file throws(Refusal) in
          let code = fill(file)
          if code != 0 { throw Refusal(code: code) }
        }
        return 0
      } catch {
        return error.code
      }
    }
  }

  /// A new, empty file in place of what was at `path`, which stays as it is for whoever has it open.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`.
  func create(_ path: String) throws(JournalError) -> Int32 {
    var descriptor: Int32 = -1
    try make(path, "create") {
      unlink(path)
      descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      return descriptor < 0 ? errno : 0
    }
    return descriptor
  }

  private struct Refusal: Error {
    let code: Int32
  }

  /// Makes a file, and the folder if need be; more than once, because a process that ends may remove the empty folder in
  /// this moment.
  private func make(_ file: String, _ action: String, _ attempt: () -> Int32) throws(JournalError) {
    var code: Int32 = 0
    for _ in 0..<100 {
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw JournalError(.cannotWrite, "make the folder", path, errno)
      }
      code = attempt()
      if code == 0 { return }
      guard code == ENOENT else { break }
    }
    throw JournalError(.cannotWrite, action, file, code)
  }

  /// Removes what is kept of a point that is recorded.
  func remove(_ point: Int) {
    unlink(state(of: point))
    unlink(rows(of: point))
  }

  /// Removes what is kept of points that are done, and what dead processes left unfinished, and the folder if it is empty
  /// then.
  func removeStale(isDone: (Int) -> Bool) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
      if let point = Int(name.prefix { $0 != "-" }), isDone(point) { unlink("\(path)/\(name)") }
    }
    UnfinishedFiles.remove(in: path)
    rmdir(path)
  }
}
