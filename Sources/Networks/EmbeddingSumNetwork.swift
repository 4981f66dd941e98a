public import LinearAlgebra
public import Objectives
public import RandomStreams

/// A decoder applied to the sum of two trainable embeddings: `y = Dec(E_i + E_j)` for the sample (i, j).
///
/// The parameters are "representation", the table E of shape (symbols, width), and behind it the decoder's, "decoder.layers.k.weight"
/// and "decoder.layers.k.bias". An optimiser with a `ParameterGroup` for each trains them at different rates, and a sphere over the decoder
/// alone leaves the representation free.
///
/// With a representation that does not move, the same function of the decoder alone is a `MultilayerPerceptron` on the
/// table of sums, which need not be gathered at every step.
///
/// Source: Liu, Kitouni, Nolte, Michaud, Tegmark, Williams (2022), Section 2; Liu, Michaud, Tegmark (2023), Eq. 8.
public struct EmbeddingSumNetwork<Element: Scalar>: Network {
  /// Pairs of rows of the representation.
  public typealias Inputs = IndexPairs
  /// The place of the representation E, shape (symbols, width).
  public let representation: ParameterSlice
  let decoder: MultilayerPerceptron<Element>

  /// A representation of `symbols` symbols before a decoder of the given layer widths, the first of which is the width of
  /// an embedding.
  public init(symbols: Int, widths: [Int], activation: Activation) {
    precondition(symbols > 0 && widths.count >= 2)
    var layout = ParameterLayout()
    representation = layout.append("representation", shape: [symbols, widths[0]])
    decoder = MultilayerPerceptron(widths: widths, activation: activation, prefix: "decoder.", behind: layout)
  }

  /// "representation", then the decoder's tensors.
  public var layout: ParameterLayout { decoder.layout }
  /// The indices of the decoder's parameters.
  public var decoderRange: Range<Int> { representation.range.upperBound..<layout.count }
  /// The number of columns of the outputs.
  public var outputWidth: Int { decoder.outputWidth }

  /// PyTorch's default initialisation: the representation standard normal, as of an embedding, and then the decoder.
  public func initialize(_ parameters: inout Vector<Element>, using source: inout some RandomSource) {
    source.fillNormal(
      parameters.ref.slice(representation.offset, representation.count).buffer, mean: 0, standardDeviation: 1)
    decoder.initialize(&parameters, using: &source)
  }

  /// The sums of embeddings, their gradients, and the decoder's tape.
  public struct Tape {
    let sums: MatrixRef<Element>, sumGradients: MatrixRef<Element>
    var decoder: MultilayerPerceptron<Element>.Tape
    var inputs: IndexPairs?
    var rows = RowSelection(first: 0)
  }

  /// A workspace for at most `rows` rows.
  public func makeTape(rows: Int, gathering: Bool, in arena: inout Arena<Element>) -> Tape {
    let width = decoder.inputWidth
    return Tape(
      sums: arena.matrix(rows, width), sumGradients: arena.matrix(rows, width),
      decoder: decoder.makeTape(rows: rows, gathering: false, in: &arena))
  }

  /// The decoder's outputs for the selected pairs.
  public func forward(
    _ inputs: IndexPairs, _ rows: RowSelection, parameters: VectorRef<Element>, tape: inout Tape
  ) -> MatrixRef<Element> {
    tape.inputs = inputs
    tape.rows = rows
    let sums = tape.sums.rows(rows.count)
    gather(inputs, rows, from: parameters, into: sums)
    return decoder.forward(sums, parameters: parameters, tape: &tape.decoder)
  }

  /// The decoder's backward pass; then `dE_i` is the sum of `dx_n` over the samples that hold i, twice where they hold it
  /// twice.
  public func backward(
    _ outputGradient: MatrixRef<Element>, parameters: VectorRef<Element>, gradient: VectorRef<Element>,
    tape: inout Tape
  ) {
    let dx = tape.sumGradients.rows(tape.rows.count)
    decoder.backward(
      outputGradient, parameters: parameters, gradient: gradient, inputGradient: dx, tape: &tape.decoder)
    scatter(dx, tape, into: gradient)
  }

  /// The sums of the selected pairs' rows of the table in `vector`.
  func gather(
    _ inputs: IndexPairs, _ rows: RowSelection, from vector: VectorRef<Element>, into sums: MatrixRef<Element>
  ) {
    let table = table(in: vector)
    for n in 0..<rows.count {
      let a = table.row(Int(inputs.first[rows[n]])), b = table.row(Int(inputs.second[rows[n]])), sum = sums.row(n)
      for k in 0..<sum.count { sum[k] = a[k] + b[k] }
    }
  }

  /// Overwrites the table in `vector` with the sums of the rows of `dx` over the tape's samples.
  func scatter(_ dx: MatrixRef<Element>, _ tape: Tape, into vector: VectorRef<Element>) {
    guard let inputs = tape.inputs else { preconditionFailure("a backward pass follows a forward pass") }
    let rows = tape.rows, table = table(in: vector)
    table.elements.buffer.update(repeating: 0)
    for n in 0..<rows.count {
      let a = table.row(Int(inputs.first[rows[n]])), b = table.row(Int(inputs.second[rows[n]])), d = dx.row(n)
      for k in 0..<d.count {
        a[k] += d[k]
        b[k] += d[k]
      }
    }
  }

  private func table(in parameters: VectorRef<Element>) -> MatrixRef<Element> {
    parameters.matrix(at: representation.offset, representation.shape[0], representation.shape[1])
  }
}
