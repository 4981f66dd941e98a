public import LinearAlgebra
public import Objectives
public import RandomStreams

/// A differentiable map from a batch of inputs and a flat parameter vector to a matrix of outputs.
///
/// A network is a description without buffers: parameters are the caller's, activations live in a tape.
public protocol Network<Element>: Sendable {
  /// `Float` or `Double`.
  associatedtype Element: Scalar
  /// A data set's inputs, shared by all workers; a matrix for most networks, token ids or graphs for others.
  associatedtype Inputs: AnyObject & Sendable
  /// The workspace of one pass.
  associatedtype Tape
  /// The names, shapes and places of the parameters.
  var layout: ParameterLayout { get }
  /// The number of columns of the outputs.
  var outputWidth: Int { get }
  /// Draws the standard initialisation.
  func initialize(_ parameters: inout Vector<Element>, using source: inout some RandomSource)
  /// A workspace for at most `rows` rows; `gathering` if they will be listed rows rather than consecutive ones.
  func makeTape(rows: Int, gathering: Bool, in arena: inout Arena<Element>) -> Tape
  /// The outputs for the selected rows, shape (rows, outputWidth); they live in the tape.
  func forward(
    _ inputs: Inputs, _ rows: RowSelection, parameters: VectorRef<Element>, tape: inout Tape
  ) -> MatrixRef<Element>
  /// Overwrites `gradient` with that of the parameters, given that of the outputs of the last forward pass, which it overwrites.
  func backward(
    _ outputGradient: MatrixRef<Element>, parameters: VectorRef<Element>, gradient: VectorRef<Element>, tape: inout Tape
  )
}
