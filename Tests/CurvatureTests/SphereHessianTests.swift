import Curvature
import LinearAlgebra
import Objectives
import RandomStreams
import Testing

/// The Hessian on a sphere against its formula, and against second differences along the sphere.
@Suite struct SphereHessianTests {
  static func ranges(_ name: String, _ count: Int) -> [WeightedRange] {
    switch name {
    case "all": [WeightedRange(0..<count)]
    case "first twice": [WeightedRange(0..<15, weight: 2), WeightedRange(15..<count)]
    default: [WeightedRange(4..<20, weight: 1.5), WeightedRange(30..<50)]
    }
  }

  @Test(arguments: ["all", "first twice", "partly free"]) func isTheProjectedMatrix(_ name: String) {
    let task = SmallTask()
    let n = task.parameters.count, point = Vector(task.parameters), ranges = Self.ranges(name, n)
    var hessian = Hessian(of: task.risk(), at: point)
    var sphere = SphereHessian(of: task.risk(), at: point, over: ranges)
    var d = [Double](repeating: 0, count: n)
    for part in ranges { for i in part.range { d[i] = part.weight } }
    let normal = Vector(zip(d, task.parameters).map { $0 * $1 })
    let square = normal.dot(normal), mu = hessian.gradient.dot(normal) / square
    #expect(abs(sphere.multiplier - mu) <= 1e-14 * abs(mu))
    var source = stream(2)
    var x = Vector<Double>(zeros: n - 1), y = Vector<Double>(zeros: n - 1)
    var lifted = Vector<Double>(zeros: n), expected = Vector<Double>(zeros: n)
    let any = Vector(source.normals(n) as [Double])
    var projected = any.copy()
    projected.add(-any.dot(normal) / square, normal)
    var scratch = any.copy()
    sphere.basis.restrict(&scratch, into: &x)
    sphere.basis.lift(x, into: &lifted)
    lifted.add(-1, projected)
    #expect(lifted.norm <= 1e-13, "restricting and lifting projects")
    // P (H - mu D) P
    hessian.apply(to: projected, into: &expected)
    for i in 0..<n { expected[i] -= mu * d[i] * projected[i] }
    expected.add(-expected.dot(normal) / square, normal)
    sphere.apply(to: x, into: &y)
    sphere.basis.lift(y, into: &lifted)
    lifted.add(-1, expected)
    #expect(lifted.norm <= 1e-13 * expected.norm)
  }

  /// Along c(s) = the point moved by s t and scaled back, f'' = t^T (H - (g.w / r^2) D) t where |t|_D is 1; the term of
  /// the certificate's tangential gradient is left out by starting from a minimum of a quadratic on the sphere.
  @Test(arguments: [1.0, 2.0]) func tellsMinimaFromSaddles(weight: Double) {
    // min sum d_i w_i^2 / 2 with sum weight w_i^2 = r^2: an axis; curvature d_i - d_axis along the others.
    let diagonal = [3.0, 1, 2, 5]
    for axis in 0..<4 {
      var point = Vector<Double>(zeros: 4)
      point[axis] = -1.5
      var sphere = SphereHessian(
        of: Quadratic(diagonal: diagonal), at: point, over: [WeightedRange(0..<4, weight: weight)])
      let eigenvalues = SymmetricEigenproblem(of: sphere.elements(), dimension: 3)?.eigenvalues ?? []
      let expected = diagonal.indices.filter { $0 != axis }.map { diagonal[$0] - diagonal[axis] }.sorted()
      for (found, value) in zip(eigenvalues, expected) { #expect(abs(found - value) <= 1e-13) }
      #expect(eigenvalues.count == 3)
      #expect(sphere.certificate.tangentGradientNorm <= 1e-15)
    }
  }

  /// On an ellipsoid: the geodesic is the planar ellipse where the plane is one of symmetry.
  @Test func followsTheGeodesicOfAnEllipsoid() {
    // w = (r/sqrt 2 cos a, r sin a): 2 x^2 + y^2 = r^2, f = (3 x^2 + 7 y^2) / 2, at a = 0.
    // Per arc length at a = 0, y' = 1, x'' = -y'^2 / (2 x): f'' = 7 - 3 / 2.
    var sphere = SphereHessian(
      of: Quadratic(diagonal: [3.0, 7]), at: Vector([0.8, 0]),
      over: [WeightedRange(0..<1, weight: 2), WeightedRange(1..<2)])
    #expect(abs(sphere.elements()[0] - 5.5) <= 1e-14)
  }

  /// The minimiser of 1/2 w^T A w - b.w on the sphere solves (A - mu) w = b; its derivative over r by differences.
  @Test func theDerivativeFollowsTheMinimiser() {
    let n = 7, center = [0.4, -0.3, 0.8, 0.1, -0.6, 0.2, 0.5], diagonal = (1...n).map { Double($0) }
    func minimiser(_ radius: Double) -> [Double] {
      // sum (d_i c_i / (d_i - mu))^2 = r^2 for mu below all d_i: by bisection.
      var low = -1e6, high = 1 - 1e-9
      for _ in 0..<200 {
        let mu = (low + high) / 2
        let norm = zip(diagonal, center).reduce(0) { $0 + ($1.0 * $1.1 / ($1.0 - mu)) * ($1.0 * $1.1 / ($1.0 - mu)) }
        if norm > radius * radius { high = mu } else { low = mu }
      }
      return zip(diagonal, center).map { $0 * $1 / ($0 - low) }
    }
    let radius = 0.7, h = 1e-5, weights = [0.3, 1, -2, 0.5, 0.2, -0.1, 0.7]
    func other(_ w: [Double]) -> Double { zip(weights, w).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } }
    let point = minimiser(radius)
    var sphere = SphereHessian(
      of: ShiftedQuadratic(diagonal: diagonal, center: center), at: Vector(point), over: [WeightedRange(0..<n)])
    #expect(sphere.certificate.tangentGradientNorm <= 1e-12)
    let derivative = sphere.derivative(
      alongRadiusOf: Vector(zip(weights, point).map { 2 * $0 * $1 }), tolerance: 1e-13, limit: 50)
    let difference = (other(minimiser(radius + h)) - other(minimiser(radius - h))) / (2 * h)
    #expect(derivative.solve.relativeResidual <= 1e-12)
    #expect(abs(derivative.total - difference) <= 1e-8)
    #expect(abs(derivative.correction) > 0.1, "the turning counts")
  }
}

/// `1/2 sum_i d_i (w_i - c_i)^2`.
private struct ShiftedQuadratic: ~Copyable, HessianObjective {
  let diagonal: [Double], center: [Double]
  var dimension: Int { diagonal.count }

  mutating func value(at w: borrowing Vector<Double>) -> Double {
    var sum = 0.0
    for i in diagonal.indices { sum += diagonal[i] * (w[i] - center[i]) * (w[i] - center[i]) / 2 }
    return sum
  }

  mutating func valueAndGradient(at w: borrowing Vector<Double>, into gradient: inout Vector<Double>) -> Double {
    for i in diagonal.indices { gradient[i] = diagonal[i] * (w[i] - center[i]) }
    return value(at: w)
  }

  mutating func linearize(at w: borrowing Vector<Double>, into gradient: inout Vector<Double>) -> Double {
    valueAndGradient(at: w, into: &gradient)
  }

  mutating func hessianProduct(along v: borrowing Vector<Double>, into product: inout Vector<Double>) {
    for i in diagonal.indices { product[i] = diagonal[i] * v[i] }
  }
}
