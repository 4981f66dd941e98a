public import LinearAlgebra

/// `1/2 sum_i d_i theta_i^2`, whose minimiser and Hessian are known: for tests and first steps.
public struct Quadratic<Element: Scalar>: ~Copyable, Objective {
  private let diagonal: [Element]

  /// The quadratic with the given diagonal Hessian.
  public init(diagonal: [Element]) { self.diagonal = diagonal }

  /// The number of parameters.
  public var dimension: Int { diagonal.count }

  /// The value at `parameters`.
  public mutating func value(at parameters: borrowing Vector<Element>) -> Element {
    var sum: Element = 0
    for i in diagonal.indices { sum += diagonal[i] * parameters[i] * parameters[i] }
    return sum / 2
  }

  /// The value; `g_i = d_i theta_i`.
  public mutating func valueAndGradient(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element {
    for i in diagonal.indices { gradient[i] = diagonal[i] * parameters[i] }
    return value(at: parameters)
  }
}
