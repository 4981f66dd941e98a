public import LinearAlgebra

/// A set that parameters are kept on.
public protocol Constraint<Element>: Sendable {
  /// `Float` or `Double`.
  associatedtype Element: Scalar
  /// Moves `parameters` back onto the set; `squaredNorm` is `sum_i w_i^2` over all of them, where it is known.
  func retract(_ parameters: inout Vector<Element>, squaredNorm: Double?)
  /// How far `parameters` are from a minimum on the set, to first order.
  func certificate(
    gradient: borrowing Vector<Element>, at parameters: borrowing Vector<Element>
  ) -> FirstOrderCertificate
}

extension Constraint {
  /// Moves `parameters` back onto the set.
  public func retract(_ parameters: inout Vector<Element>) { retract(&parameters, squaredNorm: nil) }
}

/// First-order optimality of a point on a constraint: at a constrained minimum the gradient is parallel to the normal.
public struct FirstOrderCertificate: Sendable, Codable, Hashable {
  /// The Euclidean norm of the gradient's component orthogonal to the constraint's normal.
  public var tangentGradientNorm: Double
  /// The derivative of the loss along the norm `r` that the constraint keeps, `dl/dr = g.w / r`.
  ///
  /// At a constrained minimum this is the exact derivative of the reduced loss (envelope theorem).
  public var radialDerivative: Double

  /// A certificate with the given values.
  public init(tangentGradientNorm: Double, radialDerivative: Double) {
    self.tangentGradientNorm = tangentGradientNorm
    self.radialDerivative = radialDerivative
  }
}

/// No constraint: every parameter vector is allowed.
public struct Unconstrained<Element: Scalar>: Constraint {
  /// The constraint that constrains nothing.
  public init() {}

  /// Does nothing.
  public func retract(_ parameters: inout Vector<Element>, squaredNorm: Double?) {}

  /// The whole gradient's norm, and the derivative along the Euclidean norm.
  public func certificate(
    gradient: borrowing Vector<Element>, at parameters: borrowing Vector<Element>
  ) -> FirstOrderCertificate {
    let norm = parameters.doublePrecisionDot(parameters).squareRoot()
    return FirstOrderCertificate(
      tangentGradientNorm: gradient.doublePrecisionDot(gradient).squareRoot(),
      radialDerivative: gradient.doublePrecisionDot(parameters) / norm)
  }
}
