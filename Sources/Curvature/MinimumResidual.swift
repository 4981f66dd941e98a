public import LinearAlgebra

/// How far an iteration of `minimumResidual` came.
public struct MinimumResidualReport: Sendable, Equatable {
  /// `|A x - b| / |b|`, from a product at the end.
  public let relativeResidual: Double
  /// The number of products.
  public let iterations: Int
}

/// Solves `A x = b` for a symmetric, perhaps singular or indefinite `A` by MINRES (Paige, Saunders 1975).
///
/// Minimises `|A x - b|` over Krylov spaces; ends when that is below `tolerance |b|`, or when the residual's gradient
/// `|A r|` is below `tolerance |A| |r|`, that is at a least-squares solution, or after `limit` products. A longer limit
/// than the dimension serves against rounding.
public func minimumResidual<A: LinearOperator & ~Copyable>(
  _ a: inout A, _ b: borrowing Vector<Double>, into x: inout Vector<Double>, tolerance: Double, limit: Int
) -> MinimumResidualReport {
  let n = a.dimension
  precondition(b.count == n && x.count == n)
  x.setToZero()
  let start = b.norm
  guard start > 0 else { return MinimumResidualReport(relativeResidual: 0, iterations: 0) }
  // v: the Lanczos vector; r1, r2: the last two, not normalised; w, w1, w2: the last directions of x.
  var v = Vector<Double>(zeros: n), y = Vector<Double>(zeros: n)
  var r1 = b.copy(), r2 = b.copy()
  var w = Vector<Double>(zeros: n), w1 = Vector<Double>(zeros: n), w2 = Vector<Double>(zeros: n)
  var beta = start, previousBeta = 0.0
  var (dbar, epsilon, residual, cosine, sine) = (0.0, 0.0, start, -1.0, 0.0)
  var normSquare = 0.0
  var iterations = 0
  while iterations < limit {
    v.copy(from: r2)
    v.scale(by: 1 / beta)
    a.apply(to: v, into: &y)
    iterations += 1
    if iterations > 1 { y.add(-beta / previousBeta, r1) }
    let alpha = v.dot(y)
    y.add(-alpha / beta, r2)
    swap(&r1, &r2)
    r2.copy(from: y)
    previousBeta = beta
    beta = y.norm
    normSquare += alpha * alpha + beta * beta + (iterations > 1 ? previousBeta * previousBeta : 0)
    // The QR factorisation of the tridiagonal matrix, a rotation a step.
    let oldEpsilon = epsilon
    let delta = cosine * dbar + sine * alpha
    let gbar = sine * dbar - cosine * alpha
    epsilon = sine * beta
    dbar = -cosine * beta
    let gradient = (gbar * gbar + dbar * dbar).squareRoot()  // |A r| / |r| of the iterate so far
    if iterations > 1, gradient <= tolerance * normSquare.squareRoot() { break }
    let gamma = max((gbar * gbar + beta * beta).squareRoot(), Double.leastNormalMagnitude)
    (cosine, sine) = (gbar / gamma, beta / gamma)
    let phi = cosine * residual
    residual *= sine
    swap(&w1, &w2)
    swap(&w2, &w)
    w.copy(from: v)
    w.add(-oldEpsilon, w1)
    w.add(-delta, w2)
    w.scale(by: 1 / gamma)
    x.add(phi, w)
    if residual <= tolerance * start || beta == 0 || !residual.isFinite { break }
  }
  a.apply(to: x, into: &y)
  y.add(-1, b)
  return MinimumResidualReport(relativeResidual: y.norm / start, iterations: iterations)
}
