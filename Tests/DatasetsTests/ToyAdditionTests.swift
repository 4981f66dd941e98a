import Datasets
import RandomStreams
import Testing

/// The toy addition task and the two ends of its representation.
@Suite struct ToyAdditionTests {
  @Test func pairsAreOrderedAndLabelsAreSums() {
    let table = AdditionTable(digits: 3, label: .sum)
    #expect(table.pairs.map { [$0.0, $0.1] } == [[0, 0], [0, 1], [0, 2], [1, 1], [1, 2], [2, 2]])
    #expect(table.pairs.map(table.label) == [0, 1, 2, 2, 3, 4])
    #expect(table.pairCount == 6 && table.labelCount == 5)
    let modular = AdditionTable(digits: 3, label: .modular)
    #expect(modular.pairs.map(modular.label) == [0, 1, 2, 2, 0, 1])
    #expect(modular.labelCount == 3)
  }

  @Test func thePaperEmbedsADigitAsItself() {
    let representation = DigitRepresentation(line: .digit, noise: 0, distribution: .normal)
    var stream = PhiloxStream(rootSeed: 0, seed: 0, purpose: .noise)
    let table: [Double] = representation.linear(digits: 4, width: 3, using: &stream)
    #expect(table == [0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0])
    let scalar: [Float] = representation.linear(digits: 4, width: 1, using: &stream)
    #expect(scalar == [0, 1, 2, 3])
  }

  @Test func randomEmbeddingsHaveTheirDistribution() {
    var stream = PhiloxStream(rootSeed: 0, seed: 0, purpose: .representation)
    let normal: [Double] = DigitRepresentation(line: .digit, noise: 0, distribution: .normal)
      .random(digits: 1000, width: 2, using: &stream)
    let uniform: [Double] = DigitRepresentation(line: .digit, noise: 0, distribution: .uniform)
      .random(digits: 1000, width: 2, using: &stream)
    for (values, variance) in [(normal, 1.0), (uniform, 1.0 / 3)] {
      #expect(values.count == 2000)
      let mean = values.reduce(0, +) / 2000
      #expect(abs(mean) < 5 * (variance / 2000).squareRoot())
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 2000 / variance - 1) < 0.15)
    }
    #expect(uniform.allSatisfy { abs($0) <= 1 } && normal.contains { abs($0) > 2 })
  }

  /// The authors' linear representation of seed 58, as their notebook has it: its draws come behind those of an encoder
  /// 10-200-200-2, which they do not use, and of the decoder 2-200-200-30.
  ///
  /// Source: an emulation in PyTorch and NumPy whose 353 initial losses are those of the released notebook.
  @Test func theReleasedCodeDrawsTheSecondColumn() {
    var stream = TorchStream(seed: 58)
    for widths in [[10, 200, 200, 2], [2, 200, 200, 30]] {
      for (inputs, outputs) in zip(widths, widths.dropFirst()) {
        let _: [Float] = stream.uniforms((inputs + 1) * outputs, from: -1, to: 1)
      }
    }
    let representation = DigitRepresentation(line: .interval, noise: 0.3, distribution: .uniform)
    let table: [Float] = representation.linear(digits: 10, width: 2, using: &stream)
    let published: [Float] = [
      -0.15785, -0.02947, 0.02132, -0.12164, 0.16335, -0.06915, -0.15354, -0.10242, -0.24195, -0.29275,
    ]
    for k in 0..<10 {
      #expect(abs(table[2 * k] - (-1 + 2 * Float(k) / 9)) < 1e-6)
      #expect(abs(table[2 * k + 1] - published[k]) < 0.6e-5)
    }
    var numbers = NumPyStream(seed: 58)
    let _: [Float] = numbers.normals(600)
    let left = numbers.choice(55, from: 55).dropFirst(45).map { AdditionTable(digits: 10, label: .modular).pairs[$0] }
    let pairs = Set(left.map { 10 * $0.0 + $0.1 })
    #expect(pairs == [04, 12, 17, 23, 39, 47, 48, 67, 68, 79])
  }
}
