public import LinearAlgebra
public import Objectives
public import RandomStreams

/// A linear map, a bias and an activation: `y = phi(x W^T + b)`, with `W` of shape (out, in) stored before `b`.
public struct Dense<Element: Scalar>: Sendable {
  /// The number of columns of `x` and of `y`.
  public let inputWidth: Int, outputWidth: Int
  /// `phi`.
  public let activation: Activation
  /// Where `W` and `b` lie in the flat parameter vector.
  public let weight: ParameterSlice, bias: ParameterSlice

  /// A layer whose parameters are appended to `layout` as `name.weight` and `name.bias`.
  public init(
    _ name: String, _ inputWidth: Int, _ outputWidth: Int, _ activation: Activation, in layout: inout ParameterLayout
  ) {
    self.inputWidth = inputWidth
    self.outputWidth = outputWidth
    self.activation = activation
    weight = layout.append(name + ".weight", shape: [outputWidth, inputWidth])
    bias = layout.append(name + ".bias", shape: [outputWidth])
  }

  /// The memory of a layer: its output, what the backward pass needs, and a workspace, for a number of rows.
  public struct Tape: BitwiseCopyable {
    let preactivation: MatrixRef<Element>
    let output: MatrixRef<Element>
    let workspace: VectorRef<Element>
  }

  /// The size of the workspace for at most `rows` rows; layers that work one after the other share one.
  public func workspaceCount(rows: Int) -> Int { Element._denseWorkspace(rows, outputWidth, inputWidth) }

  /// A tape for at most `rows` rows.
  public func makeTape(rows: Int, workspace: VectorRef<Element>, in arena: inout Arena<Element>) -> Tape {
    precondition(workspace.count >= workspaceCount(rows: rows))
    let output = arena.matrix(rows, outputWidth)
    return Tape(
      preactivation: activation.differentiatesFromOutput ? output : arena.matrix(rows, outputWidth), output: output,
      workspace: workspace)
  }

  /// Writes `y = phi(x W^T + b)` into the tape and returns it, shape (rows(x), out).
  public func forward(_ x: MatrixRef<Element>, parameters: VectorRef<Element>, tape: Tape) -> MatrixRef<Element> {
    let w = parameters.matrix(at: weight.offset, outputWidth, inputWidth)
    let b = parameters.slice(bias.offset, outputWidth)
    let z = tape.preactivation.rows(x.rows), y = tape.output.rows(x.rows)
    precondition(x.columns == inputWidth && !x.isTransposed)
    Element._denseForward(  // z = x W^T + b
      x.rows, outputWidth, inputWidth, x.base, w.base, b.base, z.base, tape.workspace.base)
    activation.apply(to: z.elements, into: y.elements)
    return y
  }

  /// The backward pass of `forward` on the same `x`, from `dy = dl/dy`.
  ///
  /// Writes `dW = dz^T x` and `db = sum_rows dz` to `gradient`, with `dz = dy phi'(z)`, and writes `dx = dz W` if asked for.
  /// Overwrites `dy` with `dz`.
  public func backward(
    _ dy: MatrixRef<Element>, input x: MatrixRef<Element>, parameters: VectorRef<Element>, tape: Tape,
    gradient: VectorRef<Element>, inputGradient dx: MatrixRef<Element>?
  ) {
    let w = parameters.matrix(at: weight.offset, outputWidth, inputWidth)
    let dw = gradient.matrix(at: weight.offset, outputWidth, inputWidth)
    let db = gradient.slice(bias.offset, outputWidth)
    let z = tape.preactivation.rows(x.rows), y = tape.output.rows(x.rows)
    precondition(x.columns == inputWidth && !x.isTransposed && !dy.isTransposed)
    activation.multiplyByDerivative(dy, input: z, output: y, summingRowsInto: db)  // dy becomes dz, db = sum dz
    let dz = dy
    Element._denseBackwardWeights(  // dW = dz^T x
      x.rows, outputWidth, inputWidth, dz.base, x.base, dw.base, tape.workspace.base)
    if let dx {
      precondition(dx.rows == x.rows && dx.columns == inputWidth)
      Element._denseBackwardInput(  // dx = dz W
        x.rows, outputWidth, inputWidth, dz.base, w.base, dx.base, tape.workspace.base)
    }
  }

  /// Draws PyTorch's default initialisation, weight before bias, both uniform in `+-1/sqrt(in)`.
  public func initialize(_ parameters: VectorRef<Element>, using source: inout some RandomSource) {
    for (slice, bound) in [
      (weight, kaimingUniformBound(fanIn: inputWidth)), (bias, 1 / Double(inputWidth).squareRoot()),
    ] {
      source.fillUniform(
        parameters.slice(slice.offset, slice.count).buffer, from: -Element(bound), to: Element(bound))
    }
  }
}

/// `gain sqrt(3 / fanIn)` with gain `sqrt(2 / (1 + a^2))` for a = sqrt 5: `1/sqrt(fanIn)` up to its last bit.
///
/// Source: He, Zhang, Ren, Sun (2015).
/// Computed in the order in which PyTorch does, so that double-precision weights are the same bits.
func kaimingUniformBound(fanIn: Int) -> Double {
  let slope = (5.0).squareRoot()
  let gain = (2.0 / (1 + slope * slope)).squareRoot()
  return (3.0).squareRoot() * (gain / Double(fanIn).squareRoot())
}
