import Foundation
import LinearAlgebra
import Objectives
import Optimization
import Testing

/// Every optimiser on functions whose minima are known, in both precisions.
@Suite struct RecipeTests {
  struct Method: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let method: OptimizerRecipe.Method
    /// Learning rates that are stable on the quadratic and on Rosenbrock's function.
    let quadraticRate: Double, rosenbrockRate: Double

    func recipe(_ count: Int, rate: Double, weightDecay: Double = 0) -> OptimizerRecipe {
      OptimizerRecipe(method, groups: [ParameterGroup([0..<count], rate: rate, weightDecay: weightDecay)])
    }
  }

  static let methods = [
    Method(
      testDescription: "gradient descent", method: .gradientDescent, quadraticRate: 0.1, rosenbrockRate: 1e-3),
    Method(
      testDescription: "momentum", method: .momentum(coefficient: 0.9, nesterov: false), quadraticRate: 0.05,
      rosenbrockRate: 2e-4),
    Method(
      testDescription: "Nesterov", method: .momentum(coefficient: 0.9, nesterov: true), quadraticRate: 0.05,
      rosenbrockRate: 2e-4),
    Method(
      testDescription: "Adam", method: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupledDecay: false),
      quadraticRate: 0.02, rosenbrockRate: 0.02),
    Method(
      testDescription: "AdamW", method: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupledDecay: true),
      quadraticRate: 0.02, rosenbrockRate: 0.02),
  ]

  @Test(arguments: methods) func minimisesTheQuadratic(_ method: Method) {
    checkQuadratic(method, as: Double.self)
    checkQuadratic(method, as: Float.self)
  }

  private func checkQuadratic<Element: Scalar>(_ method: Method, as _: Element.Type) {
    for weightDecay in [0, 0.01] {
      let run = train(
        Quadratic<Element>(diagonal: [0.5, 1, 5]), from: [1, -2, 0.5],
        method.recipe(3, rate: method.quadraticRate, weightDecay: weightDecay), steps: 2000)
      #expect(run.losses[0] == 2.875)
      #expect(run.losses[2000] < 1e-6)
      #expect(run.parameters.allSatisfy { abs($0) < 1e-3 })
    }
  }

  @Test(arguments: methods) func descendsRosenbrocksValley(_ method: Method) {
    checkRosenbrock(method, as: Double.self)
    checkRosenbrock(method, as: Float.self)
  }

  private func checkRosenbrock<Element: Scalar>(_ method: Method, as _: Element.Type) {
    let run = train(
      Rosenbrock<Element>(), from: [-1.2, 1], method.recipe(2, rate: method.rosenbrockRate), steps: 20_000)
    #expect(abs(run.losses[0] - 24.2) < 1e-4)
    #expect(run.losses[20_000] < 1e-3)
    #expect(abs(run.parameters[0] - 1) < 0.05 && abs(run.parameters[1] - 1) < 0.1)
  }

  // MARK: - Closed forms

  @Test func gradientDescentWithCoupledDecayIsGeometric() {
    // theta_k = (1 - eta (d + gamma))^k theta_0.
    let run = train(
      Quadratic(diagonal: [0.5, 1, 5]), from: [1, -2, 0.5],
      OptimizerRecipe(.gradientDescent, groups: [ParameterGroup([0..<3], rate: 0.1, weightDecay: 0.3)]), steps: 30)
    for (i, d) in [0.5, 1, 5].enumerated() {
      #expect(abs(run.parameters[i] - pow(1 - 0.1 * (d + 0.3), 30) * [1, -2, 0.5][i]) < 1e-15)
    }
  }

  @Test(arguments: [false, true]) func momentumFollowsItsRecurrence(_ nesterov: Bool) {
    // On theta^2/2: b = mu b + theta, theta -= eta b (heavy ball) or eta (theta + mu b) (Nesterov).
    let run = train(
      Quadratic(diagonal: [1]), from: [1],
      OptimizerRecipe(.momentum(coefficient: 0.8, nesterov: nesterov), groups: [ParameterGroup([0..<1], rate: 0.1)]),
      steps: 25)
    var theta = 1.0, b = 0.0
    for _ in 0..<25 {
      b = 0.8 * b + theta
      theta -= 0.1 * (nesterov ? theta + 0.8 * b : b)
    }
    #expect(abs(run.parameters[0] - theta) < 1e-15)
  }

  @Test func adamsFirstStepIsTheRateWhateverTheGradient() {
    let run = train(
      Quadratic(diagonal: [1e-3, 1, 1e6]), from: [1, -1, 1],
      OptimizerRecipe(
        .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-30, decoupledDecay: false),
        groups: [ParameterGroup([0..<3], rate: 0.01)]), steps: 1)
    for (a, b) in zip(run.parameters, [0.99, -0.99, 0.99]) { #expect(abs(a - b) < 1e-15) }
  }

  @Test func decoupledDecayActsWithoutGradientAndInProportion() {
    // No gradient: AdamW shrinks by (1 - eta gamma) a step; Adam's coupled decay moves every parameter by about eta.
    let groups = [ParameterGroup([0..<2], rate: 0.01, weightDecay: 0.5)]
    let decoupled = train(
      Quadratic(diagonal: [0, 0]), from: [1, 100],
      OptimizerRecipe(.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupledDecay: true), groups: groups), steps: 10)
    for (a, b) in zip(decoupled.parameters, [1.0, 100]) { #expect(abs(a - b * pow(0.995, 10)) < 1e-13 * b) }
    let coupled = train(
      Quadratic(diagonal: [0, 0]), from: [1, 100],
      OptimizerRecipe(.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupledDecay: false), groups: groups), steps: 1)
    #expect(abs(coupled.parameters[0] - 0.99) < 1e-8 && abs(coupled.parameters[1] - 99.99) < 1e-8)
  }

  @Test func clippingBoundsTheStep() {
    let groups = [ParameterGroup([0..<2], rate: 1)]
    let clipped = train(
      Quadratic(diagonal: [1, 1]), from: [30, -40], OptimizerRecipe(.gradientDescent, groups: groups, gradientClip: 2),
      steps: 1)
    let factor = 2 / (50 + 1e-6)
    #expect(abs(clipped.parameters[0] - 30 * (1 - factor)) < 1e-13)
    #expect(abs(clipped.parameters[1] + 40 * (1 - factor)) < 1e-13)
    let free = train(
      Quadratic(diagonal: [1, 1]), from: [0.3, 0.4], OptimizerRecipe(.gradientDescent, groups: groups, gradientClip: 2),
      steps: 1)
    #expect(free.parameters == [0, 0], "a short gradient is left alone")
  }

  @Test func recipesSurviveJSON() throws {
    for method in Self.methods {
      var recipe = method.recipe(3, rate: 0.1, weightDecay: 0.2)
      recipe.gradientClip = 1
      recipe.schedule = .warmupInverse(steps: 3, rate: 0.5, interval: 7)
      let copy = try JSONDecoder().decode(OptimizerRecipe.self, from: JSONEncoder().encode(recipe))
      #expect(copy == recipe)
    }
  }
}
