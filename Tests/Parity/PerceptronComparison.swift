import LinearAlgebra
import Networks
import Objectives
import Optimization

/// Files of kind "mlp": a training run, repeated from the file's initial parameters and data.
extension ReferenceFile {
  func comparePerceptron() throws(ReferenceError) -> Comparison {
    let loss = try Configuration.need(configuration.loss, "loss").name
    // Each function twice: once for double precision, once for single.
    switch loss {
    case "mse":
      return try comparePerceptron(
        { (file, set, outputs) throws(ReferenceError) in try file.squaredErrorTargets(set, outputs) },
        { (file, set, outputs) throws(ReferenceError) in try file.squaredErrorTargets(set, outputs) })
    case "cross_entropy":
      return try comparePerceptron(
        { (file, set, outputs) throws(ReferenceError) in try file.crossEntropyTargets(set, outputs) },
        { (file, set, outputs) throws(ReferenceError) in try file.crossEntropyTargets(set, outputs) })
    default:
      throw .unsupported("loss '\(loss)' is not supported")
    }
  }

  typealias Targets<L> = (ReferenceFile, String, Int) throws(ReferenceError) -> (loss: L, labels: [Int32])

  private func comparePerceptron<InDouble: Loss<Double>, InFloat: Loss<Float>>(
    _ targets: Targets<InDouble>, _ floatTargets: Targets<InFloat>
  ) throws(ReferenceError) -> Comparison {
    try compareTraining(task(targets), task(floatTargets))
  }

  // MARK: - What to run

  private func task<L>(
    _ targets: Targets<L>
  ) throws(ReferenceError) -> TrainingTask<MultilayerPerceptron<L.Element>, L> {
    let (network, train, test) = try perceptron(targets)
    return TrainingTask(
      network: network, initial: try parameters("initial", network.layout),
      recipe: try configuration.recipe(for: network.layout), sphere: try configuration.sphereRanges(in: network.layout),
      batches: try batches(of: train.inputs.rows), train: (train.inputs, train.loss, [.label(train.labels)]),
      test: (test.inputs, test.loss, [.label(test.labels)]))
  }

  /// Inputs, loss against the targets, and labels.
  typealias Samples<L: Loss> = (inputs: SharedMatrix<L.Element>, loss: L, labels: [Int32])

  /// The network that the configuration describes, and its training and test sets.
  func perceptron<L>(
    _ targets: Targets<L>
  ) throws(ReferenceError) -> (network: MultilayerPerceptron<L.Element>, train: Samples<L>, test: Samples<L>) {
    let network = try perceptron(of: L.Element.self)
    let outputs = network.outputWidth
    let train = try (inputs("train", network.inputWidth, as: L.Element.self), targets(self, "train", outputs))
    let test = try (inputs("test", network.inputWidth, as: L.Element.self), targets(self, "test", outputs))
    guard train.1.loss.sampleCount == train.0.rows, test.1.loss.sampleCount == test.0.rows else {
      throw .unreadable("The numbers of inputs and targets differ.")
    }
    return (network, (train.0, train.1.loss, train.1.labels), (test.0, test.1.loss, test.1.labels))
  }

  /// The network that the configuration describes, in agreement with the file's initial parameters.
  func perceptron<Element: Scalar>(of _: Element.Type) throws(ReferenceError) -> MultilayerPerceptron<Element> {
    let model = try Configuration.need(configuration.model, "model")
    guard model.type == "mlp" else { throw .unsupported("model '\(model.type)' is not supported") }
    let widths = try widths(prefix: "")
    let activation = try Configuration.activation(
      Configuration.need(model.activation, "model.activation"), slope: model.slope)
    return MultilayerPerceptron(widths: widths, activation: activation)
  }

  func inputs<Element: Scalar>(
    _ set: String, _ width: Int, as _: Element.Type
  ) throws(ReferenceError) -> SharedMatrix<Element> {
    let path = "data/x_\(set)"
    let (rows, columns) = try shape(path)
    guard columns == width else { throw .unreadable("'\(path)' has \(columns) columns for \(width) inputs.") }
    return SharedMatrix(rows: rows, columns: columns, try doubles(path).map { Element($0) })
  }

  /// Targets of any shape with one number per sample and output; the largest of a row counts as its label.
  func squaredErrorTargets<Element: Scalar>(
    _ set: String, _ outputs: Int
  ) throws(ReferenceError) -> (loss: MeanSquaredError<Element>, labels: [Int32]) {
    let values = try doubles("data/y_\(set)")
    guard values.count.isMultiple(of: outputs) else {
      throw .unreadable("'data/y_\(set)' has \(values.count) elements, not a multiple of \(outputs) outputs.")
    }
    let rows = values.count / outputs
    let labels = (0..<rows).map { row in
      Int32((0..<outputs).reduce(0) { values[row * outputs + $1] > values[row * outputs + $0] ? $1 : $0 })
    }
    return (
      MeanSquaredError(against: SharedMatrix(rows: rows, columns: outputs, values.map { Element($0) })), labels
    )
  }

  func crossEntropyTargets<Element: Scalar>(
    _ set: String, _ outputs: Int
  ) throws(ReferenceError) -> (loss: SoftmaxCrossEntropy<Element>, labels: [Int32]) {
    let labels = try labels("data/y_\(set)", below: outputs)
    return (SoftmaxCrossEntropy(against: labels), labels)
  }

  /// The rows of every step, without the absent ones (-1); `nil` for full batches.
  private func batches(of rows: Int) throws(ReferenceError) -> [[Int32]]? {
    guard let batch = configuration.batch, batch.mode != "full" else { return nil }
    guard batch.mode == "indices" else { throw .unsupported("batch mode '\(batch.mode)' is not supported") }
    let path = batch.dataset ?? "batches"
    let (steps, width) = try shape(path)
    let indices = try integers(path)
    let batches = (0..<steps).map { indices[($0 * width)..<(($0 + 1) * width)].filter { $0 != -1 } }
    guard batches.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 >= 0 && $0 < rows } }), steps == configuration.steps
    else {
      throw .unreadable("'\(path)' does not list, for every step, some of the \(rows) training rows.")
    }
    return batches.map { $0.map { Int32($0) } }
  }
}
