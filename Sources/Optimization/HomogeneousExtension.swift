import LinearAlgebra
import Objectives

/// An objective on a sphere, extended to all vectors such that it is constant along rays: `F(u) = f(r u / |u|)`.
///
/// With `|u|^2 = u^T D u` over the constrained parameters; free parameters pass unscaled. Minimising `F` without a
/// constraint minimises `f` on the sphere: a step in `u` followed by the scaling is a retraction, and gradients of `F`
/// are tangential, so that their differences, taken where `u` lies, need no transport.
struct HomogeneousExtension<O: Objective & ~Copyable>: ~Copyable {
  var objective: O
  let sphere: Sphere<O.Element>
  private var point: Vector<O.Element>

  init(_ objective: consuming O, on sphere: Sphere<O.Element>) {
    point = Vector(zeros: objective.dimension)
    self.objective = objective
    self.sphere = sphere
  }

  /// Scales the constrained parameters onto the sphere; returns the factor.
  @discardableResult
  static func scale(_ parameters: inout Vector<O.Element>, to sphere: Sphere<O.Element>) -> Double {
    let factor = sphere.radius / Sphere.norm(of: parameters, over: sphere.ranges)
    for part in sphere.ranges {
      O.Element._scal(part.range.count, O.Element(factor), parameters.ref.base + part.range.lowerBound)
    }
    return factor
  }

  /// `F(u)`; overwrites `gradient` with `c (g - D w (g.w) / r^2)`, where `w = c u` is the point on the sphere and `g =
  /// df/dw`.
  mutating func valueAndGradient(
    at u: borrowing Vector<O.Element>, into gradient: inout Vector<O.Element>
  ) -> Double {
    point.copy(from: u)
    let factor = Self.scale(&point, to: sphere)
    let value = Double(objective.valueAndGradient(at: point, into: &gradient))
    let w = point.ref.base, g = gradient.ref.base
    var radial = 0.0
    for part in sphere.ranges {
      let offset = part.range.lowerBound
      radial += Double(O.Element._dot(part.range.count, g + offset, w + offset))
    }
    radial /= sphere.radius * sphere.radius
    for part in sphere.ranges {
      let offset = part.range.lowerBound
      O.Element._axpy(part.range.count, O.Element(-part.weight * radial), w + offset, g + offset)
      O.Element._scal(part.range.count, O.Element(factor), g + offset)
    }
    return value
  }

  /// The norm that the gradient of `f` at `w`, less its component along `D w`, has, from the gradient of `F` at `u`.
  func tangentGradientNorm(_ gradient: borrowing Vector<O.Element>, at u: borrowing Vector<O.Element>) -> Double {
    var square = gradient.doublePrecisionDot(gradient)
    var squaredNorm = 0.0, normalSquare = 0.0, product = 0.0, constrained = 0.0
    for part in sphere.ranges {
      let x = u.ref.base + part.range.lowerBound, g = gradient.ref.base + part.range.lowerBound
      let length = O.Element._doublePrecisionDot(part.range.count, x, x)
      squaredNorm += part.weight * length
      normalSquare += part.weight * part.weight * length
      product += part.weight * O.Element._doublePrecisionDot(part.range.count, g, x)
      constrained += O.Element._doublePrecisionDot(part.range.count, g, g)
    }
    square -= constrained
    let factor = sphere.radius * sphere.radius / squaredNorm
    return (square + max(0, constrained - product * product / normalSquare) / factor).squareRoot()
  }

  /// The certificate of `f` at the point of `u`'s ray on the sphere, to which `u` moves; overwrites `gradient`.
  mutating func certificate(
    at u: inout Vector<O.Element>, using gradient: inout Vector<O.Element>
  ) -> FirstOrderCertificate {
    Self.scale(&u, to: sphere)
    objective.valueAndGradient(at: u, into: &gradient)
    return sphere.certificate(gradient: gradient, at: u)
  }
}
