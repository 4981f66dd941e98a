import Foundation

/// A scheduler's program, run to its end or until it does not answer.
struct ClusterProgram {
  /// How it ended; 127 if there is no such program.
  let code: Int32
  /// Whether a signal ended it: its own task's end, or our patience.
  let wasKilled: Bool
  /// What it wrote.
  let output: String, error: String

  /// Runs `command`, found in PATH, for at most so many seconds.
  init(_ command: [String], seconds: Double) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = FileHandle.nullDevice
    let output = Pipe(), error = Pipe()
    process.standardOutput = output
    process.standardError = error
    do {
      try process.run()
    } catch {
      (code, wasKilled, self.output, self.error) = (127, false, "", "it does not start")
      return
    }
    // What these programs write fits into a pipe, and without a controller they wait for minutes.
    let deadline = ContinuousClock.now + .seconds(seconds)
    while process.isRunning, ContinuousClock.now < deadline { usleep(5000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    code = process.terminationStatus
    wasKilled = process.terminationReason == .uncaughtSignal
    self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    self.error = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
