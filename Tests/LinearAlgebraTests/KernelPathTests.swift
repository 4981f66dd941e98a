import KernelPaths
import LinearAlgebra
import Testing

/// A process decides once which kernels it runs on, so the other paths are tested in child processes.
@Suite struct KernelPathTests {
  @Test func environmentPinsThePath() {
    let path = OpenBLAS.kernelPath
    #expect(KernelPaths.all.contains(path))
    // A processor that lacks what is pinned has lesser kernels.
    if let pinned = KernelPaths.pinned, let most = KernelPaths.all.firstIndex(of: pinned) {
      #expect(KernelPaths.all.prefix(most + 1).contains(path))
    }
    if KernelPaths.pinned == "portable" { #expect(path == "portable") }
  }

  @Test(.enabled(if: KernelPaths.pinned == nil, "this is a child process"), arguments: ["portable", "avx2"])
  func lesserPathsPassTheSameTests(_ path: String) throws {
    let names = ["ElementaryKernelTests", "DenseKernelTests", "GramKernelTests", "environmentPinsThePath"]
    let (status, output) = try KernelPaths.run(names, pinnedTo: path)
    #expect(status == 0, "\(output)")
    for name in names { #expect(output.contains(name), "the child process did not run \(name): \(output)") }
  }
}
