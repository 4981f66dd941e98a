public import LinearAlgebra

/// The mean loss and the accuracies of a network over a whole data set, in chunks of bounded memory.
public struct Evaluation<N: Network, L: Loss>: ~Copyable where L.Element == N.Element {
  /// Loss and accuracies at one parameter vector.
  public struct Result: Sendable, Equatable {
    /// The mean loss over the samples.
    public var loss: Double
    /// The fraction of samples that are right, per criterion.
    public var accuracies: [Double]

    /// A result of the given values.
    public init(loss: Double, accuracies: [Double]) {
      self.loss = loss
      self.accuracies = accuracies
    }
  }

  private let network: N
  private let loss: L
  private let inputs: N.Inputs
  private let count: Int
  private let criteria: [Correctness<N.Element>]
  private var arena: Arena<N.Element>
  private var tape: N.Tape
  private let outputGradient: MatrixRef<N.Element>
  private let chunk: Int

  /// The evaluation over the first `count` samples; `isOfLists` if samples are to be listed too.
  public init(
    _ network: N, _ loss: L, on inputs: N.Inputs, first count: Int, criteria: [Correctness<N.Element>],
    isOfLists: Bool = false, chunk: Int = 1000
  ) {
    self.network = network
    self.loss = loss
    self.inputs = inputs
    self.count = count
    self.criteria = criteria
    self.chunk = min(chunk, count)
    arena = Arena()
    tape = network.makeTape(rows: self.chunk, gathering: isOfLists, in: &arena)
    outputGradient = arena.matrix(self.chunk, network.outputWidth)
  }

  /// Loss and accuracies at `parameters`.
  ///
  /// - Complexity: one forward pass over the samples.
  public mutating func callAsFunction(_ parameters: borrowing Vector<N.Element>) -> Result {
    evaluate(parameters, count: count) { RowSelection(from: $0, first: $1) }
  }

  /// Loss and accuracies at `parameters` over the listed samples, of an evaluation that is of lists.
  ///
  /// - Complexity: one forward pass over these samples.
  public mutating func callAsFunction(
    _ parameters: borrowing Vector<N.Element>, on samples: UnsafeBufferPointer<Int32>
  ) -> Result {
    guard let base = samples.baseAddress else { return Result(loss: .nan, accuracies: criteria.map { _ in .nan }) }
    return evaluate(parameters, count: samples.count) { RowSelection(base + $0, count: $1) }
  }

  private mutating func evaluate(
    _ parameters: borrowing Vector<N.Element>, count: Int, _ select: (_ start: Int, _ count: Int) -> RowSelection
  ) -> Result {
    var total = 0.0
    var right = [Int](repeating: 0, count: criteria.count)
    var start = 0
    while start < count {
      let size = min(chunk, count - start)
      let rows = select(start, size)
      let outputs = network.forward(inputs, rows, parameters: parameters.ref, tape: &tape)
      total += loss.evaluate(outputs, rows, gradient: outputGradient.rows(size)) * Double(size)
      for (i, criterion) in criteria.enumerated() { right[i] += criterion.count(outputs, rows) }
      start += size
    }
    return Result(loss: total / Double(count), accuracies: right.map { Double($0) / Double(count) })
  }
}
