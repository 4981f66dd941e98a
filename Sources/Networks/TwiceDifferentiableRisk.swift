public import LinearAlgebra
public import Objectives

/// The mean loss of a network over the first samples of a data set, with exact Hessian-vector products.
///
/// Works in chunks of rows, so that memory is bounded. With one chunk the passes at a point are kept, and a product
/// costs about two gradients; with more they are repeated for each product, which then costs about three.
public struct TwiceDifferentiableRisk<N: TwiceDifferentiableNetwork, L: TwiceDifferentiableLoss>: ~Copyable,
  HessianObjective
where L.Element == N.Element {
  /// `Float` or `Double`.
  public typealias Element = N.Element
  private let network: N
  private let loss: L
  private let inputs: N.Inputs
  private let count: Int, chunk: Int
  private var arena: Arena<Element>
  private var tape: N.Tape
  private let tangents: N.Tangents
  private let outputGradient: MatrixRef<Element>
  private var outputs: MatrixRef<Element>
  private var point: Vector<Element>
  private var part: Vector<Element>

  /// The risk over the first `count` samples, at most `chunk` at a time.
  public init(_ network: N, _ loss: L, on inputs: N.Inputs, first count: Int, chunk: Int = 2048) {
    precondition(count > 0 && chunk > 0)
    self.network = network
    self.loss = loss
    self.inputs = inputs
    self.count = count
    self.chunk = min(chunk, count)
    arena = Arena()
    tape = network.makeTape(rows: self.chunk, gathering: false, in: &arena)
    tangents = network.makeTangents(rows: self.chunk, in: &arena)
    outputGradient = arena.matrix(self.chunk, network.outputWidth)
    outputs = outputGradient
    point = Vector(zeros: network.layout.count)
    part = Vector(zeros: network.layout.count)
  }

  /// The number of parameters.
  public var dimension: Int { network.layout.count }

  /// The mean loss.
  public mutating func value(at parameters: borrowing Vector<Element>) -> Element {
    var total = 0.0
    for start in stride(from: 0, to: count, by: chunk) {
      let rows = rows(from: start)
      total += forward(rows, parameters.ref) * Double(rows.count)
    }
    return Element(total / Double(count))
  }

  /// The mean loss and its gradient.
  @discardableResult
  public mutating func valueAndGradient(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element {
    var total = 0.0
    gradient.setToZero()
    for start in stride(from: 0, to: count, by: chunk) {
      let rows = rows(from: start)
      total += forward(rows, parameters.ref) * Double(rows.count)
      network.backward(
        outputGradient.rows(rows.count), parameters: parameters.ref, gradient: part.ref, tape: &tape)
      gradient.add(Element(rows.count) / Element(count), part)
    }
    return Element(total / Double(count))
  }

  /// The mean loss and its gradient; products are taken at `parameters` from then on.
  @discardableResult
  public mutating func linearize(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element {
    point.copy(from: parameters)
    let value = valueAndGradient(at: parameters, into: &gradient)
    if chunk == count { linearize(rows(from: 0)) }
    return value
  }

  /// `H v` by a tangent pass beside the forward and one beside the backward pass (Pearlmutter 1994).
  ///
  /// No evaluation may lie between `linearize(at:into:)` and the products at its point.
  public mutating func hessianProduct(along direction: borrowing Vector<Element>, into product: inout Vector<Element>) {
    precondition(direction.count == dimension && product.count == dimension)
    product.setToZero()
    for start in stride(from: 0, to: count, by: chunk) {
      let rows = rows(from: start)
      if chunk < count { linearize(rows) }
      let tangent = network.forwardTangent(
        along: direction.ref, parameters: point.ref, tape: tape, tangents: tangents)
      let gradientTangent = outputGradient.rows(rows.count)
      loss.differentiateGradient(outputs, rows, along: tangent, into: gradientTangent)
      network.backwardTangent(
        gradientTangent, along: direction.ref, parameters: point.ref, product: part.ref, tape: tape, tangents: tangents)
      product.add(Element(rows.count) / Element(count), part)
    }
  }

  private func rows(from start: Int) -> RowSelection { RowSelection(from: start, first: min(chunk, count - start)) }

  private mutating func forward(_ rows: RowSelection, _ parameters: VectorRef<Element>) -> Double {
    outputs = network.forward(inputs, rows, parameters: parameters, tape: &tape)
    return loss.evaluate(outputs, rows, gradient: outputGradient.rows(rows.count))
  }

  private mutating func linearize(_ rows: RowSelection) {
    _ = forward(rows, point.ref)
    network.linearize(
      outputGradient.rows(rows.count), parameters: point.ref, gradient: part.ref, tape: &tape, tangents: tangents)
  }
}
