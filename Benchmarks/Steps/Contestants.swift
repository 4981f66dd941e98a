/// The two that are timed against each other: the engine's steps, and the same operations as bare multiply-adds.
struct Contestants {
  let benchmark: BenchmarkCase
  private let processors: [Int32]
  private let trainings: [any SteppedTraining]

  /// Workers for `benchmark`, one on each of the first of `processors`.
  init(_ benchmark: BenchmarkCase, on processors: [Int32]) {
    precondition(processors.count >= benchmark.workers)
    self.benchmark = benchmark
    self.processors = Array(processors.prefix(benchmark.workers))
    trainings = (0..<benchmark.workers).map { benchmark.makeTraining(worker: $0) }
  }

  /// Takes `steps` steps with each worker: the mean time of a worker, the allocations of all.
  func ours(steps: Int) -> TrainingSlice {
    let trainings = trainings
    let slices = onThreads(pinnedTo: processors) { trainings[$0].run(steps: steps) }
    return TrainingSlice(seconds: mean(slices.map(\.seconds)), allocations: slices.reduce(0) { $0 + $1.allocations })
  }

  /// The seconds that the operations of `steps` steps take as multiply-adds, again the mean of the workers.
  func limit(steps: Int) -> Double {
    let operations = benchmark.network.operationsPerStep * steps, precision = benchmark.precision
    let seconds = onThreads(pinnedTo: processors) { _ in secondsOfMultiplyAdds(operations, in: precision) }
    return mean(seconds)
  }

  private func mean(_ seconds: [Double]) -> Double { seconds.reduce(0, +) / Double(seconds.count) }
}
