import Foundation
import Testing

/// The program `parity` on the stored reference files, on both kernel paths.
@Suite struct ReferenceParityTests {
  private static let references = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/reference").path

  @Test(arguments: [nil, "portable"]) func theEngineAgreesWithPyTorch(_ kernels: String?) throws {
    let (status, output) = try runParity(Self.references, kernels: kernels)
    #expect(status == 0, "\(output)")
    #expect(output.contains("12 passed, 0 failed, 0 skipped"), "\(output)")
    if let kernels { #expect(output.hasPrefix("kernels \(kernels),")) }
  }

  @Test func aFolderWithoutReferencesFails() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try runParity(folder.path).status == 1)
    try Data("not HDF5".utf8).write(to: folder.appendingPathComponent("broken.h5"))
    let (status, output) = try runParity(folder.path)
    #expect(status == 1 && output.contains("FAIL broken.h5") && output.contains("0 passed, 1 failed, 0 skipped"))
  }

  private func runParity(_ folder: String, kernels: String? = nil) throws -> (status: Int32, output: String) {
    let program: URL = try #require(Self.program, "build the product 'parity' first")
    let process = Process()
    process.executableURL = program
    process.arguments = [folder]
    var environment = ProcessInfo.processInfo.environment
    environment["GROKSCAPE_KERNELS"] = kernels
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  /// The built program: beside the test program, or beside the bundle that the test program lies in.
  private static var program: URL? {
    let starts = [
      URL(fileURLWithPath: CommandLine.arguments[0]), URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
      Bundle.main.bundleURL.appendingPathComponent("bundle"),
    ]
    for start in starts {
      var folder = start.deletingLastPathComponent()
      for _ in 0..<4 {
        let candidate = folder.appendingPathComponent("parity")
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue,
          FileManager.default.isExecutableFile(atPath: candidate.path)
        {
          return candidate
        }
        folder.deleteLastPathComponent()
      }
    }
    return nil
  }
}
