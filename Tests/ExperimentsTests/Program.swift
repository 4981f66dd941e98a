import Foundation
import Testing

/// The program that was built beside these tests, run with arguments in a folder.
struct Program {
  /// How it ended.
  let code: Int32
  /// Whether a signal ended it.
  let wasKilled: Bool
  /// What it wrote.
  let output: String, error: String

  /// Its path: the folder of this process's own file.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "grokscape").path

  /// Runs `arguments` behind the program's name, or behind `prefix` and the program's name.
  @discardableResult
  init(
    _ arguments: [String], in folder: StudyFolder, environment: [String: String] = [:], behind prefix: [String] = [],
    signal: (number: Int32, when: () -> Bool)? = nil
  ) throws {
    let process = Process()
    let command = prefix + [Self.path] + arguments
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let output = Pipe(), error = Pipe()
    process.standardOutput = output
    process.standardError = error
    try process.run()
    if let signal {
      let deadline = ContinuousClock.now + .seconds(30)
      while process.isRunning, !signal.when(), ContinuousClock.now < deadline { usleep(1000) }
      kill(process.processIdentifier, signal.number)
    }
    // Neither is more than a pipe holds.
    self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    self.error = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationStatus
    wasKilled = process.terminationReason == .uncaughtSignal
  }

  /// Expects a failure: its code, nothing on standard output, and one sentence with these parts on standard error.
  func expectFailure(_ code: Int32, _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(self.code == code && !wasKilled, "\(error)", sourceLocation: sourceLocation)
    #expect(output == "", sourceLocation: sourceLocation)
    // Lines of progress may stand before it.
    let sentences = error.split(separator: "\n").filter { $0.hasPrefix("grokscape: ") }
    #expect(sentences.count == 1 && error.hasSuffix("\(sentences.first ?? "")\n"), sourceLocation: sourceLocation)
    let sentence = String(sentences.first ?? "")
    #expect(
      sentence.dropFirst("grokscape: ".count).first?.isUppercase == true && sentence.hasSuffix("."), "\(sentence)",
      sourceLocation: sourceLocation)
    expectSentence(sentence, parts, sourceLocation: sourceLocation)
  }
}
