import LinearAlgebra
import Objectives
import Testing

/// The sphere with its first range counted twice, the rest once, and the last parameter free.
@Suite struct SphereTests {
  private let point = [0.6, -1.1, 0.8, 0.2, -0.5, 7]
  private let ranges = [WeightedRange(0..<2, weight: 2), WeightedRange(2..<5)]
  private let weights = [2.0, 2, 1, 1, 1, 0]

  private func norm(_ w: [Double]) -> Double {
    zip(w, weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }.squareRoot()
  }

  @Test func normCountsEachRangeByItsWeight() {
    #expect(abs(Sphere.norm(of: Vector(point), over: ranges) - norm(point)) < 1e-15)
    #expect(Sphere<Double>(through: Vector(point), over: ranges).radius == Sphere.norm(of: Vector(point), over: ranges))
    #expect(Sphere.norm(of: Vector<Float>([3, 4]), over: [WeightedRange(0..<2)]) == 5)
  }

  @Test func retractionScalesTheConstrainedParametersByOneFactor() {
    var w = Vector(point)
    Sphere(radius: 3, over: ranges).retract(&w)
    let factor = 3 / norm(point)
    for i in 0..<5 { #expect(abs(w[i] - factor * point[i]) < 1e-15) }
    #expect(w[5] == point[5])
    #expect(abs(Sphere.norm(of: w, over: ranges) - 3) < 1e-15)
  }

  @Test(arguments: [-2.5, 0.7]) func tangentGradientVanishesWhereTheGradientIsNormal(_ lambda: Double) {
    let g = Vector(zip(point, weights).map { lambda * $0 * $1 })
    let certificate = Sphere<Double>(through: Vector(point), over: ranges).certificate(gradient: g, at: Vector(point))
    #expect(certificate.tangentGradientNorm < 1e-15)
    #expect(abs(certificate.radialDerivative - lambda * norm(point)) < 1e-14)
  }

  @Test func tangentGradientIsTheComponentOrthogonalToTheNormal() {
    let g = [0.3, 0.1, -0.9, 2, 0.4, 0.25]
    let normal = zip(point, weights).map { $0 * $1 }
    let share = zip(g, normal).reduce(0) { $0 + $1.0 * $1.1 } / normal.reduce(0) { $0 + $1 * $1 }
    let tangent = zip(g, normal).map { $0 - share * $1 }
    let certificate = Sphere<Double>(through: Vector(point), over: ranges).certificate(
      gradient: Vector(g), at: Vector(point))
    let expected = tangent.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(certificate.tangentGradientNorm - expected) < 1e-15)
  }

  @Test func radialDerivativeIsTheSlopeAlongTheNorm() {
    // d/dr of the loss as the constrained parameters are scaled to the norm r.
    var objective = Quadratic(diagonal: [1, 3, 0.2, 5, 2, 4])
    var gradient = Vector<Double>(zeros: 6)
    _ = objective.valueAndGradient(at: Vector(point), into: &gradient)
    let r = norm(point), h = 1e-5
    let values = [r + h, r - h].map { radius in
      objective.value(at: Vector(point.indices.map { $0 < 5 ? point[$0] * radius / r : point[$0] }))
    }
    let certificate = Sphere<Double>(through: Vector(point), over: ranges).certificate(
      gradient: gradient, at: Vector(point))
    #expect(abs(certificate.radialDerivative - (values[0] - values[1]) / (2 * h)) < 1e-9)
  }

  @Test func withoutConstraintTheWholeGradientCounts() {
    var w = Vector([3.0, 4.0])
    let certificate = Unconstrained<Double>().certificate(gradient: Vector([5, 12]), at: w)
    #expect(certificate.tangentGradientNorm == 13 && abs(certificate.radialDerivative - 63.0 / 5) < 1e-15)
    Unconstrained<Double>().retract(&w)
    #expect(w.array == [3, 4])
  }
}
