public import LinearAlgebra

/// A stretch of the parameters and how often its squares count in the norm.
public struct WeightedRange: Sendable, Codable, Hashable {
  /// The indices of the parameters.
  public var range: Range<Int>
  /// The factor of their squares.
  public var weight: Double

  /// The parameters in `range`, counted `weight` times.
  public init(_ range: Range<Int>, weight: Double = 1) {
    self.range = range
    self.weight = weight
  }
}

/// The parameters with a given norm `r`, where `r^2 = w^T D w` and `D` is diagonal and non-negative.
///
/// With `D = 1` on all parameters this is the papers' sphere (Liu et al. 2023, Eq. 1). The released code of some of their
/// studies counts the first weight matrix twice: `D = 2` there. The normal is `D w`; parameters outside the ranges are free.
public struct Sphere<Element: Scalar>: Constraint {
  /// The norm kept.
  public let radius: Double
  /// The parameters constrained and their weights; disjoint.
  public let ranges: [WeightedRange]

  /// The sphere of norm `radius` over `ranges`.
  public init(radius: Double, over ranges: [WeightedRange]) {
    precondition(radius > 0)
    self.radius = radius
    self.ranges = ranges
  }

  /// The sphere through `parameters`.
  public init(through parameters: borrowing Vector<Element>, over ranges: [WeightedRange]) {
    self.init(radius: Self.norm(of: parameters, over: ranges), over: ranges)
  }

  /// `sqrt(w^T D w)`, summed in double precision.
  public static func norm(of parameters: borrowing Vector<Element>, over ranges: [WeightedRange]) -> Double {
    var sum = 0.0
    for part in ranges {
      let w = parameters.ref.slice(part.range.lowerBound, part.range.count)
      sum += part.weight * Element._sumOfSquares(w.count, w.base)
    }
    return sum.squareRoot()
  }

  /// `w *= r / sqrt(w^T D w)` on the constrained parameters.
  ///
  /// A known squared norm serves where all parameters are counted once; else the norm costs another pass over them.
  public func retract(_ parameters: inout Vector<Element>, squaredNorm: Double?) {
    let norm: Double
    if let squaredNorm, ranges == [WeightedRange(0..<parameters.count)] {
      norm = squaredNorm.squareRoot()
    } else {
      norm = Self.norm(of: parameters, over: ranges)
    }
    // What overflows must not become the origin.
    let factor = norm.isFinite ? Element(radius / norm) : .nan
    for part in ranges {
      Element._scal(part.range.count, factor, parameters.ref.base + part.range.lowerBound)
    }
  }

  /// The gradient's component orthogonal to `D w`, and `dl/dr = sum g w / r` over the constrained parameters.
  public func certificate(
    gradient: borrowing Vector<Element>, at parameters: borrowing Vector<Element>
  ) -> FirstOrderCertificate {
    var gn = 0.0, nn = 0.0, gw = 0.0
    for part in ranges {
      let w = parameters.ref.slice(part.range.lowerBound, part.range.count)
      let g = gradient.ref.slice(part.range.lowerBound, part.range.count)
      let product = Element._doublePrecisionDot(w.count, g.base, w.base)
      gw += product
      gn += part.weight * product
      nn += part.weight * part.weight * Element._sumOfSquares(w.count, w.base)
    }
    // Element by element: |g|^2 - (g.n)^2 / n.n would lose its digits where g is nearly normal, at a minimum.
    let tangent = gradient.copy()
    for part in ranges {
      Element._axpy(
        part.range.count, Element(-part.weight * gn / nn), parameters.ref.base + part.range.lowerBound,
        tangent.ref.base + part.range.lowerBound)
    }
    let norm = Self.norm(of: parameters, over: ranges)
    return FirstOrderCertificate(
      tangentGradientNorm: tangent.doublePrecisionDot(tangent).squareRoot(), radialDerivative: gw / norm)
  }
}
