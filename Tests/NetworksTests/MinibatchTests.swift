import LinearAlgebra
import Networks
import Objectives
import Testing

/// Listed rows are gathered, consecutive ones are read in place: the same numbers either way.
@Suite struct MinibatchTests {
  private let samples = Samples(count: 33)
  private let network = Samples.network(.tanh)

  @Test(arguments: [1, 7, 33]) func gatheredPrefixEqualsTheView(_ count: Int) {
    let prefix = (0..<Int32(count)).map { $0 }
    check(prefix, against: .full(count), of: samples)
  }

  @Test func gatheredRowsEqualTheirOwnDataSet() {
    let order: [Int32] = [30, 2, 2, 17, 0, 32]
    check(order, against: .full(order.count), of: Samples(samples, order: order))
  }

  private func check(_ rows: [Int32], against batches: consuming BatchSchedule, of other: Samples) {
    let gathered = valueAndGradient(
      network, MeanSquaredError(against: samples.targets), samples, .listed([rows]))
    let viewed = valueAndGradient(network, MeanSquaredError(against: other.targets), other, batches)
    #expect(gathered.value == viewed.value && gathered.gradient == viewed.gradient)
    let classified = valueAndGradient(
      network, SoftmaxCrossEntropy(against: samples.labels), samples, .listed([rows]))
    let expected = valueAndGradient(
      network, SoftmaxCrossEntropy(against: other.labels), other, .full(rows.count))
    #expect(classified.value == expected.value && classified.gradient == expected.gradient)
  }

  @Test func batchLossesAverageToTheWhole() {
    let parameters = Samples.parameters(of: network)
    let loss = SoftmaxCrossEntropy<Double>(against: samples.labels)
    var whole = EmpiricalRisk(network, loss, on: samples.inputs, batches: .full(33))
    var parts = EmpiricalRisk(
      network, loss, on: samples.inputs, batches: .shuffled(33, size: 8, rootSeed: 4, seed: 2))
    var sum = 0.0
    for step in 0..<5 {
      parts.beginStep(step)
      sum += parts.value(at: parameters) * (step < 4 ? 8 : 1)
    }
    #expect(abs(sum / 33 - whole.value(at: parameters)) < 1e-14)
  }
}
