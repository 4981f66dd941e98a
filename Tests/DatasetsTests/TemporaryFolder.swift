import Datasets
import Foundation

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("datasets-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let path = "\(path)/\(name)"
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Writes a shell script that may be run, and returns its path.
  @discardableResult
  func script(_ name: String, _ text: String) throws -> String {
    let path = try file(name, "#!/bin/sh\n\(text)\n".utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  /// The names of all that is in the folder, hidden or not, sorted.
  func contents(of name: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)").sorted()
  }
}

/// The path of a stored fixture.
func fixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/datasets/\(name)").path
}

/// The bytes of a stored fixture.
func fixtureBytes(_ name: String) throws -> [UInt8] {
  try Array(Data(contentsOf: URL(fileURLWithPath: fixture(name))))
}

/// What `body` gave or threw.
func outcome<Value>(_ body: () throws(DatasetError) -> Value) -> Result<Value, DatasetError> {
  do throws(DatasetError) { return .success(try body()) } catch { return .failure(error) }
}

/// The error that `body` throws, if it throws one.
func failure<Value>(of body: () throws(DatasetError) -> Value) -> DatasetError? {
  if case .failure(let error) = outcome(body) { return error }
  return nil
}
