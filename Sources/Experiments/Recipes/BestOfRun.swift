import LinearAlgebra
import Networks
import Optimization
import RandomStreams

/// The best of a run as a journal keeps it: of each metric by itself, at whatever step it was.
///
/// What is lowest on the test set is selected by the test set, and what is lowest on random samples is the lowest of noise
/// as well: neither says what another test set would.
struct BestOfRun: Codable, Sendable {
  /// NaN as long as nothing was seen.
  var trainLoss = Double.nan, testLoss = Double.nan
  /// NaN where there is no accuracy.
  var trainAccuracy = Double.nan, testAccuracy = Double.nan

  /// Keeps what is better than all before; NaN never is.
  mutating func see(train: (loss: Double, accuracy: Double), test: (loss: Double, accuracy: Double)) {
    trainLoss = Self.better(train.loss, trainLoss, by: <)
    testLoss = Self.better(test.loss, testLoss, by: <)
    trainAccuracy = Self.better(train.accuracy, trainAccuracy, by: >)
    testAccuracy = Self.better(test.accuracy, testAccuracy, by: >)
  }

  private static func better(_ new: Double, _ old: Double, by isBetter: (Double, Double) -> Bool) -> Double {
    old.isNaN || isBetter(new, old) ? new : old
  }
}

extension BestOfRun: Resumable {
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&trainLoss)
    try archive.exchange(&testLoss)
    try archive.exchange(&trainAccuracy)
    try archive.exchange(&testAccuracy)
  }
}

/// Looks at a run every so many steps, on random samples or on all, and keeps the best.
///
/// Which samples an evaluation sees depends on root seed, seed and its number alone: all points of a seed see the same ones.
struct BestOfRunObserver<Element: Scalar, L: Loss>: ~Copyable where L.Element == Element {
  private(set) var best = BestOfRun()
  private let interval: Int
  private let key: (rootSeed: UInt64, seed: UInt64)
  private let factor: Double
  private var train: SampledEvaluation<Element, L>
  private var test: SampledEvaluation<Element, L>

  /// An observer of runs of `task`.
  init(_ configuration: BestOfRunConfiguration, of task: TrainingTask<Element, L>) {
    interval = configuration.interval
    key = (UInt64(task.study.rootSeed), UInt64(task.seed))
    factor = task.reportFactor
    train = SampledEvaluation(
      task.trainEvaluation(isOfLists: true), count: task.trainingSetSize, samples: configuration.samples)
    test = SampledEvaluation(
      task.testEvaluation(isOfLists: true), count: task.testSetSize, samples: configuration.samples)
  }

  /// Evaluates before step `step` if it is time.
  mutating func observe(step: Int, _ parameters: borrowing Vector<Element>) {
    guard step.isMultiple(of: interval) else { return }
    let evaluation = step / interval, key = key
    let trained = train(parameters) {
      PhiloxStream(rootSeed: key.rootSeed, seed: key.seed, purpose: .trainingSample(evaluation: evaluation))
    }
    let tested = test(parameters) {
      PhiloxStream(rootSeed: key.rootSeed, seed: key.seed, purpose: .testSample(evaluation: evaluation))
    }
    best.see(
      train: (trained.loss * factor, trained.accuracies.first ?? .nan),
      test: (tested.loss * factor, tested.accuracies.first ?? .nan))
  }

  /// Exchanges what has been seen.
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try best.exchange(with: &archive)
  }
}

/// An evaluation on a random subset of the samples, or on all if they are not more than that.
private struct SampledEvaluation<Element: Scalar, L: Loss>: ~Copyable where L.Element == Element {
  private var evaluation: Evaluation<MultilayerPerceptron<Element>, L>
  private let count: Int
  private let subset: UnsafeMutableBufferPointer<Int32>

  init(_ evaluation: consuming Evaluation<MultilayerPerceptron<Element>, L>, count: Int, samples: Int?) {
    self.evaluation = evaluation
    self.count = count
    subset = .allocate(capacity: min(samples ?? count, count))
    subset.initialize(repeating: 0)
  }

  deinit { subset.deallocate() }

  /// Loss and accuracies; the stream is asked for only if it is needed.
  mutating func callAsFunction(
    _ parameters: borrowing Vector<Element>, _ stream: () -> PhiloxStream
  ) -> Evaluation<MultilayerPerceptron<Element>, L>.Result {
    guard subset.count < count else { return evaluation(parameters) }
    var stream = stream()
    stream.fillSubset(subset, of: count)
    return evaluation(parameters, on: UnsafeBufferPointer(subset))
  }
}
