import LinearAlgebra
public import RandomStreams

/// An eigenvalue with its eigenvector and how well they solve `A v = lambda v`.
public struct Eigenpair: Sendable, Equatable {
  /// The eigenvalue.
  public let value: Double
  /// The eigenvector, of unit length, its largest entry positive.
  public let vector: [Double]
  /// `|A v - lambda v|`, from a product at the end.
  public let residual: Double
}

/// The algebraically largest and smallest eigenpairs of an operator.
public struct ExtremeEigenpairs: Sendable {
  /// How the pairs were computed.
  public enum Method: String, Sendable, Codable {
    /// All elements, by LAPACK.
    case dense
    /// Thick-restart Lanczos with full reorthogonalisation.
    case lanczos
  }

  /// The largest, in descending order.
  public let top: [Eigenpair]
  /// The smallest, in ascending order.
  public let bottom: [Eigenpair]
  /// The largest magnitude of an eigenvalue: the operator's norm.
  public let norm: Double
  /// All eigenvalues, ascending; only with the dense method.
  public let eigenvalues: [Double]?
  /// The number of products that it took.
  public let products: Int
  /// How it was done.
  public let method: Method
  /// Whether every residual is at most the tolerance times the norm.
  public let hasConverged: Bool
}

/// What is asked of `extremeEigenpairs`.
public struct EigenpairRequest: Sendable {
  /// The number of largest and of smallest pairs.
  public var top: Int, bottom: Int
  /// The residuals allowed, relative to the operator's norm.
  public var tolerance = 1e-8
  /// The dimension up to which the dense method is used.
  public var denseUpTo = 600
  /// The largest number of products of the Lanczos method.
  public var limit = 20_000

  /// A request with the default tolerance and limits.
  public init(top: Int, bottom: Int) {
    precondition(top >= 0 && bottom >= 0)
    self.top = top
    self.bottom = bottom
  }
}

/// The largest and the smallest eigenpairs of `a`.
///
/// Dense up to a dimension; above it by thick-restart Lanczos (Wu, Simon 2000) with full reorthogonalisation. A Krylov
/// space holds one vector of each eigenspace only; so converged pairs are confirmed by a further cycle from a random
/// start, which finds eigenvalues that were missed.
///
/// - Complexity: twice `m = 2 (top + bottom) + 60` vectors of memory, and `4 m` operations a parameter and product beside the
///   product itself.
/// - Throws: `CurvatureError` if a product is not finite.
public func extremeEigenpairs<A: LinearOperator & ~Copyable>(
  of a: inout A, _ request: EigenpairRequest, using source: inout some RandomSource
) throws(CurvatureError) -> ExtremeEigenpairs {
  let n = a.dimension
  let top = min(request.top, n), bottom = min(request.bottom, n)
  if n <= request.denseUpTo { return try densePairs(of: &a, top: top, bottom: bottom) }
  var basis = KrylovBasis(dimension: n, capacity: min(2 * (top + bottom) + 60, n))
  _ = basis.place(Vector(source.normals(n)))
  var products = 0
  var confirmed: [Double]?
  while true {
    while basis.count < basis.capacity {
      try basis.expand(&a)
      products += 1
      if basis.remainder == 0 {
        if basis.count == n { break }
        while basis.count < basis.capacity, !basis.place(Vector(source.normals(n))) {}
      }
    }
    let problem = try basis.ritz()
    let values = problem.eigenvalues, m = values.count
    let norm = max(abs(values[0]), abs(values[m - 1]))
    let wanted = Array(0..<bottom) + Array((m - top)..<m)
    let bound = request.tolerance * norm
    let isConverged = wanted.allSatisfy { basis.remainder * abs(problem.eigenvectors[$0][m - 1]) <= bound }
    let found = wanted.map { values[$0] }
    let isConfirmed = confirmed.map { zip($0, found).allSatisfy { abs($0 - $1) <= 10 * bound } } ?? false
    if (isConverged && isConfirmed) || m == n || products >= request.limit {
      let kept = wanted.map { (value: values[$0], vector: basis.combination(problem.eigenvectors[$0]).array) }
      let pairs = kept.map { examine($0.value, $0.vector, &a) }
      return ExtremeEigenpairs(
        top: pairs.suffix(top).reversed(), bottom: Array(pairs.prefix(bottom)), norm: norm, eigenvalues: nil,
        products: products + pairs.count, method: .lanczos,
        hasConverged: pairs.allSatisfy { $0.residual <= 2 * bound })
    }
    // Beside the wanted pairs their neighbours, which sharpen the next cycle.
    let extra = (basis.capacity - top - bottom) / 4
    let low = bottom == 0 ? 0 : bottom + extra, high = top == 0 ? 0 : top + extra
    basis.restart(problem, keeping: Array(0..<low) + Array((m - high)..<m))
    if isConverged {
      confirmed = found
      while !basis.place(Vector(source.normals(n))) {}
    }
  }
}

private func densePairs<A: LinearOperator & ~Copyable>(
  of a: inout A, top: Int, bottom: Int
) throws(CurvatureError) -> ExtremeEigenpairs {
  let n = a.dimension
  let elements = a.elements()
  guard elements.allSatisfy(\.isFinite) else { throw .notFinite }
  guard let problem = SymmetricEigenproblem(of: elements, dimension: n) else { throw .noConvergence(dimension: n) }
  let values = problem.eigenvalues
  let norm = max(abs(values.first ?? 0), abs(values.last ?? 0))
  func pair(_ i: Int) -> Eigenpair { examine(values[i], problem.eigenvectors[i], &a) }
  return ExtremeEigenpairs(
    top: (0..<top).map { pair(n - 1 - $0) }, bottom: (0..<bottom).map { pair($0) }, norm: norm, eigenvalues: values,
    products: n + top + bottom, method: .dense, hasConverged: true)
}

/// The pair with its residual and its sign fixed.
private func examine<A: LinearOperator & ~Copyable>(_ value: Double, _ vector: [Double], _ a: inout A) -> Eigenpair {
  let v = Vector(vector)
  var residual = Vector<Double>(zeros: v.count)
  a.apply(to: v, into: &residual)
  residual.add(-value, v)
  let largest = vector.max { abs($0) < abs($1) } ?? 0
  return Eigenpair(value: value, vector: largest < 0 ? vector.map { -$0 } : vector, residual: residual.norm)
}
