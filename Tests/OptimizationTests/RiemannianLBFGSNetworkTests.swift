import CMallocProbe
import LinearAlgebra
import Networks
import Objectives
import Optimization
import RandomStreams
import Testing

/// A student that learns a teacher on a sphere: the reduced loss in small.
@Suite struct RiemannianLBFGSNetworkTests {
  private struct Task<Element: Scalar> {
    let network = MultilayerPerceptron<Element>(widths: [3, 20, 20, 2], activation: .tanh)
    let inputs: SharedMatrix<Element>, targets: SharedMatrix<Element>
    let student: [Element]

    init() {
      var stream = PhiloxStream(rootSeed: 3, seed: 0, purpose: .teacher)
      var teacher = Vector<Element>(zeros: network.layout.count), student = Vector<Element>(zeros: network.layout.count)
      network.initialize(&teacher, using: &stream)
      network.initialize(&student, using: &stream)
      inputs = SharedMatrix(rows: 30, columns: 3, stream.normals(90))
      var arena = Arena<Element>()
      var tape = network.makeTape(rows: 30, gathering: false, in: &arena)
      let y = network.forward(inputs, RowSelection(first: 30), parameters: teacher.ref, tape: &tape)
      targets = SharedMatrix(rows: 30, columns: 2, Array(y.elements.buffer))
      self.student = student.array
    }

    func risk() -> EmpiricalRisk<MultilayerPerceptron<Element>, MeanSquaredError<Element>> {
      EmpiricalRisk(network, MeanSquaredError(against: targets), on: inputs, batches: .full(30))
    }

    func start(_ alpha: Double) -> Vector<Element> {
      var start = Vector(student)
      start.scale(by: Element(alpha))
      return start
    }

    var ranges: [WeightedRange] { [WeightedRange(0..<student.count)] }

    func minimiser(
      _ alpha: Double
    ) -> RiemannianLBFGS<EmpiricalRisk<MultilayerPerceptron<Element>, MeanSquaredError<Element>>> {
      RiemannianLBFGS(risk(), from: start(alpha), on: Sphere(through: start(alpha), over: ranges))
    }
  }

  @Test(arguments: [0.2, 0.5, 1, 2, 5]) func aTenthOfAdamsEvaluationsGoesLower(alpha: Double) {
    check(alpha, as: Double.self)
    check(alpha, as: Float.self)
  }

  private func check<Element: Scalar>(_ alpha: Double, as _: Element.Type) {
    let task = Task<Element>()
    let start = task.start(alpha)
    let sphere = Sphere(through: start, over: task.ranges)
    let recipe = OptimizerRecipe(
      .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupledDecay: false),
      groups: [ParameterGroup([0..<start.count], rate: 1e-3)])
    var trainer = Trainer(task.risk(), from: start.copy(), with: recipe.make(count: start.count), on: sphere)
    var lowest = Double.infinity
    trainer.run(until: StepLimit(2000)) { progress, _, _ in lowest = min(lowest, progress.loss) }
    var minimiser = task.minimiser(alpha)
    #expect(minimiser.run(until: LossBelow(lowest) || StepLimit(200)) == .lossReached, "\(Element.self)")
    // The loss said is the loss of the parameters given, and they lie on the sphere.
    let loss = minimiser.loss
    let w = minimiser.finish()
    var risk = task.risk()
    #expect(Double(risk.value(at: w)) == loss)
    let norm = Sphere.norm(of: w, over: task.ranges)
    #expect(abs(norm / sphere.radius - 1) < 2 * Double(Element.ulpOfOne))
  }

  @Test func aSmallSphereEndsInAMinimum() {
    // At a fifth of the norm the teacher is out of reach: the loss has a positive minimum and a small certificate.
    let task = Task<Double>()
    var minimiser = task.minimiser(0.2)
    let radius = Sphere.norm(of: task.start(0.2), over: task.ranges)
    #expect(
      minimiser.run(until: RelativeTangentGradientBelow(1e-5, radius: radius) || StepLimit(3000)) == .gradientSmall)
    let certificate = minimiser.certificate()
    #expect(minimiser.loss > 1e-4 && radius * certificate.tangentGradientNorm < 1e-5 * minimiser.loss)
    // The envelope theorem: neighbouring radii, minimised from here, differ by the radial derivative.
    let loss = minimiser.loss
    let w = minimiser.finish()
    var further = RiemannianLBFGS(
      task.risk(), from: w.copy(), on: Sphere(radius: radius * 1.001, over: task.ranges))
    further.run(until: RelativeTangentGradientBelow(1e-5, radius: radius) || StepLimit(3000))
    var nearer = RiemannianLBFGS(task.risk(), from: w, on: Sphere(radius: radius * 0.999, over: task.ranges))
    nearer.run(until: RelativeTangentGradientBelow(1e-5, radius: radius) || StepLimit(3000))
    let slope = (further.loss - nearer.loss) / (0.002 * radius)
    #expect(abs(slope / certificate.radialDerivative - 1) < 1e-4 && further.loss < loss && loss < nearer.loss)
  }

  @Test(arguments: [0.2, 1, 3, 10]) func singlePrecisionEndsAtItsFloor(alpha: Double) {
    var minimiser = Task<Float>().minimiser(alpha)
    let reason = minimiser.run(until: NotFinite() || StepLimit(20_000))
    #expect(reason == .stalled && minimiser.loss.isFinite)
    #expect(minimiser.certificate().tangentGradientNorm.isFinite)
    let w = minimiser.finish()
    #expect(w.array.allSatisfy { $0.isFinite })
  }

  @Test func theSameBitsTwice() {
    var first = Task<Float>().minimiser(1), second = Task<Float>().minimiser(1)
    first.run(until: StepLimit(500))
    second.run(until: StepLimit(500))
    #expect(first.loss == second.loss && first.iterations == second.iterations)
    let a = first.finish(), b = second.finish()
    #expect(a.array == b.array)
  }

  @Test(.enabled(if: countsAllocations, "a release build with glibc, without sanitiser"))
  func evaluationsAllocateNothing() {
    // Float runs into its floor, so that searches fail and memories are emptied within the stretch that is counted.
    var double = Task<Double>().minimiser(1), float = Task<Float>().minimiser(3)
    let probe = Probe(from: 3, to: 400)
    double.run(until: probe || RelativeTangentGradientBelow(0, radius: 1, every: 3) || StepLimit(400))
    #expect(probe.isComplete && probe.allocations == 0)
    let second = Probe(from: 3, to: 400)
    float.run(until: second || RelativeTangentGradientBelow(0, radius: 1, every: 3) || StepLimit(400))
    #expect(second.isComplete && second.allocations == 0)
  }

  /// Only release builds specialise the generic code; unspecialised code allocates of itself.
  private static var countsAllocations: Bool {
    #if DEBUG
      return false
    #else
      return malloc_probe_is_active() != 0
    #endif
  }

  /// Counts the allocations between two evaluations; a class, because runs copy their rules.
  private final class Probe: StoppingRule, @unchecked Sendable {
    private let first: Int, last: Int
    private var counts: (UInt?, UInt?)

    init(from first: Int, to last: Int) {
      self.first = first
      self.last = last
    }

    var isComplete: Bool { counts.1 != nil }
    var allocations: UInt { (counts.1 ?? 0) - (counts.0 ?? 0) }

    func reason(_ progress: Progress) -> StopReason? {
      if progress.step == first { counts.0 = malloc_probe_count() }
      if progress.step == last { counts.1 = malloc_probe_count() }
      return nil
    }

    func exchange(with archive: inout StateArchive) {}
  }
}
