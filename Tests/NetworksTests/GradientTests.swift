import LinearAlgebra
import Networks
import Objectives
import Testing

/// Backpropagation against central differences.
@Suite struct GradientTests {
  static let activations: [Activation] = [
    .identity, .relu, .reluPower(exponent: 1.5), .reluPower(exponent: 2), .reluPower(exponent: 3),
    .leakyReLU(slope: 0.2), .tanh, .gelu, .silu, .sigmoid,
  ]

  @Test(arguments: activations, [1, 7, 33]) func squaredError(_ activation: Activation, rows: Int) {
    let samples = Samples(count: rows)
    expectGradient(activation, MeanSquaredError(against: samples.targets), samples)
  }

  @Test(arguments: activations, [1, 7, 33]) func crossEntropy(_ activation: Activation, rows: Int) {
    let samples = Samples(count: rows)
    expectGradient(activation, SoftmaxCrossEntropy(against: samples.labels), samples)
  }

  private func expectGradient(_ activation: Activation, _ loss: some Loss<Double>, _ samples: Samples) {
    let network = Samples.network(activation)
    let gradient = valueAndGradient(network, loss, samples, .full(samples.inputs.rows)).gradient
    var parameters = Samples.parameters(of: network)
    var risk = EmpiricalRisk(network, loss, on: samples.inputs, batches: .full(samples.inputs.rows))
    let h = 1e-5
    for i in gradient.indices {
      let center = parameters[i]
      parameters[i] = center + h
      let above = risk.value(at: parameters)
      parameters[i] = center - h
      let below = risk.value(at: parameters)
      parameters[i] = center
      #expect(abs(gradient[i] - (above - below) / (2 * h)) < 1e-8 * max(1, abs(gradient[i])))
    }
    #expect(gradient.contains { abs($0) > 1e-3 })
  }

  @Test func theBackwardPassOverwritesTheGradient() {
    let network = Samples.network(.tanh), samples = Samples(count: 7)
    let loss = MeanSquaredError(against: samples.targets), rows = RowSelection(first: 7)
    let expected = valueAndGradient(network, loss, samples, .full(7)).gradient
    var arena = Arena<Double>()
    var tape = network.makeTape(rows: 7, gathering: false, in: &arena)
    let outputGradient = arena.matrix(7, network.outputWidth)
    let parameters = Samples.parameters(of: network)
    let gradient = Vector([Double](repeating: 10, count: network.layout.count))
    let outputs = network.forward(samples.inputs, rows, parameters: parameters.ref, tape: &tape)
    _ = loss.evaluate(outputs, rows, gradient: outputGradient)
    network.backward(outputGradient, parameters: parameters.ref, gradient: gradient.ref, tape: &tape)
    for (sum, g) in zip(gradient.array, expected) { #expect(sum == g) }
    withExtendedLifetime(arena) {}
  }
}
