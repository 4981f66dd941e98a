import Foundation

/// A program of this machine that is found on the `PATH` and run to its end.
struct ExternalTool {
  let path: String
  private let environment: [String: String]

  /// Finds a program; nil if it is not on the `PATH` of `environment`.
  init?(_ name: String, environment: [String: String]) {
    let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    let candidates = folders.map { "\($0)/\(name)" }
    guard let path = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else { return nil }
    self.path = path
    self.environment = environment
  }

  /// How a run ended.
  struct Outcome {
    let succeeded: Bool
    /// The last line that the program printed, which in most programs says why it failed.
    let lastLine: String
  }

  /// Runs the program without a terminal and waits for its end.
  func run(_ arguments: [String], settings: [String: String] = [:]) throws(DatasetError) -> Outcome {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment.merging(settings) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    do { try process.run() } catch {
      throw DatasetError(.missingTool, "Cannot run \(path): \(error.localizedDescription); check that it is installed.")
    }
    // Only the end is kept: a program may print without limit.
    var tail = Data()
    while case let piece = output.fileHandleForReading.availableData, !piece.isEmpty {
      tail = (tail + piece).suffix(4096)
    }
    process.waitUntilExit()
    let lines = String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline)
    let last = lines.last { !$0.allSatisfy(\.isWhitespace) } ?? "it printed nothing"
    let succeeded = process.terminationReason == .exit && process.terminationStatus == 0
    return Outcome(succeeded: succeeded, lastLine: last.trimmingCharacters(in: .whitespaces))
  }
}
