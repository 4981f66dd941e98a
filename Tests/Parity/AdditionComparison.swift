import LinearAlgebra
import Networks
import Objectives
import Optimization

/// Files of kind "addition": a decoder on sums of two embeddings, which are parameters or data.
extension ReferenceFile {
  func compareAddition() throws(ReferenceError) -> Comparison {
    let model = try Configuration.need(configuration.model, "model")
    guard model.type == "addition", try Configuration.need(configuration.loss, "loss").name == "mse" else {
      throw .unsupported("only the model 'addition' with the loss 'mse' is supported")
    }
    if try Configuration.need(model.isRepresentationTrainable, "model.representation_trainable") {
      return try compareTraining(trainableTask(Double.self), trainableTask(Float.self))
    }
    return try compareTraining(frozenTask(Double.self), frozenTask(Float.self))
  }

  /// The decoder alone, on the table of sums.
  private func frozenTask<Element: Scalar>(
    _: Element.Type
  ) throws(ReferenceError) -> TrainingTask<MultilayerPerceptron<Element>, MeanSquaredError<Element>> {
    let decoder = try decoder()
    let network = MultilayerPerceptron<Element>(
      widths: decoder.widths, activation: decoder.activation, prefix: "decoder.")
    let table = try doubles("data/representation", count: decoder.symbols * decoder.widths[0])
    return try task(network, decoder) { pairs in
      let width = decoder.widths[0]
      let sums = zip(pairs.first, pairs.second).flatMap { i, j in
        (0..<width).map { Element(table[Int(i) * width + $0]) + Element(table[Int(j) * width + $0]) }
      }
      return SharedMatrix(rows: pairs.count, columns: width, sums)
    }
  }

  /// Representation and decoder together.
  private func trainableTask<Element: Scalar>(
    _: Element.Type
  ) throws(ReferenceError) -> TrainingTask<EmbeddingSumNetwork<Element>, MeanSquaredError<Element>> {
    let decoder = try decoder()
    let network = EmbeddingSumNetwork<Element>(
      symbols: decoder.symbols, widths: decoder.widths, activation: decoder.activation)
    return try task(network, decoder) { $0 }
  }

  private func task<N: Network>(
    _ network: N, _ decoder: (symbols: Int, widths: [Int], activation: Activation),
    _ inputs: (IndexPairs) -> N.Inputs
  ) throws(ReferenceError) -> TrainingTask<N, MeanSquaredError<N.Element>> {
    func samples(_ set: String) throws(ReferenceError) -> TrainingTask<N, MeanSquaredError<N.Element>>.Samples {
      let indices = try labels("data/pairs_\(set)", below: decoder.symbols)
      let first = stride(from: 0, to: indices.count - 1, by: 2).map { indices[$0] }
      let second = stride(from: 1, to: indices.count, by: 2).map { indices[$0] }
      guard try shape("data/pairs_\(set)").columns == 2, first.count == second.count else {
        throw .unreadable("'data/pairs_\(set)' is not a table of pairs.")
      }
      let outputs = network.outputWidth
      let targets = try doubles("data/y_\(set)", count: first.count * outputs).map { N.Element($0) }
      return (
        inputs(IndexPairs(first: first, second: second)),
        MeanSquaredError(against: SharedMatrix(rows: first.count, columns: outputs, targets)), []
      )
    }
    return TrainingTask(
      network: network, initial: try parameters("initial", network.layout),
      recipe: try configuration.recipe(for: network.layout), sphere: try configuration.sphereRanges(in: network.layout),
      batches: nil, train: try samples("train"), test: try samples("test"))
  }

  /// The number of symbols, and what the decoder is; the file's own tensors bound both.
  private func decoder() throws(ReferenceError) -> (symbols: Int, widths: [Int], activation: Activation) {
    let model = try Configuration.need(configuration.model, "model")
    let widths = try widths(prefix: "decoder.")
    let symbols = try Configuration.need(model.p, "model.p")
    guard try shape("data/representation") == (symbols, widths[0]) else {
      throw .unreadable("'data/representation' is not of \(symbols) symbols and width \(widths[0]).")
    }
    return (
      symbols, widths,
      try Configuration.activation(Configuration.need(model.activation, "model.activation"), slope: model.slope)
    )
  }
}
