import LinearAlgebra
import Objectives
import Optimization
import Testing

@Suite struct ParameterGroupTests {
  @Test func everyGroupHasItsOwnRateAndTheRestStandsStill() {
    var scale = ScaleByRate<Double>(
      [ParameterGroup([1..<2, 4..<6], rate: 2), ParameterGroup([3..<4], rate: 10)], schedule: .constant, count: 8)
    var update = Vector([1.0, 1, 1, 1, 1, 1, 1, 1])
    scale.transform(&update, at: Vector(zeros: 8))
    #expect(update.array == [0, -2, 0, -10, -2, -2, 0, 0])
  }

  @Test func freeParametersDoNotMoveEvenIfTheirGradientIsNotFinite() {
    var scale = ScaleByRate<Double>([ParameterGroup([1..<2], rate: 1)], schedule: .constant, count: 3)
    var update = Vector([Double.nan, 1, -Double.infinity])
    scale.transform(&update, at: Vector(zeros: 3))
    #expect(update.array == [0, -1, 0])
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
    var decay = AddDecayedWeights<Double>([
      ParameterGroup([0..<1, 2..<3], rate: 1, weightDecay: 0.5), ParameterGroup([1..<2], rate: 1),
    ])
    var update = Vector([1.0, 1, 1, 1])
    decay.transform(&update, at: Vector([10, 20, 30, 40]))
    #expect(update.array == [6, 1, 16, 1])
  }

  @Test func chainsApplyTheirStagesInOrder() {
    var stages = chain {
      AddDecayedWeights<Double>([ParameterGroup([0..<2], rate: 1, weightDecay: 1)])
      ClipByGlobalNorm<Double>(1)
      ScaleByRate<Double>([ParameterGroup([0..<2], rate: 10)], schedule: .constant, count: 2)
    }
    var update = Vector([0.0, 0])
    stages.transform(&update, at: Vector([3, 4]))
    #expect(abs(update[0] + 6) < 1e-5 && abs(update[1] + 8) < 1e-5)
  }
}
