public import LinearAlgebra
import Objectives

// In these passes x, z, y, dy, dz are those of `forward` and `backward`, W and b the parameters, and (V, c) the
// direction's part that lies where (W, b) do.
extension Dense {
  /// What the tangent passes keep of a layer, each of shape (rows, out).
  public struct Tangents: BitwiseCopyable {
    /// `phi'(z)`.
    let slope: MatrixRef<Element>
    /// `dy phi''(z)`.
    let bend: MatrixRef<Element>
    /// `dl/dz`.
    let dz: MatrixRef<Element>
    /// `Rz` and `Ry`.
    let rz: MatrixRef<Element>, ry: MatrixRef<Element>
  }

  /// Tangents for at most `rows` rows.
  public func makeTangents(rows: Int, in arena: inout Arena<Element>) -> Tangents {
    Tangents(
      slope: arena.matrix(rows, outputWidth), bend: arena.matrix(rows, outputWidth),
      dz: arena.matrix(rows, outputWidth), rz: arena.matrix(rows, outputWidth), ry: arena.matrix(rows, outputWidth))
  }

  /// The layer's backward pass; keeps `phi'(z)`, `dy phi''(z)` and `dz` of it.
  public func linearize(
    _ dy: MatrixRef<Element>, input x: MatrixRef<Element>, parameters: VectorRef<Element>, tape: Tape,
    gradient: VectorRef<Element>, inputGradient dx: MatrixRef<Element>?, tangents: Tangents
  ) {
    let z = tape.preactivation.rows(x.rows), y = tape.output.rows(x.rows)
    let slope = tangents.slope.rows(x.rows), bend = tangents.bend.rows(x.rows)
    activation.differentiate(input: z.elements, output: y.elements, first: slope.elements, second: bend.elements)
    for i in 0..<bend.elements.count { bend.base[i] *= dy.base[i] }
    backward(dy, input: x, parameters: parameters, tape: tape, gradient: gradient, inputGradient: dx)
    tangents.dz.base.update(from: dy.base, count: dy.elements.count)
  }

  /// `Rz = x V^T + c + Rx W^T` and `Ry = phi'(z) Rz`, which it returns; without `Rx` where `x` does not move.
  public func forwardTangent(
    _ x: MatrixRef<Element>, inputTangent rx: MatrixRef<Element>?, along direction: VectorRef<Element>,
    parameters: VectorRef<Element>, tape: Tape, tangents: Tangents
  ) -> MatrixRef<Element> {
    let w = parameters.matrix(at: weight.offset, outputWidth, inputWidth)
    let v = direction.matrix(at: weight.offset, outputWidth, inputWidth)
    let c = direction.slice(bias.offset, outputWidth)
    let rz = tangents.rz.rows(x.rows), ry = tangents.ry.rows(x.rows), slope = tangents.slope.rows(x.rows)
    Element._denseForward(  // Rz = x V^T + c
      x.rows, outputWidth, inputWidth, x.base, v.base, c.base, rz.base, tape.workspace.base)
    if let rx { gemm(rx, w.transposed, beta: 1, into: rz) }  // Rz += Rx W^T
    for i in 0..<ry.elements.count { ry.base[i] = slope.base[i] * rz.base[i] }
    return ry
  }

  /// The derivative of `backward`, from `Rdy`, which it overwrites with `Rdz = Rdy phi'(z) + dy phi''(z) Rz`.
  ///
  /// Writes `R dW = Rdz^T x + dz^T Rx` and `R db = sum_rows Rdz` to `product`, and `R dx = Rdz W + dz V` if asked for.
  public func backwardTangent(
    _ rdy: MatrixRef<Element>, input x: MatrixRef<Element>, inputTangent rx: MatrixRef<Element>?,
    along direction: VectorRef<Element>, parameters: VectorRef<Element>, tape: Tape, tangents: Tangents,
    product: VectorRef<Element>, inputGradientTangent rdx: MatrixRef<Element>?
  ) {
    let w = parameters.matrix(at: weight.offset, outputWidth, inputWidth)
    let v = direction.matrix(at: weight.offset, outputWidth, inputWidth)
    let rdw = product.matrix(at: weight.offset, outputWidth, inputWidth)
    let rdb = product.slice(bias.offset, outputWidth)
    let slope = tangents.slope.base, bend = tangents.bend.base, rz = tangents.rz.base
    let dz = tangents.dz.rows(x.rows)
    for i in 0..<rdy.elements.count { rdy.base[i] = rdy.base[i] * slope[i] + bend[i] * rz[i] }
    let rdz = rdy
    rdb.buffer.update(repeating: 0)
    for row in 0..<x.rows { Element._axpy(outputWidth, 1, rdz.row(row).base, rdb.base) }
    Element._denseBackwardWeights(  // R dW = Rdz^T x
      x.rows, outputWidth, inputWidth, rdz.base, x.base, rdw.base, tape.workspace.base)
    if let rx { gemm(dz.transposed, rx, beta: 1, into: rdw) }  // R dW += dz^T Rx
    if let rdx {
      Element._denseBackwardInput(  // R dx = Rdz W
        x.rows, outputWidth, inputWidth, rdz.base, w.base, rdx.base, tape.workspace.base)
      gemm(dz, v, beta: 1, into: rdx)  // R dx += dz V
    }
  }
}
