/// The least, the middle and the greatest of some numbers.
struct Spread: Sendable, Encodable {
  private(set) var minimum: Double, median: Double, maximum: Double

  /// The spread of `values`, at least one.
  init(_ values: [Double]) {
    let sorted = values.sorted(), half = sorted.count / 2
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
    median = sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }

  /// The spread of the numbers times `factor`, above 0.
  func scaled(by factor: Double) -> Spread {
    var result = self
    result.minimum *= factor
    result.median *= factor
    result.maximum *= factor
    return result
  }
}

/// A case timed in pairs, the engine and the limit one directly after the other.
///
/// A processor's speed changes within seconds, by its clock and by its neighbours; within a pair it hardly does, so
/// that ratios are steady where times are not.
struct PairedMeasurement: Sendable {
  let benchmark: BenchmarkCase
  /// The steps of one slice.
  let steps: Int
  let secondsPerStep: Spread
  let limitSecondsPerStep: Spread
  /// Ours over the limit, pair by pair.
  let ratio: Spread
  let allocationsPerStep: Double

  /// Times `pairs` pairs of slices of about `slice` seconds, after as long a warm-up.
  init(_ benchmark: BenchmarkCase, on processors: [Int32], pairs: Int, slice: Double) {
    let contestants = Contestants(benchmark, on: processors)
    let steps = Self.steps(lasting: slice, contestants)
    _ = contestants.limit(steps: steps)
    var ours: [Double] = [], limit: [Double] = []
    var allocations: UInt = 0
    for pair in 0..<pairs {
      // Who goes first changes, so that a drift of the clock favours neither.
      if pair.isMultiple(of: 2) { limit.append(contestants.limit(steps: steps)) }
      let part = contestants.ours(steps: steps)
      ours.append(part.seconds)
      allocations += part.allocations
      if !pair.isMultiple(of: 2) { limit.append(contestants.limit(steps: steps)) }
    }
    self.benchmark = benchmark
    self.steps = steps
    secondsPerStep = Spread(ours.map { $0 / Double(steps) })
    limitSecondsPerStep = Spread(limit.map { $0 / Double(steps) })
    ratio = Spread(zip(ours, limit).map { $0 / $1 })
    allocationsPerStep = Double(allocations) / Double(steps * pairs * benchmark.workers)
  }

  /// How many steps, in whole epochs, take about `slice` seconds where nothing disturbs them.
  private static func steps(lasting slice: Double, _ contestants: Contestants) -> Int {
    let epoch = contestants.benchmark.batchesPerEpoch
    var epochs = 1
    while true {
      let seconds = (0..<3).map { _ in contestants.ours(steps: epochs * epoch).seconds }
      let fastest = Spread(seconds).minimum
      if fastest >= slice / 2 { return max(1, Int((Double(epochs) * slice / fastest).rounded())) * epoch }
      epochs *= 2
    }
  }

  /// Operations a second of all workers together, in 10^9.
  func gigaflops(_ secondsPerStep: Double) -> Double {
    Double(benchmark.network.operationsPerStep * benchmark.workers) / secondsPerStep * 1e-9
  }
}
