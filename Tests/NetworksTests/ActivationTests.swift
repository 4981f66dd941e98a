import LinearAlgebra
import Networks
import Testing

/// Names and values; derivatives are in `GradientTests`, and tables from PyTorch in the reference files.
@Suite struct ActivationTests {
  @Test(arguments: [
    ("identity", Activation.identity), ("relu", .relu), ("relu_2", .reluPower(exponent: 2)),
    ("relu_1.5", .reluPower(exponent: 1.5)), ("leaky_relu", .leakyReLU(slope: 0.01)),
    ("leaky_relu_0.2", .leakyReLU(slope: 0.2)), ("tanh", .tanh), ("gelu", .gelu), ("silu", .silu),
    ("sigmoid", .sigmoid),
  ])
  func namesAreUnderstood(_ name: String, _ activation: Activation) {
    #expect(Activation(name: name) == activation)
  }

  @Test(arguments: ["", "ReLU", "relu_", "relu_x", "relu_0.5", "relu_nan", "leaky_relu_-1", "leaky_relu_0", "softmax"])
  func otherNamesAreNot(_ name: String) { #expect(Activation(name: name) == nil) }

  @Test func everyKnownNameIsUnderstood() {
    for name in Activation.knownNames { #expect(Activation(name: name) != nil) }
  }

  @Test(
    arguments: [
      (Activation.relu, [-2, 0, 3], [0, 0, 3]), (.reluPower(exponent: 3), [-2, 0, 3], [0, 0, 27]),
      (.leakyReLU(slope: 0.5), [-2, 0, 3], [-1, 0, 3]), (.identity, [-2, 0, 3], [-2, 0, 3]),
      (.sigmoid, [0, 800, -800], [0.5, 1, 0]), (.silu, [0, 800, -800], [0, 800, 0]),
      (.gelu, [0, 800, -800], [0, 800, 0]), (.tanh, [0, 800, -800], [0, 1, -1]),
    ] as [(Activation, [Double], [Double])])
  func values(_ activation: Activation, _ x: [Double], _ expected: [Double]) {
    let x = Vector(x)
    let y = Vector<Double>(zeros: x.count)
    activation.apply(to: x.ref, into: y.ref)
    #expect(y.array == expected)
    activation.apply(to: x.ref, into: x.ref)
    #expect(x.array == expected, "in place")
  }

  @Test(arguments: GradientTests.activations) func notANumberStaysNotANumber(_ activation: Activation) {
    let x = Vector([Double.nan])
    activation.apply(to: x.ref, into: x.ref)
    #expect(x[0].isNaN)
  }
}
