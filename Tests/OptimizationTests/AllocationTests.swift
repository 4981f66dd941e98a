import CMallocProbe
import LinearAlgebra
import Networks
import Objectives
import Optimization
import RandomStreams
import Testing

/// Only release builds specialise the generic code; unspecialised code allocates of itself.
private var isReleaseBuild: Bool {
  #if DEBUG
    return false
  #else
    return true
  #endif
}

/// A training step allocates nothing: counted by an allocator of the test program's own, on this thread.
@Suite(.enabled(if: isReleaseBuild && malloc_probe_is_active() != 0, "a release build with glibc, without sanitiser"))
struct AllocationTests {
  private static let rows = 40

  @Test func theProbeCounts() {
    let before = malloc_probe_count()
    let block = Vector<Double>(zeros: 1000)
    #expect(block.count == 1000 && malloc_probe_count() > before)
  }

  @Test(arguments: RecipeTests.methods, [false, true])
  func fullBatchesAllocateNothing(_ method: RecipeTests.Method, onSphere: Bool) {
    expectNone(method, onSphere: onSphere, size: nil, as: Double.self)
    expectNone(method, onSphere: onSphere, size: nil, as: Float.self)
  }

  @Test(arguments: RecipeTests.methods, [false, true])
  func minibatchEpochsAllocateNothing(_ method: RecipeTests.Method, onSphere: Bool) {
    expectNone(method, onSphere: onSphere, size: 16, as: Double.self)
    expectNone(method, onSphere: onSphere, size: 16, as: Float.self)
  }

  private func expectNone<Element: Scalar>(
    _ method: RecipeTests.Method, onSphere: Bool, size: Int?, as _: Element.Type
  ) {
    var stream = PhiloxStream(rootSeed: 2, seed: 0, purpose: .student)
    for activation in [Activation.tanh, .gelu] {
      let network = MultilayerPerceptron<Element>(widths: [4, 16, 8, 3], activation: activation)
      var start = Vector<Element>(zeros: network.layout.count)
      network.initialize(&start, using: &stream)
      let inputs = SharedMatrix<Element>(rows: Self.rows, columns: 4, stream.normals(Self.rows * 4))
      let targets = SharedMatrix<Element>(rows: Self.rows, columns: 3, stream.normals(Self.rows * 3))
      let labels = (0..<Int32(Self.rows)).map { $0 % 3 }
      for loss in [true, false] {
        let recipe = method.recipe(network.layout.count, rate: 1e-3, weightDecay: 0.1)
        let allocations =
          loss
          ? count(network, MeanSquaredError(against: targets), inputs, size, recipe, start.copy(), onSphere)
          : count(network, SoftmaxCrossEntropy(against: labels), inputs, size, recipe, start.copy(), onSphere)
        #expect(allocations == 0, "\(activation), \(Element.self)")
      }
    }
  }

  /// The allocations of steps 2 to 12: with batches of 16 of 40 rows, four changes of epoch.
  private func count<L: Loss>(
    _ network: MultilayerPerceptron<L.Element>, _ loss: L, _ inputs: SharedMatrix<L.Element>, _ size: Int?,
    _ recipe: OptimizerRecipe, _ start: consuming Vector<L.Element>, _ onSphere: Bool
  ) -> UInt {
    var recipe = recipe
    recipe.gradientClip = 1
    recipe.schedule = .stepDecay(factor: 0.5, interval: 3)
    let sphere = Sphere(through: start, over: [WeightedRange(0..<start.count)])
    let rule: AnyRule<L.Element> = recipe.make(count: start.count)
    return onSphere
      ? count(risk(network, loss, inputs, size), start, rule, sphere)
      : count(risk(network, loss, inputs, size), start, rule, Unconstrained())
  }

  private func risk<L: Loss>(
    _ network: MultilayerPerceptron<L.Element>, _ loss: L, _ inputs: SharedMatrix<L.Element>, _ size: Int?
  ) -> EmpiricalRisk<MultilayerPerceptron<L.Element>, L> {
    EmpiricalRisk(
      network, loss, on: inputs,
      batches: size.map { .shuffled(Self.rows, size: $0, rootSeed: 1, seed: 1) } ?? .full(Self.rows))
  }

  private func count<O: Objective & ~Copyable, C: Constraint<O.Element>>(
    _ objective: consuming O, _ start: consuming Vector<O.Element>, _ rule: consuming AnyRule<O.Element>,
    _ constraint: C
  ) -> UInt {
    var trainer = Trainer(objective, from: start, with: rule, on: constraint)
    var first: UInt = 0, last: UInt = 0
    trainer.run(until: StepLimit(12)) { progress, _, _ in
      if progress.step == 2 { first = malloc_probe_count() }
      if progress.step == 12 { last = malloc_probe_count() }
    }
    return last - first
  }
}
