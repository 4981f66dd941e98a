import Foundation
import LinearAlgebra
import Testing

/// A process decides once which kernels it runs on, so the other paths are tested in child processes.
@Suite struct KernelPathTests {
  private static let variable = "GROKSCAPE_KERNELS"
  private static let pinned = ProcessInfo.processInfo.environment[variable]

  @Test func environmentPinsThePath() {
    let path = OpenBLAS.kernelPath
    let paths = ["portable", "avx2", "avx512"]
    #expect(paths.contains(path))
    // A processor that lacks what is pinned has lesser kernels.
    if let pinned = Self.pinned, let most = paths.firstIndex(of: pinned) {
      #expect(paths.prefix(most + 1).contains(path))
    }
    if Self.pinned == "portable" { #expect(path == "portable") }
  }

  @Test(.enabled(if: pinned == nil, "this is a child process"), arguments: ["portable", "avx2"])
  func lesserPathsPassTheSameTests(_ path: String) throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let suites = ["ElementaryKernelTests", "DenseKernelTests", "environmentPinsThePath"]
    child.arguments = ["--testing-library", "swift-testing"] + suites.flatMap { ["--filter", $0] }
    var environment = ProcessInfo.processInfo.environment
    environment[Self.variable] = path
    child.environment = environment
    let output = Pipe()
    child.standardOutput = output
    child.standardError = output
    try child.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    #expect(child.terminationStatus == 0, "\(text)")
    for name in suites { #expect(text.contains(name), "the child process did not run \(name): \(text)") }
  }
}
