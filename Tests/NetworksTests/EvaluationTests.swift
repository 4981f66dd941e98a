import LinearAlgebra
import Networks
import Objectives
import Testing

@Suite struct EvaluationTests {
  private let samples = Samples(count: 33)
  private let network = Samples.network(.gelu)

  @Test(arguments: [1, 7, 11, 32, 33]) func chunksDoNotChangeTheResult(_ chunk: Int) {
    let criteria: [Correctness<Double>] = [.label(samples.labels), .squaredError(below: 0.9, samples.targets)]
    let parameters = Samples.parameters(of: network)
    for count in [33, 20] {
      check(SoftmaxCrossEntropy(against: samples.labels), criteria, parameters, count: count, chunk: chunk)
      check(MeanSquaredError(against: samples.targets), criteria, parameters, count: count, chunk: chunk)
    }
  }

  /// Every third sample, by its number, against a set of these samples alone.
  @Test(arguments: [1, 4, 100]) func listedSamplesAreASetOfTheirOwn(_ chunk: Int) {
    let listed = stride(from: 32, through: 0, by: -3).map(Int32.init)
    let parameters = Samples.parameters(of: network)
    let loss = MeanSquaredError(against: samples.targets)
    var one = Evaluation(
      network, loss, on: samples.inputs, first: 33, criteria: [.label(samples.labels)], isOfLists: true, chunk: chunk)
    let result = listed.withUnsafeBufferPointer { one(parameters, on: $0) }
    let singles = listed.map { sample in [sample].withUnsafeBufferPointer { one(parameters, on: $0) } }
    #expect(abs(result.loss - singles.map(\.loss).reduce(0, +) / 11) < 1e-14)
    #expect(abs(result.accuracies[0] - singles.map { $0.accuracies[0] }.reduce(0, +) / 11) < 1e-15)
    var all = Evaluation(network, loss, on: samples.inputs, first: 33, criteria: [.label(samples.labels)])
    let everything = (0..<33).map(Int32.init).withUnsafeBufferPointer { one(parameters, on: $0) }
    #expect(abs(everything.loss - all(parameters).loss) < 1e-14)
  }

  private func check(
    _ loss: some Loss<Double>, _ criteria: [Correctness<Double>], _ parameters: borrowing Vector<Double>, count: Int,
    chunk: Int
  ) {
    var chunked = Evaluation(network, loss, on: samples.inputs, first: count, criteria: criteria, chunk: chunk)
    var whole = Evaluation(network, loss, on: samples.inputs, first: count, criteria: criteria)
    let (a, b) = (chunked(parameters), whole(parameters))
    #expect(abs(a.loss - b.loss) < 1e-14 && a.accuracies == b.accuracies)
    var risk = EmpiricalRisk(network, loss, on: samples.inputs, batches: .full(count))
    #expect(abs(b.loss - risk.value(at: parameters)) < 1e-14)
    #expect(abs(b.accuracies[0] - Double(risk.rightCount(criteria[0])) / Double(count)) < 1e-15)
    #expect(b.accuracies.allSatisfy { $0 > 0 && $0 < 1 }, "both outcomes should occur")
  }
}
