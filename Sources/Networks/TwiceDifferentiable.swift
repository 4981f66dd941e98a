public import LinearAlgebra

/// A network whose gradient can itself be differentiated along a direction `v` of the parameters.
///
/// The R-operator (Pearlmutter 1994): a tangent pass beside the forward pass, then one beside the backward pass. `R q`
/// is the derivative of a quantity `q` of those passes along `v`.
public protocol TwiceDifferentiableNetwork<Element>: Network {
  /// What tangent passes need of the passes at one point, and their own workspace.
  associatedtype Tangents
  /// A workspace for at most `rows` rows.
  func makeTangents(rows: Int, in arena: inout Arena<Element>) -> Tangents
  /// The backward pass that also keeps what the tangent passes need; see `backward`.
  func linearize(
    _ outputGradient: MatrixRef<Element>, parameters: VectorRef<Element>, gradient: VectorRef<Element>,
    tape: inout Tape, tangents: Tangents)
  /// The derivative of the outputs along `direction`, shape (rows, outputWidth); it lives in `tangents`.
  func forwardTangent(
    along direction: VectorRef<Element>, parameters: VectorRef<Element>, tape: Tape, tangents: Tangents
  ) -> MatrixRef<Element>
  /// Overwrites `product` with the derivative of the gradient, given that of the outputs' gradient, which it overwrites.
  func backwardTangent(
    _ outputGradientTangent: MatrixRef<Element>, along direction: VectorRef<Element>, parameters: VectorRef<Element>,
    product: VectorRef<Element>, tape: Tape, tangents: Tangents)
}

/// A loss whose gradient can be differentiated along a direction of the outputs.
public protocol TwiceDifferentiableLoss<Element>: Loss {
  /// Overwrites `gradientTangent` with the derivative of `evaluate`'s gradient along `tangent`, all of one shape.
  func differentiateGradient(
    _ outputs: MatrixRef<Element>, _ rows: RowSelection, along tangent: MatrixRef<Element>,
    into gradientTangent: MatrixRef<Element>)
}

extension MeanSquaredError: TwiceDifferentiableLoss {
  /// `2 Ry / (N C)`.
  public func differentiateGradient(
    _ outputs: MatrixRef<Element>, _ rows: RowSelection, along tangent: MatrixRef<Element>,
    into gradientTangent: MatrixRef<Element>
  ) {
    let count = outputs.rows * outputs.columns
    precondition(tangent.elements.count == count && gradientTangent.elements.count == count)
    let scale = 2 / Element(count), ry = tangent.base, rdy = gradientTangent.base
    for i in 0..<count { rdy[i] = scale * ry[i] }
  }
}

extension SoftmaxCrossEntropy: TwiceDifferentiableLoss {
  /// `p_j (Rz_j - sum_k p_k Rz_k) / N` with `p = softmax(z)`.
  ///
  /// `Rz` is taken relative to that of the most probable output, so that nothing cancels where `p` is nearly one-hot.
  public func differentiateGradient(
    _ outputs: MatrixRef<Element>, _ rows: RowSelection, along tangent: MatrixRef<Element>,
    into gradientTangent: MatrixRef<Element>
  ) {
    precondition(tangent.columns == outputs.columns && gradientTangent.columns == outputs.columns)
    precondition(tangent.rows == outputs.rows && gradientTangent.rows == outputs.rows)
    let columns = outputs.columns
    for row in 0..<outputs.rows {
      let z = outputs.row(row), rz = tangent.row(row), result = gradientTangent.row(row)
      var top = 0
      for j in 1..<max(columns, 1) where z[j] > z[top] { top = j }
      for j in 0..<columns { result[j] = z[j] - z[top] }
      Element._exp(columns, result.base, result.base)
      var sum: Element = 0, mean: Element = 0
      for j in 0..<columns {
        sum += result[j]
        mean += result[j] * (rz[j] - rz[top])
      }
      mean /= sum
      let scale = 1 / (sum * Element(outputs.rows))
      for j in 0..<columns { result[j] *= scale * (rz[j] - rz[top] - mean) }
    }
  }
}
