import LinearAlgebra
import RandomStreams

/// An orthonormal basis that grows by products with an operator `A`, and `T = V A V^T` on it (rows of `V`).
///
/// Every new vector is orthogonalised twice against all others, so that rounding brings no copies of eigenvalues.
struct KrylovBasis: ~Copyable {
  let dimension: Int, capacity: Int
  /// The number of vectors whose products are known; one more vector may lie behind them.
  private(set) var count = 0
  /// The norm of what the last product had outside of the basis; 0 where there was nothing.
  private(set) var remainder = 0.0
  private var rows: Vector<Double>
  private var spare: Vector<Double>
  private var x: Vector<Double>
  private var product: Vector<Double>
  private var projections: [Double]
  private var matrix: [Double]

  /// An empty basis for at most `capacity` vectors of `dimension` numbers.
  init(dimension: Int, capacity: Int) {
    self.dimension = dimension
    self.capacity = capacity
    rows = Vector(zeros: (capacity + 1) * dimension)
    spare = Vector(zeros: capacity * dimension)
    x = Vector(zeros: dimension)
    product = Vector(zeros: dimension)
    projections = [Double](repeating: 0, count: capacity + 1)
    matrix = [Double](repeating: 0, count: capacity * capacity)
  }

  /// Makes `vector` the next one; false if it lies in the span of the others.
  mutating func place(_ vector: borrowing Vector<Double>) -> Bool {
    product.copy(from: vector)
    let length = product.norm
    orthogonalise(against: count)
    let rest = product.norm
    guard rest > 1e-10 * length else { return false }
    store(scale: 1 / rest)
    return true
  }

  /// Multiplies the vector that was placed last, and places the product's remainder behind it.
  ///
  /// - Throws: `CurvatureError` if the product is not finite.
  mutating func expand<A: LinearOperator & ~Copyable>(_ a: inout A) throws(CurvatureError) {
    precondition(count < capacity)
    x.ref.base.update(from: rows.ref.base + count * dimension, count: dimension)
    a.apply(to: x, into: &product)
    let length = product.norm
    guard length.isFinite else { throw .notFinite }
    orthogonalise(against: count + 1)
    for i in 0...count {
      matrix[i * capacity + count] = projections[i]
      matrix[count * capacity + i] = projections[i]
    }
    count += 1
    let rest = product.norm
    // Of a product that lies in the span, rounding is what remains.
    remainder = rest > 1e-14 * length * Double(count).squareRoot() && count < dimension ? rest : 0
    if remainder > 0 { store(scale: 1 / remainder) }
  }

  /// Eigenvalues of `T`, ascending, and its eigenvectors.
  func ritz() throws(CurvatureError) -> SymmetricEigenproblem<Double> {
    var t = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0..<count { t[i * count + j] = matrix[i * capacity + j] }
    }
    guard let problem = SymmetricEigenproblem(of: t, dimension: count) else { throw .noConvergence(dimension: count) }
    return problem
  }

  /// Replaces the basis by the Ritz vectors `kept` (indices into `problem`), the remainder's vector behind them.
  mutating func restart(_ problem: borrowing SymmetricEigenproblem<Double>, keeping kept: [Int]) {
    let coefficients = Vector<Double>(kept.flatMap { problem.eigenvectors[$0] })
    gemm(
      coefficients.ref.matrix(at: 0, kept.count, count), rows.ref.matrix(at: 0, count, dimension),
      into: spare.ref.matrix(at: 0, kept.count, dimension))
    let base = rows.ref.base
    (base + kept.count * dimension).update(from: base + count * dimension, count: dimension)
    base.update(from: spare.ref.base, count: kept.count * dimension)
    for i in matrix.indices { matrix[i] = 0 }
    for (i, index) in kept.enumerated() { matrix[i * capacity + i] = problem.eigenvalues[index] }
    count = kept.count
  }

  /// The combination of the basis with the given coefficients.
  func combination(_ coefficients: [Double]) -> Vector<Double> {
    let result = Vector<Double>(zeros: dimension)
    for (i, c) in coefficients.enumerated() {
      Double._axpy(dimension, c, rows.ref.base + i * dimension, result.ref.base)
    }
    return result
  }

  /// Twice: what the first pass leaves by cancellation, the second removes.
  private mutating func orthogonalise(against number: Int) {
    for i in 0..<number { projections[i] = 0 }
    for _ in 0..<2 {
      for i in 0..<number {
        let row = rows.ref.base + i * dimension
        let projection = Double._dot(dimension, row, product.ref.base)
        projections[i] += projection
        Double._axpy(dimension, -projection, row, product.ref.base)
      }
    }
  }

  private mutating func store(scale: Double) {
    product.scale(by: scale)
    (rows.ref.base + count * dimension).update(from: product.ref.base, count: dimension)
  }
}
