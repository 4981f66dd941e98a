import Curvature
import LinearAlgebra
import Objectives
import RandomStreams
import Testing

/// MINRES against known solutions, sharpness against the trust-region problem.
@Suite struct SolverTests {
  @Test(arguments: [0, 1, 2]) func solvesIndefiniteSystems(seed: Int) {
    let n = 40, elements = symmetricMatrix(n, seed: seed)
    var a = DenseOperator(elements, dimension: n), source = stream(seed)
    let solution = Vector(source.normals(n) as [Double])
    var b = Vector<Double>(zeros: n), x = Vector<Double>(zeros: n)
    a.apply(to: solution, into: &b)
    let report = minimumResidual(&a, b, into: &x, tolerance: 1e-12, limit: 400)
    x.add(-1, solution)
    #expect(report.relativeResidual <= 1e-11)
    #expect(x.norm <= 1e-7 * solution.norm)
  }

  @Test func findsTheLeastSquaresSolutionOfASingularSystem() {
    // diag(1, 2, 0) x = (1, 4, 1): the residual that remains is the third component.
    var a = DenseOperator([1, 0, 0, 0, 2, 0, 0, 0, 0], dimension: 3)
    var x = Vector<Double>(zeros: 3)
    let report = minimumResidual(&a, Vector([1, 4, 1]), into: &x, tolerance: 1e-12, limit: 50)
    #expect(abs(x[0] - 1) <= 1e-10 && abs(x[1] - 2) <= 1e-10)
    #expect(abs(report.relativeResidual - 1 / 18.0.squareRoot()) <= 1e-12)
  }

  @Test func nothingIsSolvedByNothing() {
    var a = DenseOperator([1, 0, 0, 1], dimension: 2), x = Vector([3.0, 3])
    let report = minimumResidual(&a, Vector([0, 0]), into: &x, tolerance: 1e-12, limit: 50)
    #expect(x.array == [0, 0] && report.relativeResidual == 0)
  }

  /// max g.e + 1/2 e^T D e on |e| <= rho: e_i = g_i / (nu - d_i) with nu above all d_i, or 0, such that |e| = rho.
  @Test(arguments: [[3.0, 1, 0.5, -2], [-1.0, -2, -3, -4], [5.0, 4.9, 0, 0]], [0.01, 1, 30])
  func theSharpnessOfAQuadraticIsKnown(diagonal: [Double], radius: Double) {
    let point = [0.3, -0.2, 0.5, 0.1]
    let gradient = zip(diagonal, point).map { $0 * $1 }
    func displacement(_ nu: Double) -> [Double] { zip(gradient, diagonal).map { $0 == 0 ? 0 : $0 / (nu - $1) } }
    func norm(_ e: [Double]) -> Double { e.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    var low = max(0, diagonal[0]), high = low + 1e9
    for _ in 0..<300 {
      let nu = (low + high) / 2
      if norm(displacement(nu)) > radius { low = nu } else { high = nu }
    }
    let e = displacement(high)
    let expected =
      zip(gradient, e).reduce(0) { $0 + $1.0 * $1.1 }
      + zip(diagonal, e).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / 2
    var objective = Quadratic(diagonal: diagonal)
    let axis = [1.0, 0, 0, 0]
    let sharpness = Sharpness(of: &objective, at: Vector(point), radius: radius, directions: [axis], limit: 5000)
    #expect(abs(sharpness.value - expected) <= 1e-9 * expected)
    #expect(sharpness.firstOrder <= sharpness.value * (1 + 1e-12))
    #expect(norm(sharpness.displacement) <= radius * (1 + 1e-12))
    #expect(sharpness.evaluations > 3)
  }

  @Test func theSharpnessOfAMinimumIsThatOfItsLargestEigenvalue() {
    var objective = Quadratic(diagonal: [4.0, 1, 0.1])
    let sharpness = Sharpness(
      of: &objective, at: Vector([0, 0, 0]), radius: 0.5, directions: [[1, 0.5, 0.2]], limit: 5000)
    #expect(abs(sharpness.value - 0.5) <= 1e-12 && sharpness.firstOrder.isNaN)
  }
}
