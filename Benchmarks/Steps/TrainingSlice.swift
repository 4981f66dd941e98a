import CMallocProbe
import LinearAlgebra
import Networks
import Objectives
import Optimization
import RandomStreams

/// What a stretch of steps took on one thread.
struct TrainingSlice: Sendable {
  var seconds = 0.0
  var allocations: UInt = 0
}

/// A training that goes on a number of steps at a time.
protocol SteppedTraining: AnyObject, Sendable {
  /// Takes `steps` steps.
  func run(steps: Int) -> TrainingSlice
}

extension BenchmarkCase {
  /// A training of this case with data of its own.
  func makeTraining(worker: Int) -> any SteppedTraining {
    switch precision {
    case .float: PerceptronTraining<Float>(self, worker: worker)
    case .double: PerceptronTraining<Double>(self, worker: worker)
    }
  }
}

/// Adam and the sphere on random data, put together as studies do.
///
/// Unchecked: a worker's training is used by one thread at a time.
private final class PerceptronTraining<Element: Scalar>: SteppedTraining, @unchecked Sendable {
  private typealias Risk = EmpiricalRisk<MultilayerPerceptron<Element>, MeanSquaredError<Element>>
  private var trainer: Trainer<Risk, AnyRule<Element>, Sphere<Element>>

  init(_ benchmark: BenchmarkCase, worker: Int) {
    let network = MultilayerPerceptron<Element>(
      widths: benchmark.network.widths, activation: benchmark.network.activation)
    let rows = benchmark.trainingSetSize, seed = UInt64(worker)
    var data = PhiloxStream(rootSeed: 0, seed: seed, purpose: .data)
    let inputs = SharedMatrix<Element>(
      rows: rows, columns: network.inputWidth, data.normals(rows * network.inputWidth))
    let targets = SharedMatrix<Element>(
      rows: rows, columns: network.outputWidth, data.normals(rows * network.outputWidth))
    let batches: BatchSchedule =
      benchmark.running == .minibatches
      ? .shuffled(rows, size: benchmark.network.batch, rootSeed: 0, seed: seed) : .full(rows)
    let count = network.layout.count
    var student = PhiloxStream(rootSeed: 0, seed: seed, purpose: .student)
    var start = Vector<Element>(zeros: count)
    network.initialize(&start, using: &student)
    let adam = OptimizerRecipe(
      .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupledDecay: false),
      groups: [ParameterGroup([0..<count], rate: 1e-3)])
    let sphere = Sphere(through: start, over: [WeightedRange(0..<count)])
    trainer = Trainer(
      EmpiricalRisk(network, MeanSquaredError(against: targets), on: inputs, batches: batches), from: start,
      with: adam.make(count: count), on: sphere)
  }

  /// From the first observation to the last there are `steps` evaluations and `steps` updates; the evaluation before
  /// the first warms up and is not timed.
  func run(steps: Int) -> TrainingSlice {
    let first = trainer.step, last = first + steps
    let clock = ContinuousClock()
    var start = clock.now
    var slice = TrainingSlice()
    trainer.run(until: StepLimit(last)) { progress, _, _ in
      if progress.step == first {
        slice.allocations = malloc_probe_count()
        start = clock.now
      }
      if progress.step == last {
        slice.seconds = (clock.now - start) / .seconds(1)
        slice.allocations = malloc_probe_count() - slice.allocations
      }
    }
    return slice
  }
}
