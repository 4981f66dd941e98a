public import LinearAlgebra
public import Objectives
public import RandomStreams

/// Dense layers in sequence, an activation between two layers and none behind the last.
public struct MultilayerPerceptron<Element: Scalar>: Network {
  /// A table of real inputs, a row per sample.
  public typealias Inputs = SharedMatrix<Element>
  /// "layers.i.weight" and "layers.i.bias", i from 0.
  public let layout: ParameterLayout
  let layers: [Dense<Element>]

  /// A perceptron with the given layer widths (inputs first, outputs last), at least two; `prefix` stands before the
  /// names of its tensors.
  public init(widths: [Int], activation: Activation, prefix: String = "") {
    self.init(widths: widths, activation: activation, prefix: prefix, behind: ParameterLayout())
  }

  /// A part of a larger network: its tensors lie behind those of `layout`.
  init(widths: [Int], activation: Activation, prefix: String, behind layout: ParameterLayout) {
    precondition(widths.count >= 2 && widths.allSatisfy { $0 > 0 })
    var layout = layout
    layers = (1..<widths.count).map { i in
      Dense(
        "\(prefix)layers.\(i - 1)", widths[i - 1], widths[i], i == widths.count - 1 ? .identity : activation,
        in: &layout)
    }
    self.layout = layout
  }

  /// The number of columns of the inputs.
  public var inputWidth: Int { layers[0].inputWidth }
  /// The number of columns of the outputs.
  public var outputWidth: Int { layers[layers.count - 1].outputWidth }

  /// PyTorch's default initialisation, layer by layer.
  public func initialize(_ parameters: inout Vector<Element>, using source: inout some RandomSource) {
    for layer in layers { layer.initialize(parameters.ref, using: &source) }
  }

  /// The layers' workspaces, the gathered inputs and the gradients between layers.
  public struct Tape {
    let layers: [Dense<Element>.Tape]
    let gathered: MatrixRef<Element>
    let inputGradients: [MatrixRef<Element>]
    var input: MatrixRef<Element>
  }

  /// A workspace for at most `rows` rows.
  public func makeTape(rows: Int, gathering: Bool, in arena: inout Arena<Element>) -> Tape {
    let gathered = arena.matrix(gathering ? rows : 0, inputWidth)
    let workspace = arena.vector(layers.map { $0.workspaceCount(rows: rows) }.max() ?? 0)
    return Tape(
      layers: layers.map { $0.makeTape(rows: rows, workspace: workspace, in: &arena) }, gathered: gathered,
      inputGradients: layers.dropFirst().map { arena.matrix(rows, $0.inputWidth) }, input: gathered)
  }

  /// The outputs for the selected rows; consecutive rows are read in place, listed ones are gathered.
  public func forward(
    _ inputs: SharedMatrix<Element>, _ rows: RowSelection, parameters: VectorRef<Element>, tape: inout Tape
  ) -> MatrixRef<Element> {
    forward(select(rows, of: inputs.view(), into: tape.gathered), parameters: parameters, tape: &tape)
  }

  /// The outputs for the rows of `x`, which must stay until the backward pass.
  func forward(
    _ x: MatrixRef<Element>, parameters: VectorRef<Element>, tape: inout Tape
  ) -> MatrixRef<Element> {
    tape.input = x
    var x = x
    for i in layers.indices { x = layers[i].forward(x, parameters: parameters, tape: tape.layers[i]) }
    return x
  }

  /// Layer by layer from the last to the first, without the gradient of the inputs.
  public func backward(
    _ outputGradient: MatrixRef<Element>, parameters: VectorRef<Element>, gradient: VectorRef<Element>,
    tape: inout Tape
  ) {
    backward(outputGradient, parameters: parameters, gradient: gradient, inputGradient: nil, tape: &tape)
  }

  /// Layer by layer from the last to the first; overwrites `inputGradient`, of shape (rows, inputWidth), if there is one.
  func backward(
    _ outputGradient: MatrixRef<Element>, parameters: VectorRef<Element>, gradient: VectorRef<Element>,
    inputGradient: MatrixRef<Element>?, tape: inout Tape
  ) {
    var dy = outputGradient
    for i in layers.indices.reversed() {
      let x = i == 0 ? tape.input : tape.layers[i - 1].output.rows(dy.rows)
      let dx = i == 0 ? inputGradient : tape.inputGradients[i - 1].rows(dy.rows)
      layers[i].backward(
        dy, input: x, parameters: parameters, tape: tape.layers[i], gradient: gradient, inputGradient: dx)
      if let dx { dy = dx }
    }
  }
}

/// The selected rows of `matrix`: a view of consecutive ones, or copies of listed ones in `buffer`.
func select<Element: Scalar>(
  _ rows: RowSelection, of matrix: MatrixRef<Element>, into buffer: MatrixRef<Element>
) -> MatrixRef<Element> {
  guard rows.indices != nil else { return matrix.rows(from: rows.start, rows.count) }
  let result = buffer.rows(rows.count)
  for i in 0..<rows.count { result.row(i).base.update(from: matrix.row(rows[i]).base, count: matrix.columns) }
  return result
}
