import LinearAlgebra
import Objectives
import Optimization
import Testing

@Suite struct ParameterGroupTests {
  @Test func everyGroupHasItsOwnRateAndTheRestStandsStill() {
    var descent = GradientDescent<Double>(
      [ParameterGroup([1..<2, 4..<6], rate: 2), ParameterGroup([3..<4], rate: 10)], count: 8)
    var parameters = Vector<Double>(zeros: 8), gradient = Vector([1.0, 1, 1, 1, 1, 1, 1, 1])
    let squaredNorm = descent.step(&parameters, along: &gradient)
    #expect(parameters.array == [0, -2, 0, -10, -2, -2, 0, 0])
    #expect(squaredNorm == 112)
  }

  @Test func freeParametersDoNotMoveEvenIfTheirGradientIsNotFinite() {
    var descent = GradientDescent<Double>([ParameterGroup([1..<2], rate: 1)], count: 3)
    var parameters = Vector([2.0, 0, 3]), gradient = Vector([Double.nan, 1, -Double.infinity])
    let squaredNorm = descent.step(&parameters, along: &gradient)
    #expect(parameters.array == [2, -1, 3])
    #expect(squaredNorm == 14)
  }

  @Test(arguments: RecipeTests.methods) func trainingLeavesParametersOfNoGroupUnmoved(_ method: RecipeTests.Method) {
    let recipe = OptimizerRecipe(
      method.method,
      groups: [ParameterGroup([0..<1], rate: 0.01, weightDecay: 0.1), ParameterGroup([3..<4], rate: 0.1)])
    let start = [1, -2, 0.5, 3]
    let run = train(Quadratic(diagonal: [1, 1, 1, 1]), from: start, recipe, steps: 20)
    #expect(run.parameters[1] == start[1] && run.parameters[2] == start[2])
    #expect(abs(run.parameters[0]) < 1 && abs(run.parameters[3]) < 3)
  }

  @Test func decayIsAddedByGroup() {
    var descent = GradientDescent<Double>(
      [ParameterGroup([0..<1, 2..<3], rate: 1, weightDecay: 0.5), ParameterGroup([1..<2, 3..<4], rate: 1)], count: 4)
    var parameters = Vector([10.0, 20, 30, 40]), gradient = Vector([1.0, 1, 1, 1])
    _ = descent.step(&parameters, along: &gradient)
    #expect(parameters.array == [4, 19, 14, 39])
  }

  @Test func gradientsAreClippedBeforeDecayIsAdded() {
    var rule = Filtered(
      ClipByGlobalNorm<Double>(1), GradientDescent([ParameterGroup([0..<2], rate: 10, weightDecay: 1)], count: 2))
    var parameters = Vector([3.0, 4]), gradient = Vector([30.0, 40])
    _ = rule.step(&parameters, along: &gradient)
    // The gradient becomes (0.6, 0.8), the step -10 (3.6, 4.8).
    #expect(abs(parameters[0] + 33) < 1e-5 && abs(parameters[1] + 44) < 1e-5)
  }
}
