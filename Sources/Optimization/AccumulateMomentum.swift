public import LinearAlgebra

/// Heavy-ball momentum (Polyak 1964) as PyTorch defines it: `b = mu b + g` (b = g at first), `u = b`;
/// with Nesterov's look-ahead `u = g + mu b`.
public struct AccumulateMomentum<Element: Scalar>: ~Copyable, GradientTransform {
  private var velocity: Vector<Element>
  private let coefficient: Double
  private let isNesterov: Bool

  /// Momentum `coefficient` (mu) for `count` parameters.
  public init(count: Int, coefficient: Double, nesterov: Bool = false) {
    velocity = Vector(zeros: count)
    self.coefficient = coefficient
    isNesterov = nesterov
  }

  /// Accumulates the velocity and overwrites `update` with the direction.
  public mutating func transform(_ update: inout Vector<Element>, at parameters: borrowing Vector<Element>) {
    let u = update.ref, b = velocity.ref, mu = Element(coefficient)
    precondition(u.count == b.count)
    if isNesterov {
      for i in 0..<u.count {
        b.base[i] = mu * b.base[i] + u.base[i]
        u.base[i] += mu * b.base[i]
      }
    } else {
      for i in 0..<u.count {
        b.base[i] = mu * b.base[i] + u.base[i]
        u.base[i] = b.base[i]
      }
    }
  }
}
