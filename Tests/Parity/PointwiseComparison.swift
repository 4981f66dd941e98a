import LinearAlgebra
import Networks
import Objectives
import RandomStreams
import Stores

/// Tables of losses and activations, and the distributions of initial parameters.
extension ReferenceFile {
  // MARK: - Losses

  func compareLosses() throws(ReferenceError) -> Comparison {
    var comparison = Comparison()
    var omitted: [String] = []
    for name in try names(in: "losses") {
      guard name == "softmax_ce" || name == "mse_one_hot" else {
        omitted.append(name)
        continue
      }
      for set in try names(in: "losses/\(name)") {
        let path = "losses/\(name)/\(set)"
        let (rows, columns) = try shape(path + "/logits")
        let labels = try labels(path + "/targets", below: columns)
        guard labels.count == rows else { throw .unreadable("'\(path)' has \(labels.count) targets for \(rows) rows.") }
        if name == "softmax_ce" {
          try compare(SoftmaxCrossEntropy<Double>(against: labels), columns, at: path, &comparison.errors)
        } else {
          let targets = SharedMatrix<Double>(rows: rows, columns: columns) { values in
            for (row, label) in labels.enumerated() { values[row * columns + Int(label)] = 1 }
          }
          try compare(MeanSquaredError(against: targets), columns, at: path, &comparison.errors)
        }
      }
    }
    if comparison.errors.losses == nil { throw .unsupported("no loss of this file is supported") }
    if !omitted.isEmpty { comparison.omitted = "partly: " + omitted.joined(separator: ", ") + " not supported" }
    return comparison
  }

  private func compare(
    _ loss: some Loss<Double>, _ columns: Int, at path: String, _ errors: inout Errors
  ) throws(ReferenceError) {
    let rows = loss.sampleCount
    let logits = Vector(try doubles(path + "/logits")), gradient = Vector<Double>(zeros: rows * columns)
    let mean = loss.evaluate(
      logits.ref.matrix(at: 0, rows, columns), RowSelection(first: rows),
      gradient: gradient.ref.matrix(at: 0, rows, columns))
    try compareEach(\.losses, [mean], with: path + "/mean", &errors)
    try compareEach(\.gradients, gradient.array, with: path + "/gradient", &errors)
    // One row at a time: its loss, and for the cross-entropy p - onehot as its gradient.
    var each: [Double] = []
    for row in 0..<rows {
      each.append(
        loss.evaluate(
          logits.ref.matrix(at: row * columns, 1, columns), RowSelection(from: row, first: 1),
          gradient: gradient.ref.matrix(at: row * columns, 1, columns)))
    }
    try compareEach(\.losses, each, with: path + "/each", &errors)
    if exists(path + "/probabilities"), let loss = loss as? SoftmaxCrossEntropy<Double> {
      var probabilities = gradient.array
      for (row, label) in loss.labels.enumerated() { probabilities[row * columns + Int(label)] += 1 }
      try compareEach(\.losses, probabilities, with: path + "/probabilities", &errors)
    }
  }

  // MARK: - Activations

  func compareActivations() throws(ReferenceError) -> Comparison {
    var comparison = Comparison()
    var omitted: [String] = []
    let x = Vector(try doubles("data/x"))
    for name in try names(in: "activations") {
      let path = "activations/\(name)"
      let slope: Double? = if case .double(let slope) = try? attribute("slope", of: path) { slope } else { nil }
      guard let activation = try? Configuration.activation(name, slope: slope) else {
        omitted.append(name)
        continue
      }
      let y = Vector<Double>(zeros: x.count)
      let derivative = Vector([Double](repeating: 1, count: x.count)), sums = Vector<Double>(zeros: x.count)
      activation.apply(to: x.ref, into: y.ref)
      activation.multiplyByDerivative(
        derivative.ref.matrix(at: 0, 1, x.count), input: x.ref.matrix(at: 0, 1, x.count),
        output: y.ref.matrix(at: 0, 1, x.count), summingRowsInto: sums.ref)
      try compareEach(\.losses, y.array, with: path + "/value", &comparison.errors)
      try compareEach(\.gradients, derivative.array, with: path + "/derivative", &comparison.errors)
      if exists(path + "/second_derivative") {
        activation.differentiate(input: x.ref, output: y.ref, first: derivative.ref, second: sums.ref)
        try compareEach(\.gradients, derivative.array, with: path + "/derivative", &comparison.errors)
        try compareEach(\.gradients, sums.array, with: path + "/second_derivative", &comparison.errors)
      }
    }
    if comparison.errors.losses == nil { throw .unsupported("no activation of this file is supported") }
    if !omitted.isEmpty { comparison.omitted = "partly: " + omitted.joined(separator: ", ") + " not supported" }
    return comparison
  }

  // MARK: - Initial parameters

  func compareInitializers() throws(ReferenceError) -> Comparison {
    var comparison = Comparison()
    var compared = 0, omitted = 0
    let cases = try names(in: "statistics")
    for name in cases {
      guard name.hasPrefix("linear_default_") || name == "kaiming_uniform_sqrt5" else {
        omitted += 1
        continue
      }
      // A bias has one axis; its layer's inputs are those of the weight beside it.
      let isBias = name.hasSuffix("_bias")
      let outputs = try shapeAttribute(of: name)[0]
      let weight = try shapeAttribute(of: isBias ? String(name.dropLast(4)) + "weight" : name)
      guard weight.count == 2 else { throw .unreadable("'statistics/\(name)' belongs to no matrix of weights.") }
      let draw = Self.drawDense(inputs: weight[1], outputs: outputs, seed: configuration.seed ?? 0, bias: isBias)
      let path = "statistics/\(name)"
      let bound = try doubles(path + "/bound", count: 1)[0]
      let mean = try doubles(path + "/expected_mean", count: 1)[0]
      let deviation = try doubles(path + "/expected_std", count: 1)[0]
      let count = Double(draw.count), root = count.squareRoot()
      let drawnMean = draw.reduce(0, +) / count
      let drawnDeviation = (draw.reduce(0) { $0 + ($1 - drawnMean) * ($1 - drawnMean) } / count).squareRoot()
      let fits =
        abs(drawnMean - mean) <= 5 * deviation / root && abs(drawnDeviation / deviation - 1) <= 5 / root
        && draw.allSatisfy { abs($0) <= bound }
      if !fits { comparison.failure = "\(name) has another distribution" }
      compared += 1
    }
    if compared == 0 { throw .unsupported("no initialiser of this file is supported") }
    if omitted > 0 { comparison.omitted = "partly: \(omitted) of \(cases.count) distributions not supported" }
    return comparison
  }

  private func shapeAttribute(of name: String) throws(ReferenceError) -> [Int] {
    guard case .int64s(let shape) = try attribute("shape", of: "statistics/\(name)"), !shape.isEmpty,
      shape.allSatisfy({ $0 > 0 && $0 <= 1 << 16 })
    else { throw .unreadable("'statistics/\(name)' has no attribute 'shape' of small positive integers.") }
    return shape.map { Int($0) }
  }

  private static func drawDense(inputs: Int, outputs: Int, seed: UInt64, bias: Bool) -> [Double] {
    let network = MultilayerPerceptron<Double>(widths: [inputs, outputs], activation: .identity)
    var parameters = Vector<Double>(zeros: network.layout.count)
    var stream = PhiloxStream(rootSeed: seed, seed: 0, purpose: .student)
    network.initialize(&parameters, using: &stream)
    return Array(parameters.array[network.layout.slices[bias ? 1 : 0].range])
  }
}
