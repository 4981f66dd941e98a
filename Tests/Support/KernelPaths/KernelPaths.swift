import Foundation

/// The kernel paths, and tests on those that this process has not chosen: a process decides once.
public enum KernelPaths {
  private static let variable = "GROKSCAPE_KERNELS"
  /// All paths, the least first.
  public static let all = ["portable", "avx2", "avx512"]
  /// The path that this process is pinned to: as a child process of the below, for example.
  public static let pinned = ProcessInfo.processInfo.environment[variable]

  /// Runs the tests of the given names in a child process that is pinned to `path`.
  ///
  /// - Returns: its exit status and what it printed.
  public static func run(_ names: [String], pinnedTo path: String) throws -> (status: Int32, output: String) {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["--testing-library", "swift-testing"] + names.flatMap { ["--filter", $0] }
    var environment = ProcessInfo.processInfo.environment
    environment[variable] = path
    child.environment = environment
    let output = Pipe()
    child.standardOutput = output
    child.standardError = output
    try child.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    return (child.terminationStatus, text)
  }
}
