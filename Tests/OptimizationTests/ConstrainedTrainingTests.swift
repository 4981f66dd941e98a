import LinearAlgebra
import Networks
import Objectives
import Optimization
import RandomStreams
import Testing

@Suite struct ConstrainedTrainingTests {
  @Test(arguments: RecipeTests.methods) func theNormIsKeptOverAThousandSteps(_ method: RecipeTests.Method) {
    check(method, tolerance: 1e-14, as: Double.self)
    check(method, tolerance: 1e-6, as: Float.self)
  }

  private func check<Element: Scalar>(_ method: RecipeTests.Method, tolerance: Double, as _: Element.Type) {
    let network = MultilayerPerceptron<Element>(widths: [4, 16, 3], activation: .tanh)
    var stream = PhiloxStream(rootSeed: 2, seed: 0, purpose: .student)
    var start = Vector<Element>(zeros: network.layout.count)
    network.initialize(&start, using: &stream)
    let inputs = SharedMatrix<Element>(rows: 20, columns: 4, stream.normals(80))
    let targets = SharedMatrix<Element>(rows: 20, columns: 3, stream.normals(60))
    let risk = EmpiricalRisk(network, MeanSquaredError(against: targets), on: inputs, batches: .full(20))
    // The first tensor counts twice, as in some of the papers' code.
    let first = network.layout.slices[0].range
    let ranges = [WeightedRange(first, weight: 2), WeightedRange(first.upperBound..<start.count)]
    let sphere = Sphere(through: start, over: ranges)
    var trainer = Trainer(
      risk, from: start, with: method.recipe(network.layout.count, rate: 0.01).make(count: network.layout.count),
      on: sphere)
    var worst = 0.0
    trainer.run(until: StepLimit(1000)) { _, parameters, _ in
      worst = max(worst, abs(Sphere.norm(of: parameters, over: ranges) / sphere.radius - 1))
    }
    #expect(worst <= tolerance)
  }

  @Test func theMinimumOnTheSphereIsTheLowestEigenvector() {
    // 1/2 w^T D w on |w| = 2: the minimum is 2 d_min, along the first axis.
    let recipe = OptimizerRecipe(.gradientDescent, groups: [ParameterGroup([0..<3], rate: 0.1)])
    let run = train(
      Quadratic(diagonal: [0.5, 1, 5]), from: [0.1, 1, 1], recipe, on: Sphere(radius: 2, over: [WeightedRange(0..<3)]),
      steps: 2000)
    #expect(abs(run.losses[2000] - 1) < 1e-14)
    #expect(abs(run.parameters[0] - 2) < 1e-14 && abs(run.parameters[1]) < 1e-7 && abs(run.parameters[2]) < 1e-7)
  }

  @Test func retractionBeforeTheStepLeavesTheStepVisible() {
    let recipe = OptimizerRecipe(.gradientDescent, groups: [ParameterGroup([0..<2], rate: 0.1)])
    let sphere = Sphere<Double>(radius: 5, over: [WeightedRange(0..<2)])
    let before = train(
      Quadratic(diagonal: [1, 2]), from: [3, 4], recipe, on: sphere, steps: 1, retracting: .beforeStep)
    #expect(abs(before.parameters[0] - 2.7) < 1e-15 && abs(before.parameters[1] - 3.2) < 1e-15)
    let after = train(Quadratic(diagonal: [1, 2]), from: [3, 4], recipe, on: sphere, steps: 1, retracting: .afterStep)
    let factor = 5 / (2.7 * 2.7 + 3.2 * 3.2).squareRoot()
    #expect(abs(after.parameters[0] - 2.7 * factor) < 1e-15 && abs(after.parameters[1] - 3.2 * factor) < 1e-15)
    // The gradient of the second step is that of the parameters seen, the step starts from the sphere.
    let second = train(
      Quadratic(diagonal: [1, 2]), from: [3, 4], recipe, on: sphere, steps: 2, retracting: .beforeStep)
    #expect(abs(second.parameters[0] - (2.7 * factor - 0.27)) < 1e-15)
    #expect(abs(second.parameters[1] - (3.2 * factor - 0.64)) < 1e-15)
  }
}
