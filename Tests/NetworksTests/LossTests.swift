import LinearAlgebra
import Networks
import Testing

/// Losses at outputs whose loss is known in closed form.
@Suite struct LossTests {
  private func evaluate<L: Loss>(_ loss: L, _ outputs: [L.Element], columns: Int) -> (Double, [L.Element]) {
    let rows = outputs.count / columns
    let z = Vector(outputs), gradient = Vector<L.Element>(zeros: outputs.count)
    let value = loss.evaluate(
      z.ref.matrix(at: 0, rows, columns), RowSelection(first: rows), gradient: gradient.ref.matrix(at: 0, rows, columns)
    )
    withExtendedLifetime(z) {}
    return (value, gradient.array)
  }

  @Test func crossEntropyOfEqualOutputsIsTheLogarithmOfTheirNumber() {
    let (value, gradient) = evaluate(SoftmaxCrossEntropy<Double>(against: [1]), [3, 3, 3, 3], columns: 4)
    #expect(abs(value - 1.3862943611198906) < 1e-15)
    #expect(gradient == [0.25, -0.75, 0.25, 0.25])
  }

  @Test func crossEntropyOfHugeOutputsStaysFinite() {
    let loss = SoftmaxCrossEntropy<Float>(against: [0, 1])
    let (value, gradient) = evaluate(loss, [1e4, -1e4, 1e4, -1e4], columns: 2)
    #expect(value == 1e4, "0 for the right answer, 2e4 for the wrong one")
    #expect(gradient == [0, 0, 0.5, -0.5])
  }

  @Test func crossEntropyIsNotANumberWhereAnOutputIsNot() {
    #expect(evaluate(SoftmaxCrossEntropy<Double>(against: [0]), [0, .nan], columns: 2).0.isNaN)
    #expect(evaluate(SoftmaxCrossEntropy<Double>(against: [0]), [.nan, 0], columns: 2).0.isNaN)
  }

  @Test func squaredErrorIsTheMeanOverAllElements() {
    let loss = MeanSquaredError(against: SharedMatrix<Double>(rows: 2, columns: 2, [0, 0, 1, 1]))
    let (value, gradient) = evaluate(loss, [1, 0, 1, 4], columns: 2)
    #expect(value == 2.5)
    #expect(gradient == [0.5, 0, 0, 1.5])
  }
}
