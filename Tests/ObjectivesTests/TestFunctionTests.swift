import LinearAlgebra
import Objectives
import Testing

/// The two functions whose minima are known.
@Suite struct TestFunctionTests {
  @Test func quadraticGradientIsItsDerivative() {
    var quadratic = Quadratic(diagonal: [0.5, 1, 5, 0])
    #expect(quadratic.dimension == 4)
    #expect(quadratic.value(at: Vector([2, -1, 1, 9])) == 4)
    expectGradient(of: &quadratic, at: [0.3, -1.2, 0.7, 4])
  }

  @Test(arguments: [[-1.2, 1], [1, 1], [0.3, -2]]) func rosenbrockGradientIsItsDerivative(_ point: [Double]) {
    var rosenbrock = Rosenbrock<Double>()
    expectGradient(of: &rosenbrock, at: point)
  }

  @Test func rosenbrockValues() {
    var rosenbrock = Rosenbrock<Double>()
    #expect(rosenbrock.value(at: Vector([1, 1])) == 0)
    #expect(abs(rosenbrock.value(at: Vector([-1.2, 1])) - 24.2) < 1e-13, "the value at the usual starting point")
  }

  private func expectGradient<O: Objective<Double> & ~Copyable>(of objective: inout O, at point: [Double]) {
    var gradient = Vector<Double>(zeros: point.count)
    let value = objective.valueAndGradient(at: Vector(point), into: &gradient)
    #expect(value == objective.value(at: Vector(point)))
    for i in point.indices {
      let h = 1e-5
      var above = point, below = point
      above[i] += h
      below[i] -= h
      let slope = (objective.value(at: Vector(above)) - objective.value(at: Vector(below))) / (2 * h)
      #expect(abs(gradient[i] - slope) < 1e-7 * max(1, abs(slope)))
    }
  }
}
