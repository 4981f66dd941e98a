import LinearAlgebra
import Networks
import Testing

@Suite struct CorrectnessTests {
  private func count(_ criterion: Correctness<Double>, _ outputs: [[Double]], from start: Int = 0) -> Int {
    let values = Vector(outputs.flatMap { $0 })
    let result = criterion.count(
      values.ref.matrix(at: 0, outputs.count, outputs[0].count), RowSelection(from: start, first: outputs.count))
    withExtendedLifetime(values) {}
    return result
  }

  @Test func theLargestOutputIsTheAnswer() {
    let outputs: [[Double]] = [[1, 2, 3], [3, 2, 1], [-1, -3, -2], [0, 5, 4]]
    #expect(count(.label([2, 0, 0, 1]), outputs) == 4)
    #expect(count(.label([2, 0, 1, 0]), outputs) == 2)
    #expect(count(.label([9, 9, 2, 0, 0, 1]), outputs, from: 2) == 4, "the labels are those of the selected rows")
  }

  @Test func theFirstOfEqualOutputsCounts() {
    #expect(count(.label([1]), [[0, 7, 7]]) == 1)
    #expect(count(.label([2]), [[0, 7, 7]]) == 0)
  }

  @Test func nothingThatIsNotFiniteIsRight() {
    #expect(count(.label([0, 0]), [[.nan, 1], [.infinity, 1]]) == 0)
    #expect(count(.squaredError(below: 1, SharedMatrix(rows: 1, columns: 2, [0, 0])), [[.nan, 0]]) == 0)
  }

  @Test func squaredErrorIsTheMeanOverOutputsAndBelowTheThreshold() {
    let targets = SharedMatrix<Double>(rows: 3, columns: 2, [0, 0, 1, 1, 0, 0])
    // Mean squared errors 0.5, 0.5 and 2.
    let outputs: [[Double]] = [[1, 0], [1, 2], [2, 0]]
    #expect(count(.squaredError(below: 0.5, targets), outputs) == 0)
    #expect(count(.squaredError(below: 0.51, targets), outputs) == 2)
    #expect(count(.squaredError(below: 2.1, targets), outputs) == 3)
  }

  @Test func theNearestTemplateIsTheAnswerAndTheFirstAmongEquals() {
    let templates = SharedMatrix<Double>(rows: 3, columns: 2, [0, 0, 4, 0, 0, 2])
    let outputs: [[Double]] = [[1.9, 0.1], [2.1, 0], [0, 1], [0.1, 5], [.nan, 0]]
    #expect(count(.nearestTemplate(templates, [0, 1, 0, 2, 0]), outputs) == 4)
    #expect(count(.nearestTemplate(templates, [1, 0, 2, 1, 1]), outputs) == 0)
    #expect(count(.nearestTemplate(templates, [9, 9, 0, 1, 0, 2, 0]), outputs, from: 2) == 4)
  }
}
