import COpenBLAS

/// All eigenvalues of a symmetric matrix, and the eigenvectors of the largest.
///
/// Cheaper than `SymmetricEigenproblem` where few eigenvectors are wanted: after the reduction to tridiagonal form
/// (`dsytrd`) eigenvalues take O(n^2) (`dsterf`), and so does each eigenvector (`dstemr`, `dormtr`).
public struct LeadingEigenpairs: Sendable {
  /// The eigenvalues, descending.
  public let eigenvalues: [Double]
  /// The eigenvectors of the largest eigenvalues in their order, each of unit length.
  public let eigenvectors: [[Double]]

  /// Solves `A v = lambda v` for all eigenvalues and `count` eigenvectors.
  ///
  /// - Parameters:
  ///   - matrix: the `n * n` elements of `A`, row-major; the lower triangle is read, and all of it is overwritten.
  ///   - dimension: `n`, at least 1.
  ///   - count: the number of eigenvectors, at most `n`.
  /// - Returns: `nil` if an element is not finite or LAPACK does not converge.
  /// - Complexity: 4/3 n^3 + O(n^2 count) operations.
  public init?(of matrix: UnsafeMutableBufferPointer<Double>, dimension n: Int, count: Int) {
    precondition(n > 0 && matrix.count >= n * n && (0...n).contains(count))
    guard let a = matrix.baseAddress else { return nil }
    OpenBLAS.useOneThread()
    let size = Int32(n)
    var diagonal = [Double](repeating: 0, count: n), beside = diagonal, reflectors = diagonal
    // Column-major on a row-major array: its lower triangle is the upper one.
    let upper: CChar = 85 /* "U" */
    guard
      LAPACKE_dsytrd(LAPACK_COL_MAJOR, upper, size, a, size, &diagonal, &beside, &reflectors) == 0
    else { return nil }
    var (values, rest) = (diagonal, beside)
    guard LAPACKE_dsterf(size, &values, &rest) == 0 else { return nil }
    eigenvalues = values.reversed()
    guard count > 0 else {
      eigenvectors = []
      return
    }
    var found: Int32 = 0, isAccurate: Int32 = 1
    var vectors = [Double](repeating: 0, count: n * count)
    var supports = [Int32](repeating: 0, count: 2 * count)
    let tridiagonal = LAPACKE_dstemr(
      LAPACK_COL_MAJOR, 86 /* "V" */, 73 /* "I" */, size, &diagonal, &beside, 0, 0, Int32(n - count + 1), size, &found,
      &values, &vectors, size, Int32(count), &supports, &isAccurate)
    guard tridiagonal == 0, found == Int32(count),
      LAPACKE_dormtr(
        LAPACK_COL_MAJOR, 76 /* "L" */, upper, 78 /* "N" */, size, found, a, size, reflectors, &vectors, size) == 0
    else { return nil }
    eigenvectors = (0..<count).reversed().map { Array(vectors[($0 * n)..<(($0 + 1) * n)]) }
  }
}
