public import LinearAlgebra
public import Objectives

/// The Hessian of an objective restricted to a sphere, in an orthonormal basis of the tangent space.
///
/// The sphere is `w^T D w = r^2`, with the normal `n = D w`. Along a curve on it `n . w'' = -w'^T D w'`; on a geodesic
/// `w''` is parallel to `n`, so that the loss's second derivative is `w'^T (H - mu D) w'` with `mu = g.n / n.n`. On all
/// parameters that is the matrix
///
///     P (H - mu D) P,   P = I - n n^T / n.n,
///
/// which for `D = I` is `P H P - (w.g / |w|^2) P`. Its eigenvalue 0 along `n` says nothing; here that direction is left
/// out: with the Householder reflection `Q` that takes `n` to the first axis, the operator is `Q (H - mu D) Q` without
/// its first row and column, of dimension `P - 1`. At a constrained minimum `mu` is the multiplier `g = mu D w`, and
/// the operator is positive semidefinite. Parameters that the sphere leaves free have `D = 0`.
public struct SphereHessian<O: HessianObjective & ~Copyable>: ~Copyable, LinearOperator where O.Element == Double {
  private var hessian: Hessian<O>
  private let point: Vector<Double>
  private let ranges: [WeightedRange]
  private var x: Vector<Double>
  private var y: Vector<Double>
  /// The basis of the tangent space.
  public let basis: TangentBasis
  /// The multiplier `mu = g.n / n.n`.
  public let multiplier: Double
  /// The norm `r`.
  public let radius: Double
  /// The gradient's tangential norm and the derivative of the objective along `r`.
  public let certificate: FirstOrderCertificate
  /// The value at the point.
  public var value: Double { hessian.value }

  /// The Hessian of `objective` at `point` on the sphere over `ranges` through it.
  public init(of objective: consuming O, at point: borrowing Vector<Double>, over ranges: [WeightedRange]) {
    let hessian = Hessian(of: objective, at: point)
    let n = hessian.dimension
    var normal = Vector<Double>(zeros: n)
    for part in ranges {
      for i in part.range { normal[i] = part.weight * point[i] }
    }
    multiplier = hessian.gradient.dot(normal) / normal.dot(normal)
    radius = Sphere<Double>.norm(of: point, over: ranges)
    certificate = Sphere(through: point, over: ranges).certificate(gradient: hessian.gradient, at: point)
    basis = TangentBasis(normal: normal)
    self.point = point.copy()
    self.ranges = ranges
    self.hessian = hessian
    x = Vector(zeros: n)
    y = Vector(zeros: n)
  }

  /// One less than the number of parameters.
  public var dimension: Int { hessian.dimension - 1 }

  /// Overwrites `y` with the operator times `x`, both in the basis of the tangent space.
  public mutating func apply(to x: borrowing Vector<Double>, into y: inout Vector<Double>) {
    basis.lift(x, into: &self.x)
    hessian.apply(to: self.x, into: &self.y)
    for part in ranges {
      let offset = part.range.lowerBound
      Double._axpy(part.range.count, -multiplier * part.weight, self.x.ref.base + offset, self.y.ref.base + offset)
    }
    basis.restrict(&self.y, into: &y)
  }

  /// The derivative along the norm of another function of the constrained minimiser, by the implicit function theorem.
  ///
  /// The minimiser `w(r)` has `g = mu D w` and `w^T D w = r^2`. Differentiating both, `w' = w / r + t` with `t` tangential
  /// and `P (H - mu D) P t = -P H w / r`; so a function with the gradient `h` changes as `h.w' = h.w / r + h.t`. The
  /// system is solved by MINRES; where the Hessian is singular the minimiser, and with it the derivative, is not unique,
  /// and the solution of least norm is taken.
  public mutating func derivative(
    alongRadiusOf gradient: borrowing Vector<Double>, tolerance: Double, limit: Int
  ) -> ReducedDerivative {
    precondition(gradient.count == dimension + 1)
    hessian.apply(to: point, into: &y)
    y.scale(by: -1 / radius)
    var rightSide = Vector<Double>(zeros: dimension)
    basis.restrict(&y, into: &rightSide)
    var t = Vector<Double>(zeros: dimension)
    let solve = minimumResidual(&self, rightSide, into: &t, tolerance: tolerance, limit: limit)
    var tangent = Vector<Double>(zeros: dimension + 1)
    basis.lift(t, into: &tangent)
    return ReducedDerivative(
      partial: gradient.dot(point, over: ranges) / radius, correction: gradient.dot(tangent),
      displacement: tangent.norm, solve: solve)
  }
}

/// The derivative of a function of the constrained minimiser along the norm.
public struct ReducedDerivative: Sendable, Equatable {
  /// The derivative at fixed direction, `h.w / r`.
  public let partial: Double
  /// What the turning of the minimiser adds, `h.t`.
  public let correction: Double
  /// The norm of `t`: how fast the minimiser turns.
  public let displacement: Double
  /// How well the system for `t` is solved.
  public let solve: MinimumResidualReport
  /// The total derivative.
  public var total: Double { partial + correction }
}

extension Vector<Double> {
  /// The inner product over the elements in `ranges`, whatever their weights.
  fileprivate borrowing func dot(_ other: borrowing Vector, over ranges: [WeightedRange]) -> Double {
    var sum = 0.0
    for part in ranges {
      sum += Double._dot(part.range.count, ref.base + part.range.lowerBound, other.ref.base + part.range.lowerBound)
    }
    return sum
  }
}
