public import LinearAlgebra
import Objectives

extension MultilayerPerceptron {
  /// The derivative of the mean loss when the inputs move: `sum_n <dl/dx_n, v_n>` over the first `count` samples.
  ///
  /// If inputs depend on a number m, `v_n = dx_n/dm` makes it `dl/dm` at fixed parameters; at a minimum over parameters on a
  /// constraint that does not depend on m, that is also the derivative of the minimum (envelope theorem).
  ///
  /// - Parameters:
  ///   - directions: the rows `v_n`, of the shape of `inputs`.
  ///   - chunk: how many samples are in memory at a time.
  /// - Complexity: one forward and one backward pass.
  public func inputDerivative<L: Loss<Element>>(
    of loss: L, on inputs: SharedMatrix<Element>, first count: Int, along directions: SharedMatrix<Element>,
    at parameters: borrowing Vector<Element>, chunk: Int = 1000
  ) -> Double {
    precondition(directions.columns == inputWidth && directions.rows >= count && inputs.rows >= count && chunk > 0)
    let largest = min(chunk, count)
    var arena = Arena<Element>()
    var tape = makeTape(rows: largest, gathering: false, in: &arena)
    let outputGradient = arena.matrix(largest, outputWidth), inputGradient = arena.matrix(largest, inputWidth)
    let gradient = arena.vector(layout.count), directions = directions.view()
    var sum = 0.0
    for start in stride(from: 0, to: count, by: largest) {
      let rows = RowSelection(from: start, first: min(largest, count - start))
      let dy = outputGradient.rows(rows.count), dx = inputGradient.rows(rows.count)
      let outputs = forward(inputs, rows, parameters: parameters.ref, tape: &tape)
      _ = loss.evaluate(outputs, rows, gradient: dy)
      backward(dy, parameters: parameters.ref, gradient: gradient, inputGradient: dx, tape: &tape)
      let v = directions.rows(from: start, rows.count)
      sum += Element._doublePrecisionDot(dx.elements.count, dx.base, v.base) * Double(rows.count)
    }
    withExtendedLifetime(arena) {}  // all of the above were views into it
    return sum / Double(count)
  }
}
