import Curvature
import LinearAlgebra
import Networks
import Objectives
import RandomStreams

/// A stream of its own for each test.
func stream(_ seed: Int = 0) -> PhiloxStream { PhiloxStream(rootSeed: 6, seed: UInt64(seed), purpose: .noise) }

/// A random symmetric matrix, all elements.
func symmetricMatrix(_ n: Int, seed: Int = 0) -> [Double] {
  var source = stream(seed)
  let values = source.normals(n * n) as [Double]
  return (0..<(n * n)).map { (values[$0] + values[($0 % n) * n + $0 / n]) / 2 }
}

/// A symmetric matrix with the given eigenvalues and random eigenvectors.
func matrix(eigenvalues: [Double], seed: Int = 0) -> [Double] {
  let n = eigenvalues.count
  guard let basis = SymmetricEigenproblem(of: symmetricMatrix(n, seed: seed), dimension: n) else { return [] }
  var result = [Double](repeating: 0, count: n * n)
  for (value, vector) in zip(eigenvalues, basis.eigenvectors) {
    for i in 0..<n { for j in 0..<n { result[i * n + j] += value * vector[i] * vector[j] } }
  }
  return result
}

/// A small perceptron with data and parameters.
struct SmallTask {
  let network: MultilayerPerceptron<Double>
  let inputs: SharedMatrix<Double>, targets: SharedMatrix<Double>
  let labels: [Int32]
  let parameters: [Double]

  init(_ activation: Activation = .tanh, widths: [Int] = [3, 5, 4, 3], rows: Int = 12) {
    network = MultilayerPerceptron(widths: widths, activation: activation)
    let outputs = widths[widths.count - 1]
    var source = stream()
    inputs = SharedMatrix(rows: rows, columns: widths[0], source.normals(rows * widths[0]))
    targets = SharedMatrix(rows: rows, columns: outputs, source.normals(rows * outputs))
    labels = (0..<rows).map { Int32($0 * 7 % outputs) }
    parameters = source.normals(network.layout.count, mean: 0, standardDeviation: 0.5)
  }

  func risk(chunk: Int = 2048) -> TwiceDifferentiableRisk<MultilayerPerceptron<Double>, MeanSquaredError<Double>> {
    TwiceDifferentiableRisk(
      network, MeanSquaredError(against: targets), on: inputs, first: inputs.rows, chunk: chunk)
  }

  func entropy(
    chunk: Int = 2048
  ) -> TwiceDifferentiableRisk<MultilayerPerceptron<Double>, SoftmaxCrossEntropy<Double>> {
    TwiceDifferentiableRisk(
      network, SoftmaxCrossEntropy(against: labels), on: inputs, first: inputs.rows, chunk: chunk)
  }
}

/// A decoder behind embeddings that are parameters; one symbol is in a pair twice, one in none.
struct EmbeddingTask {
  let network: EmbeddingSumNetwork<Double>
  let pairs = IndexPairs(first: [0, 2, 0, 1, 1, 3], second: [0, 2, 1, 2, 0, 1])
  let targets: SharedMatrix<Double>
  let parameters: [Double]

  init(_ activation: Activation = .tanh) {
    network = EmbeddingSumNetwork(symbols: 5, widths: [2, 6, 4, 3], activation: activation)
    var source = stream(4)
    targets = SharedMatrix(rows: pairs.count, columns: 3, source.normals(pairs.count * 3))
    parameters = source.normals(network.layout.count, mean: 0, standardDeviation: 0.5)
  }

  func risk(chunk: Int = 2048) -> TwiceDifferentiableRisk<EmbeddingSumNetwork<Double>, MeanSquaredError<Double>> {
    TwiceDifferentiableRisk(
      network, MeanSquaredError(against: targets), on: pairs, first: pairs.count, chunk: chunk)
  }
}
