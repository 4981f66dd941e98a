import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Foundation
#endif

@Suite struct SymmetricEigenproblemTests {
  @Test func secondDifferencesHaveTheirKnownSpectrum() throws {
    // tridiag(-1, 2, -1) of dimension n: lambda_k = 2 - 2 cos(k pi / (n + 1)), v_k ~ sin(j k pi / (n + 1)).
    let n = 20
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      matrix[i * n + i] = 2
      if i > 0 { (matrix[i * n + i - 1], matrix[(i - 1) * n + i]) = (-1, -1) }
    }
    let solution = try #require(SymmetricEigenproblem(of: matrix, dimension: n))
    for k in 1...n {
      let angle = Double(k) * .pi / Double(n + 1)
      #expect(abs(solution.eigenvalues[k - 1] - (2 - 2 * cos(angle))) < 1e-13)
      let v = solution.eigenvectors[k - 1]
      let overlap = v.indices.reduce(0) { $0 + v[$1] * sin(angle * Double($1 + 1)) }
      #expect(abs(abs(overlap) - (Double(n + 1) / 2).squareRoot()) < 1e-12)
    }
  }

  @Test func eigenvectorsSatisfyTheirEquation() throws {
    try check(tolerance: 1e-12, as: Double.self)
    try check(tolerance: 1e-4, as: Float.self)
  }

  private func check<Element: Scalar>(tolerance: Element, as _: Element.Type) throws {
    let n = 25
    let draw: [Element] = numbers(n * n)
    let matrix = (0..<n * n).map { draw[$0] + draw[$0 % n * n + $0 / n] }
    let solution = try #require(SymmetricEigenproblem(of: matrix, dimension: n))
    #expect(solution.eigenvalues == solution.eigenvalues.sorted())
    for (i, v) in solution.eigenvectors.enumerated() {
      for row in 0..<n {
        let product = (0..<n).reduce(0) { $0 + matrix[row * n + $1] * v[$1] }
        #expect(abs(product - solution.eigenvalues[i] * v[row]) < tolerance)
      }
      for (j, w) in solution.eigenvectors.enumerated() {
        #expect(abs(zip(v, w).reduce(0) { $0 + $1.0 * $1.1 } - (i == j ? 1 : 0)) < tolerance)
      }
    }
  }

  @Test(arguments: [Double.nan, .infinity]) func whatIsNotFiniteHasNoSolution(_ element: Double) {
    #expect(SymmetricEigenproblem(of: [1, element, element, 1], dimension: 2) == nil)
  }
}

@Suite struct LeadingEigenpairsTests {
  /// Against the dense solver on a matrix with close, equal and zero eigenvalues; only the lower triangle is read.
  @Test(arguments: [0, 1, 3, 12]) func agreesWithTheDenseSolver(_ count: Int) throws {
    let n = 12
    let values = [9, 7, 7, 5, 4.999, 3, 1, 1e-3, 0, 0, -2, -6]
    // A reflection I - 2 v v^T of the diagonal matrix.
    let raw = (0..<n).map { Double($0 * $0 % 7) + 1 }, length = raw.reduce(0) { $0 + $1 * $1 }
    func q(_ i: Int, _ j: Int) -> Double { (i == j ? 1 : 0) - 2 * raw[i] * raw[j] / length }
    var matrix = (0..<(n * n)).map { k in
      (0..<n).reduce(0) { $0 + q(k / n, $1) * values[$1] * q(k % n, $1) }
    }
    for i in 0..<n { for j in 0..<n where j > i { matrix[i * n + j] = .nan } }
    let lower = matrix
    let found = try #require(
      matrix.withUnsafeMutableBufferPointer { LeadingEigenpairs(of: $0, dimension: n, count: count) })
    #expect(zip(found.eigenvalues, values).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(found.eigenvectors.count == count)
    for (j, v) in found.eigenvectors.enumerated() {
      for i in 0..<n {
        let product = (0..<n).reduce(0) { $0 + (i >= $1 ? lower[i * n + $1] : lower[$1 * n + i]) * v[$1] }
        #expect(abs(product - values[j] * v[i]) < 1e-11)
      }
      for (k, u) in found.eigenvectors.enumerated() {
        let product = zip(u, v).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (j == k ? 1 : 0)) < 1e-12)
      }
    }
  }
}
