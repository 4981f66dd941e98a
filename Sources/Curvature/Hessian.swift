public import LinearAlgebra
public import Objectives

/// The Hessian `H` of an objective at a point, by exact products.
public struct Hessian<O: HessianObjective & ~Copyable>: ~Copyable, LinearOperator where O.Element == Double {
  private var objective: O
  /// The objective's value at the point.
  public let value: Double
  /// The gradient at the point.
  public let gradient: Vector<Double>

  /// The Hessian of `objective` at `point`.
  public init(of objective: consuming O, at point: borrowing Vector<Double>) {
    var gradient = Vector<Double>(zeros: objective.dimension)
    value = objective.linearize(at: point, into: &gradient)
    self.gradient = gradient
    self.objective = objective
  }

  /// The number of parameters.
  public var dimension: Int { objective.dimension }

  /// Overwrites `y` with `H x`.
  public mutating func apply(to x: borrowing Vector<Double>, into y: inout Vector<Double>) {
    objective.hessianProduct(along: x, into: &y)
  }
}

/// A diagonal block of an operator: its rows and columns in a range, a layer's for example.
public struct DiagonalBlock<A: LinearOperator & ~Copyable>: ~Copyable, LinearOperator {
  private var whole: A
  private let range: Range<Int>
  private var x: Vector<Double>
  private var y: Vector<Double>

  /// The block of `whole` in `range`.
  public init(of whole: consuming A, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= whole.dimension)
    x = Vector(zeros: whole.dimension)
    y = Vector(zeros: whole.dimension)
    self.range = range
    self.whole = whole
  }

  /// The length of the range.
  public var dimension: Int { range.count }

  /// Overwrites `y` with the block times `x`.
  public mutating func apply(to x: borrowing Vector<Double>, into y: inout Vector<Double>) {
    precondition(x.count == dimension && y.count == dimension)
    self.x.ref.slice(range.lowerBound, range.count).base.update(from: x.ref.base, count: range.count)
    whole.apply(to: self.x, into: &self.y)
    y.ref.base.update(from: self.y.ref.slice(range.lowerBound, range.count).base, count: range.count)
  }
}
