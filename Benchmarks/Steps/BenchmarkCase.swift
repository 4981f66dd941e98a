import Networks

/// A network with the batch that its studies train it on.
struct BenchmarkNetwork: Sendable {
  let name: String
  let widths: [Int]
  let activation: Activation
  let batch: Int

  /// The networks of the studies that take longest.
  static let all = [
    BenchmarkNetwork(name: "teacher-student", widths: [5, 100, 100, 5], activation: .tanh, batch: 100),
    BenchmarkNetwork(name: "toy-addition", widths: [1, 200, 200, 30], activation: .relu, batch: 45),
    BenchmarkNetwork(name: "mnist", widths: [784, 200, 200, 10], activation: .relu, batch: 200),
  ]

  /// The floating-point operations of one step on the batch, a multiply-add as two.
  ///
  /// `2 m sum_l in_l out_l` forward, the same for the gradients of the weights, and for those of the inputs the same
  /// without the first layer; nothing else counts, neither activations nor losses nor optimisers.
  var operationsPerStep: Int {
    let products = zip(widths, widths.dropFirst()).map { $0 * $1 }
    return 2 * batch * (3 * products.reduce(0, +) - products[0])
  }
}

/// What is timed: a network in one precision and one way of running.
struct BenchmarkCase: Sendable {
  enum Precision: String, Sendable, CaseIterable, Encodable {
    case float, double
  }

  enum Running: String, Sendable, CaseIterable {
    /// Every step sees the whole training set.
    case fullBatch = "full-batch"
    /// Ten shuffled batches an epoch: the rows of a step are gathered.
    case minibatches
    /// Two threads, each with its own copy of everything.
    case twoWorkers = "two-workers"
  }

  let network: BenchmarkNetwork
  let precision: Precision
  let running: Running

  /// All cases, in the order in which they are printed.
  static let all = BenchmarkNetwork.all.flatMap { network in
    Precision.allCases.flatMap { precision in
      Running.allCases.map { BenchmarkCase(network: network, precision: precision, running: $0) }
    }
  }

  /// The key in `limits.json`, for example "mnist/float/full-batch".
  var name: String { "\(network.name)/\(precision.rawValue)/\(running.rawValue)" }
  /// The number of threads that step at the same time.
  var workers: Int { running == .twoWorkers ? 2 : 1 }
  /// The steps of an epoch, of which a slice of minibatches has a whole number.
  var batchesPerEpoch: Int { running == .minibatches ? 10 : 1 }
  /// The number of samples.
  var trainingSetSize: Int { network.batch * batchesPerEpoch }
}
