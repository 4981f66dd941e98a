import Curvature
import LinearAlgebra
import Networks
import Objectives
import RandomStreams
import Testing

/// Exact Hessian-vector products against differences of gradients.
@Suite struct HessianTests {
  static let activations: [Activation] = [
    .identity, .relu, .reluPower(exponent: 2), .reluPower(exponent: 2.5), .leakyReLU(slope: 0.2), .tanh, .gelu, .silu,
    .sigmoid,
  ]

  @Test(arguments: activations, [5, 2048]) func squaredError(_ activation: Activation, chunk: Int) {
    let task = SmallTask(activation)
    expectDifferences(of: task.risk(chunk: chunk), task.risk(), at: task.parameters)
  }

  @Test(arguments: activations, [5, 2048]) func crossEntropy(_ activation: Activation, chunk: Int) {
    let task = SmallTask(activation)
    expectDifferences(of: task.entropy(chunk: chunk), task.entropy(), at: task.parameters)
  }

  @Test(arguments: activations, [4, 2048]) func trainedEmbeddings(_ activation: Activation, chunk: Int) {
    let task = EmbeddingTask(activation)
    expectDifferences(of: task.risk(chunk: chunk), task.risk(), at: task.parameters)
  }

  /// Where the embeddings stand still, the Hessian is that of the decoder on the table of sums.
  @Test func theBlockOfTheDecoderIsThePerceptrons() {
    let task = EmbeddingTask()
    let range = task.network.decoderRange
    let sums = SharedMatrix<Double>(rows: task.pairs.count, columns: 2) { elements in
      for i in elements.indices {
        let first = Int(task.pairs.first[i / 2]), second = Int(task.pairs.second[i / 2])
        elements[i] = task.parameters[first * 2 + i % 2] + task.parameters[second * 2 + i % 2]
      }
    }
    let decoder = MultilayerPerceptron<Double>(widths: [2, 6, 4, 3], activation: .tanh)
    let risk = TwiceDifferentiableRisk(
      decoder, MeanSquaredError(against: task.targets), on: sums, first: task.pairs.count)
    var alone = Hessian(of: risk, at: Vector(Array(task.parameters[range])))
    var block = DiagonalBlock(of: Hessian(of: task.risk(), at: Vector(task.parameters)), range)
    let (expected, found) = (alone.elements(), block.elements())
    for (one, other) in zip(expected, found) { #expect(abs(one - other) <= 1e-14) }
    #expect(expected.contains { abs($0) > 0.1 })
  }

  /// The gradient is linear between kinks for none of these; five points make the differences exact to h^4.
  private func expectDifferences<O: HessianObjective & ~Copyable>(
    of objective: consuming O, _ gradients: consuming O, at parameters: [Double]
  ) where O.Element == Double {
    let n = parameters.count, h = 1e-3
    var hessian = Hessian(of: objective, at: Vector(parameters))
    var source = stream(1)
    var product = Vector<Double>(zeros: n), gradient = Vector<Double>(zeros: n)
    for _ in 0..<3 {
      let direction = Vector(source.normals(n, mean: 0, standardDeviation: 0.1) as [Double])
      hessian.apply(to: direction, into: &product)
      var difference = Vector<Double>(zeros: n)
      for (step, weight) in [(-2.0, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12), (2, -1.0 / 12)] {
        var moved = Vector(parameters)
        moved.add(step * h, direction)
        gradients.valueAndGradient(at: moved, into: &gradient)
        difference.add(weight / h, gradient)
      }
      let size = product.norm
      difference.add(-1, product)
      #expect(size > 1e-4)
      #expect(difference.norm <= 1e-9 * max(1, size), "differences of fourth order, rounding 1e-16 / h")
    }
  }

  @Test func valueAndGradientAreThoseOfTheRisk() {
    let task = SmallTask()
    let point = Vector(task.parameters)
    let hessian = Hessian(of: task.risk(chunk: 5), at: point)
    var risk = EmpiricalRisk(
      task.network, MeanSquaredError(against: task.targets), on: task.inputs, batches: .full(task.inputs.rows))
    var gradient = Vector<Double>(zeros: point.count)
    let value = risk.valueAndGradient(at: point, into: &gradient)
    #expect(abs(hessian.value - value) <= 1e-15 * value)
    gradient.add(-1, hessian.gradient)
    #expect(gradient.norm <= 1e-15)
  }

  /// Where the right class has all probability but 1e-13, the Hessian of the cross-entropy is that small, and known.
  @Test func crossEntropyKeepsItsDigitsWhereItIsSmall() {
    let z = Vector([30.0, 0, -1]), tangent = Vector([0.3, 1, -2]), result = Vector<Double>(zeros: 3)
    SoftmaxCrossEntropy<Double>(against: [0]).differentiateGradient(
      z.ref.matrix(at: 0, 1, 3), RowSelection(first: 1), along: tangent.ref.matrix(at: 0, 1, 3),
      into: result.ref.matrix(at: 0, 1, 3))
    // p_0 ~ 1: dz_1 = p_1 (v_1 - v_0), dz_2 = p_2 (v_2 - v_0), dz_0 = -(dz_1 + dz_2), up to p^2.
    let first = 9.357622968839299e-14 * 0.7, second = 3.442477108469977e-14 * -2.3  // e^-30 and e^-31
    for (found, expected) in zip(result.array, [-(first + second), first, second]) {
      #expect(abs(found - expected) <= 1e-12 * abs(expected))
    }
  }

  @Test func aBlockIsTheMatrixThere() {
    let task = SmallTask()
    let slice = task.network.layout.slices[2]
    var whole = Hessian(of: task.risk(), at: Vector(task.parameters))
    let elements = whole.elements(), n = whole.dimension
    var block = DiagonalBlock(of: Hessian(of: task.risk(), at: Vector(task.parameters)), slice.range)
    let part = block.elements(), m = slice.count
    #expect(block.dimension == m)
    for i in 0..<m {
      for j in 0..<m {
        #expect(abs(part[i * m + j] - elements[(slice.offset + i) * n + slice.offset + j]) <= 1e-15)
      }
    }
  }
}
