/// Eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigenproblem<Element: Scalar>: Sendable {
  /// The eigenvalues, ascending.
  public let eigenvalues: [Element]
  /// The eigenvectors, one after another in the order of the eigenvalues, each of unit length.
  public let eigenvectors: [[Element]]

  /// Solves `A v = lambda v` densely by LAPACK's divide and conquer (`?syevd`).
  ///
  /// - Parameters:
  ///   - matrix: the `n * n` elements of the symmetric `A`; one triangle is read.
  ///   - dimension: `n`.
  /// - Returns: `nil` if an element is not finite or LAPACK does not converge.
  /// - Complexity: O(n^3).
  public init?(of matrix: [Element], dimension: Int) {
    precondition(matrix.count == dimension * dimension)
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    OpenBLAS.useOneThread()
    var vectors = matrix
    var values = [Element](repeating: 0, count: dimension)
    let information = vectors.withUnsafeMutableBufferPointer { vectors in
      values.withUnsafeMutableBufferPointer { values in
        guard let a = vectors.baseAddress, let w = values.baseAddress else { return 0 }
        return Element._syevd(dimension, a, w)
      }
    }
    guard information == 0 else { return nil }
    eigenvalues = values
    eigenvectors = (0..<dimension).map { Array(vectors[($0 * dimension)..<(($0 + 1) * dimension)]) }
  }
}
