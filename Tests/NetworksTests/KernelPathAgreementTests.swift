import KernelPaths
import LinearAlgebra
import Networks
import Objectives
import RandomStreams
import Testing

/// Loss and gradient of one step in Float on every kernel path: each is held to half of 1e-5 from double precision on the
/// same weights and data, so that no two paths are further than 1e-5 apart.
@Suite struct KernelPathAgreementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let widths: [Int], activation: Activation, rows: Int
  }

  static let cases = [
    Case(testDescription: "teacher-student", widths: [5, 100, 100, 5], activation: .tanh, rows: 100),
    Case(testDescription: "toy addition", widths: [1, 200, 200, 30], activation: .relu, rows: 45),
    Case(testDescription: "MNIST", widths: [784, 200, 200, 10], activation: .relu, rows: 200),
  ]

  @Test(arguments: cases) func floatStepsAreNearDoubleOnes(_ network: Case) {
    var stream = PhiloxStream(rootSeed: 3, seed: 0, purpose: .data)
    let (width, outputs) = (network.widths[0], network.widths[3])
    // Numbers that both types hold.
    let inputs: [Float] = stream.normals(network.rows * width),
      targets: [Float] = stream.normals(network.rows * outputs)
    let model = MultilayerPerceptron<Float>(widths: network.widths, activation: network.activation)
    var initial = Vector<Float>(zeros: model.layout.count)
    model.initialize(&initial, using: &stream)
    let found = step(network, inputs, targets, initial.array)
    let expected = step(
      network, inputs.map { Double($0) }, targets.map { Double($0) }, initial.array.map { Double($0) })
    #expect(abs(found.loss - expected.loss) <= 5e-6 * max(1, abs(expected.loss)))
    for slice in model.layout.slices {
      let largest = max(1, expected.gradient[slice.range].map { abs($0) }.max() ?? 1)
      let error = zip(found.gradient[slice.range], expected.gradient[slice.range]).map { abs($0 - $1) }.max() ?? .nan
      #expect(error <= 5e-6 * largest, "\(slice.name)")
      #expect(expected.gradient[slice.range].contains { $0 != 0 })
    }
  }

  private func step<Element: Scalar>(
    _ network: Case, _ inputs: [Element], _ targets: [Element], _ parameters: [Element]
  ) -> (loss: Double, gradient: [Double]) {
    let model = MultilayerPerceptron<Element>(widths: network.widths, activation: network.activation)
    let loss = MeanSquaredError(
      against: SharedMatrix(rows: network.rows, columns: network.widths[3], targets))
    var risk = EmpiricalRisk(
      model, loss, on: SharedMatrix(rows: network.rows, columns: network.widths[0], inputs),
      batches: .full(network.rows))
    var gradient = Vector<Element>(zeros: parameters.count)
    let value = risk.valueAndGradient(at: Vector(parameters), into: &gradient)
    return (Double(value), gradient.array.map { Double($0) })
  }

  @Test(.enabled(if: KernelPaths.pinned == nil, "this is a child process"), arguments: ["portable", "avx2"])
  func lesserPathsAgree(_ path: String) throws {
    let (status, output) = try KernelPaths.run(["floatStepsAreNearDoubleOnes"], pinnedTo: path)
    #expect(status == 0, "\(output)")
    #expect(output.contains("floatStepsAreNearDoubleOnes"), "the child process did not run the test: \(output)")
  }
}
