import Experiments
import Foundation
import Stores
import Testing

/// A study of this repository, run into a folder that is removed afterwards, and its result file.
struct PublishedStudy: Sendable {
  /// The path of the result file.
  let path: String
  private let reader: StoreReader
  private let folder: ReportsFolder

  /// Runs `studies/NAME/study.yaml` with these settings, on as many workers as there are cores.
  init(_ name: String, _ assignments: [String]) async throws {
    folder = try ReportsFolder()
    let document = try StudyDocument(
      path: Self.repository.appending(path: "studies/\(name)/study.yaml").path, quick: false, assignments: assignments)
    let runner = StudyRunner(
      document, folder: folder.path, workers: ProcessInfo.processInfo.activeProcessorCount)
    path = try #require(try await runner.run(isInterrupted: { false }, report: { _ in }))
    reader = try StoreReader(path: path)
  }

  /// All elements of a variable or coordinate, in row-major order.
  func callAsFunction(_ variable: String) throws -> [Double] { try reader.doubles(at: variable) }

  /// The rows of a table in `Tests/Fixtures/published`: the numbers by the names in its header.
  static func table(_ name: String) throws -> [[String: Double]] {
    let file = repository.appending(path: "Tests/Fixtures/published/\(name)")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: ",") }
    let header = try #require(lines.first).map(String.init)
    return try lines.dropFirst().map { line in
      try #require(line.count == header.count)
      return Dictionary(uniqueKeysWithValues: try zip(header, line).map { ($0, try #require(Double($1))) })
    }
  }

  private static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
