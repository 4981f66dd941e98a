public import LinearAlgebra
import Objectives

// The sums x_n = E_i + E_j are linear in the table, so that Rx_n = V_i + V_j for the part V of a direction that lies
// where E does, and R dE is gathered from R dx as dE is from dx.
extension EmbeddingSumNetwork: TwiceDifferentiableNetwork {
  /// The tangents of the sums and of their gradients, and the decoder's.
  public struct Tangents {
    let sums: MatrixRef<Element>, sumGradients: MatrixRef<Element>
    let decoder: MultilayerPerceptron<Element>.Tangents
  }

  /// Tangents for at most `rows` rows.
  public func makeTangents(rows: Int, in arena: inout Arena<Element>) -> Tangents {
    let width = decoder.inputWidth
    return Tangents(
      sums: arena.matrix(rows, width), sumGradients: arena.matrix(rows, width),
      decoder: decoder.makeTangents(rows: rows, in: &arena))
  }

  /// The backward pass through the decoder and the sums.
  public func linearize(
    _ outputGradient: MatrixRef<Element>, parameters: VectorRef<Element>, gradient: VectorRef<Element>,
    tape: inout Tape, tangents: Tangents
  ) {
    let dx = tape.sumGradients.rows(tape.rows.count)
    decoder.linearize(
      outputGradient, parameters: parameters, gradient: gradient, inputGradient: dx, tape: tape.decoder,
      tangents: tangents.decoder)
    scatter(dx, tape, into: gradient)
  }

  /// `R y` of the decoder, whose inputs move with the table.
  public func forwardTangent(
    along direction: VectorRef<Element>, parameters: VectorRef<Element>, tape: Tape, tangents: Tangents
  ) -> MatrixRef<Element> {
    guard let inputs = tape.inputs else { preconditionFailure("a tangent pass follows a forward pass") }
    let rx = tangents.sums.rows(tape.rows.count)
    gather(inputs, tape.rows, from: direction, into: rx)
    return decoder.forwardTangent(
      inputTangent: rx, along: direction, parameters: parameters, tape: tape.decoder, tangents: tangents.decoder)
  }

  /// The derivative of `backward`.
  public func backwardTangent(
    _ outputGradientTangent: MatrixRef<Element>, along direction: VectorRef<Element>, parameters: VectorRef<Element>,
    product: VectorRef<Element>, tape: Tape, tangents: Tangents
  ) {
    let rows = tape.rows.count, rdx = tangents.sumGradients.rows(rows)
    decoder.backwardTangent(
      outputGradientTangent, inputTangent: tangents.sums.rows(rows), along: direction, parameters: parameters,
      product: product, inputGradientTangent: rdx, tape: tape.decoder, tangents: tangents.decoder)
    scatter(rdx, tape, into: product)
  }
}
