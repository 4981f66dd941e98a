import LinearAlgebra
import Networks
import Objectives
import RandomStreams

/// A small data set with both kinds of targets, and parameters to evaluate at.
struct Samples: Sendable {
  let inputs: SharedMatrix<Double>
  let targets: SharedMatrix<Double>
  let labels: [Int32]

  init(count: Int, inputWidth: Int = 3, outputWidth: Int = 4) {
    var stream = PhiloxStream(rootSeed: 1, seed: 0, purpose: .data)
    inputs = SharedMatrix(rows: count, columns: inputWidth, stream.normals(count * inputWidth))
    targets = SharedMatrix(rows: count, columns: outputWidth, stream.normals(count * outputWidth))
    labels = stream.permutation(of: count).map { Int32($0 % outputWidth) }
  }

  /// The same samples in another order.
  init(_ samples: Samples, order: [Int32]) {
    inputs = Self.reorder(samples.inputs, order)
    targets = Self.reorder(samples.targets, order)
    labels = order.map { samples.labels[Int($0)] }
  }

  private static func reorder(_ matrix: SharedMatrix<Double>, _ order: [Int32]) -> SharedMatrix<Double> {
    SharedMatrix(
      rows: order.count, columns: matrix.columns, order.flatMap { Array(matrix.view().row(Int($0)).buffer) })
  }

  static func network(_ activation: Activation) -> MultilayerPerceptron<Double> {
    MultilayerPerceptron(widths: [3, 5, 4, 4], activation: activation)
  }

  static func parameters(of network: MultilayerPerceptron<Double>) -> Vector<Double> {
    var stream = PhiloxStream(rootSeed: 1, seed: 0, purpose: .student)
    return Vector(stream.normals(network.layout.count, mean: 0, standardDeviation: 0.25))
  }
}

/// Value and gradient of the mean loss over one batch.
func valueAndGradient(
  _ network: MultilayerPerceptron<Double>, _ loss: some Loss<Double>, _ samples: Samples,
  _ batches: consuming BatchSchedule
) -> (value: Double, gradient: [Double]) {
  let parameters = Samples.parameters(of: network)
  var gradient = Vector<Double>(zeros: network.layout.count)
  var risk = EmpiricalRisk(network, loss, on: samples.inputs, batches: batches)
  risk.beginStep(0)
  let value = risk.valueAndGradient(at: parameters, into: &gradient)
  return (value, gradient.array)
}
