import RandomStreams
import Testing

/// Numbers that the notebooks of Omnigrok (Liu, Michaud and Tegmark, ICLR 2023) printed, reached from their seeds
/// alone.
@Suite struct PublishedRunTests {
  @Test(arguments: [
    (54, [(6, 7)]), (45, [(0, 4), (1, 2), (1, 7), (2, 3), (3, 9), (4, 7), (4, 8), (6, 7), (6, 8), (7, 9)]),
  ])
  func toyAdditionLeavesOutTheNotebooksTestPairs(_ count: Int, _ expected: [(Int, Int)]) {
    var stream = NumPyStream(seed: 58)
    _ = stream.normals(600) as [Double]
    let chosen = Set(stream.choice(count, from: 55))
    let pairs = (0..<10).flatMap { first in (first..<10).map { (first, $0) } }
    let left = pairs.indices.filter { !chosen.contains($0) }.map { pairs[$0] }
    #expect(left.map { "\($0)" } == expected.map { "\($0)" })
  }

  @Test func toyAdditionHasTheNotebooksLineRepresentation() {
    let printed = [
      -0.15785, -0.02947, 0.02132, -0.12164, 0.16335, -0.06915, -0.15354, -0.10242, -0.24195, -0.29275,
    ]
    var stream = TorchStream(seed: 58)
    _ = network(widths: [10, 200, 200, 2], using: &stream)
    _ = network(widths: [2, 200, 200, 30], using: &stream)
    let line: [Float] = stream.uniforms(20, from: 0, to: 1)
    for (row, expected) in printed.enumerated() {
      let value = 0.3 * (2 * Double(line[2 * row + 1]) - 1)
      #expect(abs(value - expected) < 1e-5)
    }
  }

  @Test func theStudentHasTheNotebooksNorm() {
    // Printed 107.396713: the notebook's norm counts the first weight matrix twice.
    var stream = TorchStream(seed: 1)
    let parameters = network(widths: [5, 100, 100, 5], using: &stream).map { Double($0) }
    let norm = (parameters + parameters.prefix(500)).reduce(0) { $0 + $1 * $1 }
    #expect(abs(norm - 107.396713) < 5e-5)
  }

  private func network(widths: [Int], using stream: inout TorchStream) -> [Float] {
    zip(widths, widths.dropFirst()).flatMap { linear(Float.self, inputs: $0, outputs: $1, using: &stream) }
  }
}
