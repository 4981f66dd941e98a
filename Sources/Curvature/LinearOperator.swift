public import LinearAlgebra

/// A real symmetric matrix known by its products with vectors, in double precision whatever a run was computed in.
///
/// Operators own their workspace, so that a product is `mutating` and allocates nothing.
public protocol LinearOperator: ~Copyable {
  /// The number of rows and of columns.
  var dimension: Int { get }
  /// Overwrites `y` with `A x`.
  mutating func apply(to x: borrowing Vector<Double>, into y: inout Vector<Double>)
}

extension LinearOperator where Self: ~Copyable {
  /// All elements, row after row, made symmetric by the mean with the transpose.
  ///
  /// - Complexity: `dimension` products and `dimension^2` numbers of memory.
  public mutating func elements() -> [Double] {
    let n = dimension
    var result = [Double](repeating: 0, count: n * n)
    var unit = Vector<Double>(zeros: n), column = Vector<Double>(zeros: n)
    for j in 0..<n {
      unit[j] = 1
      apply(to: unit, into: &column)
      unit[j] = 0
      for i in 0..<n {
        result[i * n + j] += column[i] / 2
        result[j * n + i] += column[i] / 2
      }
    }
    return result
  }
}

/// A symmetric matrix that is stored.
public struct DenseOperator: ~Copyable, LinearOperator {
  private let matrix: Vector<Double>
  /// The number of rows and of columns.
  public let dimension: Int

  /// The matrix of the given `dimension^2` elements.
  public init(_ elements: [Double], dimension: Int) {
    precondition(elements.count == dimension * dimension)
    matrix = Vector(elements)
    self.dimension = dimension
  }

  /// Overwrites `y` with `A x`.
  public mutating func apply(to x: borrowing Vector<Double>, into y: inout Vector<Double>) {
    precondition(x.count == dimension && y.count == dimension)
    gemm(
      matrix.ref.matrix(at: 0, dimension, dimension), x.ref.matrix(at: 0, dimension, 1),
      into: y.ref.matrix(at: 0, dimension, 1))
  }
}

/// Why a spectrum is not known.
public enum CurvatureError: Error, Equatable, CustomStringConvertible {
  /// A product or a gradient is infinite or not a number.
  case notFinite
  /// LAPACK's eigenvalue solver failed on a matrix of this size.
  case noConvergence(dimension: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .notFinite:
      "Cannot compute the curvature: the loss's derivatives there are not finite; choose a point that has not diverged."
    case .noConvergence(let dimension):
      "Cannot compute the eigenvalues of a matrix of dimension \(dimension): LAPACK did not converge; report the point."
    }
  }
}
