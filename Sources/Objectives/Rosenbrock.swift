public import LinearAlgebra

/// `(1 - x)^2 + 100 (y - x^2)^2` (Rosenbrock 1960): a curved valley with its minimum 0 at (1, 1), for tests.
public struct Rosenbrock<Element: Scalar>: ~Copyable, Objective {
  /// The function of two variables.
  public init() {}

  /// Two.
  public var dimension: Int { 2 }

  /// The value at `parameters`.
  public mutating func value(at parameters: borrowing Vector<Element>) -> Element {
    let x = parameters[0], y = parameters[1]
    return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)
  }

  /// The value; the gradient is `(-2 (1 - x) - 400 x (y - x^2), 200 (y - x^2))`.
  public mutating func valueAndGradient(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element {
    let x = parameters[0], y = parameters[1]
    gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x)
    gradient[1] = 200 * (y - x * x)
    return value(at: parameters)
  }
}
