public import LinearAlgebra
public import Objectives

/// The mean loss of a network over a training set, or over the batch that each step sees.
public struct EmpiricalRisk<N: Network, L: Loss>: ~Copyable, Objective where L.Element == N.Element {
  /// `Float` or `Double`.
  public typealias Element = N.Element
  private let network: N
  private let loss: L
  private let inputs: N.Inputs
  private var batches: BatchSchedule
  private var arena: Arena<Element>
  private var tape: N.Tape
  private let outputGradient: MatrixRef<Element>
  private var rows: RowSelection
  /// The network's outputs at the last evaluation, for the rows of its batch.
  public private(set) var outputs: MatrixRef<Element>

  /// How many samples of the last evaluation's batch are right.
  public func rightCount(_ criterion: Correctness<Element>) -> Int { criterion.count(outputs, rows) }

  /// The risk of `network` with `loss` on `inputs`, in the given batches.
  public init(_ network: N, _ loss: L, on inputs: N.Inputs, batches: consuming BatchSchedule) {
    self.network = network
    self.loss = loss
    self.inputs = inputs
    arena = Arena()
    tape = network.makeTape(rows: batches.largestBatch, gathering: !batches.isFull, in: &arena)
    outputGradient = arena.matrix(batches.largestBatch, network.outputWidth)
    outputs = outputGradient.rows(0)
    rows = batches.rows(at: 0)
    self.batches = batches
  }

  /// The number of parameters.
  public var dimension: Int { network.layout.count }

  /// Chooses the batch of step `step`.
  public mutating func beginStep(_ step: Int) { rows = batches.rows(at: step) }

  /// The mean loss over the batch.
  public mutating func value(at parameters: borrowing Vector<Element>) -> Element {
    outputs = network.forward(inputs, rows, parameters: parameters.ref, tape: &tape)
    return Element(loss.evaluate(outputs, rows, gradient: outputGradient.rows(rows.count)))
  }

  /// The mean loss over the batch and its gradient: one forward and one backward pass.
  @discardableResult
  public mutating func valueAndGradient(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element {
    let value = value(at: parameters)
    network.backward(
      outputGradient.rows(rows.count), parameters: parameters.ref, gradient: gradient.ref, tape: &tape)
    return value
  }
}
