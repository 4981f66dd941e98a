public import LinearAlgebra
import RealModule

/// Adam's direction (Kingma, Ba 2015): `u = m^ / (sqrt(v^) + epsilon)`, with bias-corrected moments of the gradient.
///
/// `m = beta1 m + (1 - beta1) g`, `v = beta2 v + (1 - beta2) g^2`, `m^ = m / (1 - beta1^t)`, `v^ = v / (1 - beta2^t)`.
public struct ScaleByAdam<Element: Scalar>: ~Copyable, GradientTransform {
  private var first: Vector<Element>
  private var second: Vector<Element>
  private var step = 0
  private let beta1: Double, beta2: Double, epsilon: Double

  /// Adam for `count` parameters, both moments at zero.
  public init(count: Int, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    first = Vector(zeros: count)
    second = Vector(zeros: count)
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// Accumulates the moments and overwrites `update` with the direction.
  public mutating func transform(_ update: inout Vector<Element>, at parameters: borrowing Vector<Element>) {
    step += 1
    let correction1 = 1 / (1 - Double.pow(beta1, step)), correction2 = 1 / (1 - Double.pow(beta2, step))
    let u = update.ref, m = first.ref, v = second.ref
    precondition(u.count == m.count)
    let decay1 = Element(beta1), decay2 = Element(beta2), gain1 = Element(1 - beta1), gain2 = Element(1 - beta2)
    let scale1 = Element(correction1), scale2 = Element(correction2), epsilon = Element(epsilon)
    for i in 0..<u.count {
      let g = u.base[i]
      m.base[i] = decay1 * m.base[i] + gain1 * g
      v.base[i] = decay2 * v.base[i] + gain2 * g * g
      u.base[i] = scale1 * m.base[i] / ((scale2 * v.base[i]).squareRoot() + epsilon)
    }
  }
}
