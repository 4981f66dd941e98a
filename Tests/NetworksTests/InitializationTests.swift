import LinearAlgebra
import Networks
import Objectives
import RandomStreams
import Testing

@Suite struct InitializationTests {
  private let network = MultilayerPerceptron<Double>(widths: [100, 50, 9], activation: .relu)

  private func draw(seed: UInt64) -> [Double] {
    var parameters = Vector<Double>(zeros: network.layout.count)
    var stream = PhiloxStream(rootSeed: 1, seed: seed, purpose: .student)
    network.initialize(&parameters, using: &stream)
    return parameters.array
  }

  @Test func tensorsAreNamedAndShapedAsPyTorchDoes() {
    #expect(
      network.layout.slices.map(\.name) == ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"])
    #expect(network.layout.slices.map(\.shape) == [[50, 100], [50], [9, 50], [9]])
    #expect(network.inputWidth == 100 && network.outputWidth == 9)
  }

  @Test func weightsAndBiasesFillTheirInterval() {
    let values = draw(seed: 1)
    for (slice, fanIn) in zip(network.layout.slices, [100.0, 100, 50, 50]) {
      let part = values[slice.range], bound = 1 / fanIn.squareRoot()
      #expect(part.allSatisfy { abs($0) <= bound * (1 + 1e-15) })
      #expect(part.contains { $0 > bound / 2 } && part.contains { $0 < -bound / 2 })
    }
  }

  @Test func theStreamDecides() {
    #expect(draw(seed: 1) == draw(seed: 1) && draw(seed: 1) != draw(seed: 2))
  }
}
