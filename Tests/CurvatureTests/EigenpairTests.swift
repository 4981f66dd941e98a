import Curvature
import Foundation
import LinearAlgebra
import RandomStreams
import Testing

/// Lanczos against known spectra and against LAPACK.
@Suite struct EigenpairTests {
  /// Spectra of dimension 300, ascending: spread, clustered at the ends, repeated at the ends, with outliers, mostly zero.
  static func spectrum(_ name: String) -> [Double] {
    let middle = (0..<293).map { sin(Double($0)) }
    let values: [Double] =
      switch name {
      case "even": (0..<300).map { Double($0) - 100 }
      case "clustered": (0..<300).map { Double($0 % 100) / 100 }
      case "repeated": [-2, -2, -2] + middle + [5, 5, 5, 5]
      case "outliers": (0..<300).map { $0 < 290 ? 1e-4 * Double($0) : Double($0 - 280) }
      default: [Double](repeating: 0, count: 294) + [1, 2, 3, 4, 5, 6]
      }
    return values.sorted()
  }

  @Test(arguments: ["even", "clustered", "repeated", "outliers", "rank 6"]) func lanczosFindsTheEnds(
    _ name: String
  ) throws {
    let spectrum = Self.spectrum(name)
    var a = DenseOperator(matrix(eigenvalues: spectrum), dimension: 300)
    var request = EigenpairRequest(top: 6, bottom: 4)
    request.denseUpTo = 0
    request.tolerance = 1e-10
    var source = stream(3)
    let found = try extremeEigenpairs(of: &a, request, using: &source)
    #expect(found.method == .lanczos && found.hasConverged)
    let norm = max(abs(spectrum[0]), abs(spectrum[299]))
    #expect(abs(found.norm - norm) <= 1e-12 * norm)
    for (pair, value) in zip(found.top, spectrum.reversed()) { #expect(abs(pair.value - value) <= 1e-10 * norm) }
    for (pair, value) in zip(found.bottom, spectrum) { #expect(abs(pair.value - value) <= 1e-10 * norm) }
    for pair in found.top + found.bottom { #expect(pair.residual <= 1e-9 * norm) }
    #expect(found.top.count == 6 && found.bottom.count == 4)
    for (i, pair) in found.top.enumerated() {
      for other in found.top.dropFirst(i + 1) {
        #expect(abs(zip(pair.vector, other.vector).reduce(0) { $0 + $1.0 * $1.1 }) <= 1e-7, "orthogonal")
      }
    }
  }

  @Test func denseAndLanczosAgreeOnANetwork() throws {
    let task = SmallTask(widths: [4, 12, 8, 2], rows: 20)
    let n = task.parameters.count
    var request = EigenpairRequest(top: 8, bottom: 5)
    var hessian = Hessian(of: task.risk(), at: Vector(task.parameters))
    var source = stream(4)
    let dense = try extremeEigenpairs(of: &hessian, request, using: &source)
    request.denseUpTo = 0
    let lanczos = try extremeEigenpairs(of: &hessian, request, using: &source)
    #expect(dense.method == .dense && lanczos.method == .lanczos && n == 182)
    #expect(dense.eigenvalues?.count == n && lanczos.eigenvalues == nil)
    for (one, other) in zip(dense.top + dense.bottom, lanczos.top + lanczos.bottom) {
      #expect(abs(one.value - other.value) <= 1e-11 * dense.norm)
      #expect(other.residual <= 1e-8 * dense.norm && one.residual <= 1e-12 * dense.norm)
      #expect(one.vector.max { abs($0) < abs($1) } ?? -1 > 0, "the largest entry is positive")
    }
    let trace = dense.eigenvalues?.reduce(0, +) ?? .nan
    let elements = hessian.elements()
    #expect(abs(trace - (0..<n).reduce(0) { $0 + elements[$1 * n + $1] }) <= 1e-12 * dense.norm)
  }

  @Test func whatIsNotFiniteIsAnError() {
    let elements = [Double](repeating: .nan, count: 200 * 200)
    for denseUpTo in [0, 600] {
      var a = DenseOperator(elements, dimension: 200)
      var request = EigenpairRequest(top: 1, bottom: 1)
      request.denseUpTo = denseUpTo
      var source = stream()
      #expect(throws: CurvatureError.notFinite) { try extremeEigenpairs(of: &a, request, using: &source) }
    }
  }
}
