import Foundation
import LinearAlgebra
import Testing

/// A process decides once which kernels it runs on, so the other path is tested in a child process.
@Suite struct KernelPathTests {
  private static let variable = "GROKSCAPE_KERNELS"

  @Test func environmentPinsThePath() {
    let path = OpenBLAS.kernelPath
    #expect(path == "portable" || path == "avx2")
    if ProcessInfo.processInfo.environment[Self.variable] == "portable" { #expect(path == "portable") }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment[variable] != "portable", "this is the child process"))
  func portablePathPassesTheSameTests() throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = [
      "--testing-library", "swift-testing", "--filter", "ElementaryKernelTests", "--filter", "environmentPinsThePath",
    ]
    var environment = ProcessInfo.processInfo.environment
    environment[Self.variable] = "portable"
    child.environment = environment
    let output = Pipe()
    child.standardOutput = output
    child.standardError = output
    try child.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    #expect(child.terminationStatus == 0, "\(text)")
    for name in ["ElementaryKernelTests", "environmentPinsThePath"] {
      #expect(text.contains(name), "the child process did not run \(name): \(text)")
    }
  }
}
