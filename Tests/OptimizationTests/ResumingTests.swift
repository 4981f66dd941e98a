import LinearAlgebra
import Networks
import Objectives
import Optimization
import RandomStreams
import Testing

/// Runs that are left and taken up again by new objects, which know of the old ones only the bytes of an archive.
@Suite struct ResumingTests {
  private static let rows = 40

  // MARK: - Trainers

  /// What an undisturbed run and one in pieces must have in common.
  private struct Course: Equatable {
    var losses: [UInt64] = []
    var parameters: [Double] = []
    var reason = StopReason.none
    var step = 0
  }

  @Test(arguments: RecipeTests.methods, [false, true])
  func everyMethodGoesOnInTheSameBits(_ method: RecipeTests.Method, onSphere: Bool) throws {
    try expectSameCourse(method, onSphere, as: Double.self)
    try expectSameCourse(method, onSphere, as: Float.self)
  }

  /// Batches of 16 of 40 rows, a schedule, clipping and every rule that stops a run.
  private func expectSameCourse<Element: Scalar>(
    _ method: RecipeTests.Method, _ onSphere: Bool, as _: Element.Type
  ) throws {
    var stream = PhiloxStream(rootSeed: 3, seed: 0, purpose: .student)
    let network = MultilayerPerceptron<Element>(widths: [4, 8, 3], activation: .tanh)
    var start = Vector<Element>(zeros: network.layout.count)
    network.initialize(&start, using: &stream)
    let inputs = SharedMatrix<Element>(rows: Self.rows, columns: 4, stream.normals(Self.rows * 4))
    let targets = SharedMatrix<Element>(rows: Self.rows, columns: 3, stream.normals(Self.rows * 3))
    var recipe = method.recipe(start.count, rate: 1e-2, weightDecay: 0.1)
    recipe.gradientClip = 1
    recipe.schedule = .stepDecay(factor: 0.5, interval: 30)
    let sphere = Sphere(through: start, over: [WeightedRange(0..<start.count)])
    func course(leavingAt steps: Set<Int>, size: Int?, _ order: RetractionOrder) throws -> Course {
      func risk() -> EmpiricalRisk<MultilayerPerceptron<Element>, MeanSquaredError<Element>> {
        EmpiricalRisk(
          network, MeanSquaredError(against: targets), on: inputs,
          batches: size.map { .shuffled(Self.rows, size: $0, rootSeed: 1, seed: 1) } ?? .full(Self.rows))
      }
      func rule() -> AnyRule<Element> { recipe.make(count: start.count) }
      return try onSphere
        ? self.course(leavingAt: steps) {
          Trainer(risk(), from: start.copy(), with: rule(), on: sphere, retracting: order)
        }
        : self.course(leavingAt: steps) {
          Trainer(risk(), from: start.copy(), with: rule(), on: Unconstrained(), retracting: order)
        }
    }
    for (size, order) in [(16, .afterStep), (nil, .beforeStep)] as [(Int?, RetractionOrder)] {
      let whole = try course(leavingAt: [], size: size, order)
      #expect(whole.step > 20 && whole.losses.count == whole.step + 1)
      for _ in 0..<3 {
        let steps = Set((0..<6).map { _ in Int.random(in: 1...whole.step) })
        #expect(try course(leavingAt: steps, size: size, order) == whole, "left at \(steps.sorted())")
      }
      #expect(try course(leavingAt: Set(1...150), size: size, order) == whole)
    }
  }

  private func course<O: Objective & ~Copyable, C: Constraint<O.Element>>(
    leavingAt steps: Set<Int>, _ make: () -> Trainer<O, AnyRule<O.Element>, C>
  ) throws -> Course {
    func rules() -> some StoppingRule {
      NotFinite() || LossBelow(1e-9) || TangentGradientBelow(1e-9) || Stalled(patience: 30, improvement: 0.02)
        || RelativeTangentGradientBelow(1e-9, radius: 1) || StepLimit(150)
    }
    var course = Course(), trainer = make(), rule = rules()
    while true {
      course.reason = trainer.run(until: &rule, pausingWhen: steps.contains) { progress, _, _ in
        course.losses.append(progress.loss.bitPattern)
      }
      guard course.reason == StopReason.none else { break }
      var archive = StateArchive()
      try trainer.exchange(with: &archive)
      try rule.exchange(with: &archive)
      archive = StateArchive(restoring: archive.bytes)
      trainer = make()
      rule = rules()
      try trainer.exchange(with: &archive)
      try rule.exchange(with: &archive)
      try archive.end()
    }
    course.step = trainer.step
    course.parameters = trainer.finish().array.map { Double($0) }
    return course
  }

  /// A filter with a state: `m = 0.8 m + g`, and `g + m` in place of `g`.
  private struct Amplified: ~Copyable, GradientTransform {
    private var mean: Vector<Double>

    init(count: Int) { mean = Vector(zeros: count) }

    mutating func transform(_ gradient: inout Vector<Double>, at parameters: borrowing Vector<Double>) {
      mean.scale(by: 0.8)
      mean.add(1, gradient)
      gradient.add(1, mean)
    }

    mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) { try archive.exchange(&mean) }
  }

  @Test func aFiltersStateGoesAlong() throws {
    func make() -> Trainer<Quadratic<Double>, Filtered<Amplified, Momentum<Double>>, Unconstrained<Double>> {
      Trainer(
        Quadratic(diagonal: [1, 3]), from: Vector([1, 1]),
        with: Filtered(
          Amplified(count: 2), Momentum([ParameterGroup([0..<2], rate: 0.01)], count: 2, coefficient: 0.5)),
        on: Unconstrained())
    }
    var whole = make()
    whole.run(until: StepLimit(30))
    var parts = make(), rule = StepLimit(30)
    while parts.run(until: &rule, pausingWhen: { _ in true }) == StopReason.none {
      var archive = StateArchive()
      try parts.exchange(with: &archive)
      parts = make()
      archive = StateArchive(restoring: archive.bytes)
      try parts.exchange(with: &archive)
    }
    let expected = whole.finish(), found = parts.finish()
    #expect(found.array == expected.array)
  }

  @Test func aRunThatIsAlwaysToPauseGoesOn() {
    var trainer = Trainer(
      Quadratic(diagonal: [1]), from: Vector([1]),
      with: GradientDescent<Double>([ParameterGroup([0..<1], rate: 0.1)], count: 1), on: Unconstrained())
    var rule = StepLimit(3)
    for step in 1...3 {
      #expect(trainer.run(until: &rule, pausingWhen: { _ in true }) == StopReason.none && trainer.step == step)
    }
    #expect(trainer.run(until: &rule, pausingWhen: { _ in true }) == .stepLimit)
  }

  // MARK: - The Riemannian minimiser

  private static let ranges = [WeightedRange(0..<15, weight: 2), WeightedRange(20..<45)]

  private func rosenbrock(_ memory: Int) -> RiemannianLBFGS<ChainedRosenbrock> {
    var stream = PhiloxStream(rootSeed: 5, seed: 2, purpose: .data)
    return RiemannianLBFGS(
      ChainedRosenbrock(dimension: 50), from: Vector(stream.normals(50)),
      on: Sphere(radius: 3, over: Self.ranges), memory: memory)
  }

  /// To the rounding floor, where searches fail, the memory is forgotten and the lowest point is not the current one.
  private func form<Element: Scalar>(_: Element.Type) -> RiemannianLBFGS<QuadraticForm<Element>> {
    var stream = PhiloxStream(rootSeed: 5, seed: 1, purpose: .data)
    let values: [Element] = stream.normals(900)
    return RiemannianLBFGS(
      QuadraticForm((0..<900).map { values[$0] + values[$0 % 30 * 30 + $0 / 30] }, dimension: 30),
      from: Vector(stream.normals(30)), on: Sphere(radius: 2, over: [WeightedRange(0..<30)]))
  }

  @Test(arguments: [1, 3, 10]) func theMinimiserGoesOnInTheSameBits(_ memory: Int) throws {
    try expectSameMinimum { rosenbrock(memory) }
  }

  @Test func theMinimiserGoesOnAtTheRoundingFloor() throws {
    try expectSameMinimum { form(Double.self) }
    try expectSameMinimum { form(Float.self) }
  }

  /// Searches that run out of trials and settle for what they have.
  @Test func theMinimiserGoesOnAtAWall() throws {
    try expectSameMinimum {
      RiemannianLBFGS(
        Walled(dimension: 3, wall: 0.9), from: Vector([0.1, 1, 1]),
        on: Sphere(radius: 1, over: [WeightedRange(0..<3)]))
    }
  }

  private func expectSameMinimum<O: Objective & ~Copyable>(_ make: () -> RiemannianLBFGS<O>) throws {
    func minimum(leaving: (Int) -> Bool) throws -> (parameters: [O.Element], numbers: [Double], reason: StopReason) {
      var minimiser = make(), rule = Stalled(patience: 99, improvement: 1e-12) || StepLimit(600)
      var reason = StopReason.none
      while true {
        reason = minimiser.run(until: &rule, pausingWhen: leaving)
        guard reason == StopReason.none else { break }
        var archive = StateArchive()
        try minimiser.exchange(with: &archive)
        try rule.exchange(with: &archive)
        archive = StateArchive(restoring: archive.bytes)
        minimiser = make()
        rule = Stalled(patience: 99, improvement: 1e-12) || StepLimit(600)
        try minimiser.exchange(with: &archive)
        try rule.exchange(with: &archive)
        try archive.end()
      }
      let numbers = [minimiser.loss, Double(minimiser.evaluations), Double(minimiser.iterations)]
      return (minimiser.finish().array, numbers, reason)
    }
    let whole = try minimum { _ in false }
    #expect(whole.numbers[1] > 30)
    let random = Set((0..<8).map { _ in Int.random(in: 2...Int(whole.numbers[1])) })
    for leaving in [{ _ in true }, { random.contains($0) }] as [(Int) -> Bool] {
      let parts = try minimum(leaving: leaving)
      #expect(parts.parameters == whole.parameters && parts.numbers == whole.numbers && parts.reason == whole.reason)
    }
  }

  // MARK: - Archives that are something else

  private func momentum(_ count: Int) -> Trainer<Quadratic<Double>, AnyRule<Double>, Unconstrained<Double>> {
    Trainer(
      Quadratic(diagonal: Array(repeating: 1, count: count)), from: Vector(zeros: count),
      with: AnyRule(Momentum([ParameterGroup([0..<count], rate: 0.1)], count: count, coefficient: 0.9)),
      on: Unconstrained())
  }

  @Test func aStateOfAnotherShapeIsRefused() throws {
    var trainer = momentum(3)
    trainer.run(until: StepLimit(5))
    var saved = StateArchive()
    try trainer.exchange(with: &saved)
    var archive = StateArchive(restoring: saved.bytes)
    var other = momentum(4)
    let error = #expect(throws: StateArchiveError.self) { try other.exchange(with: &archive) }
    #expect(
      error?.description == "Cannot restore the state of a run: it holds a number that cannot be; start the run anew.")
    for length in 0..<saved.bytes.count {
      var short = StateArchive(restoring: Array(saved.bytes.prefix(length)))
      #expect(throws: StateArchiveError.self) { try trainer.exchange(with: &short) }
    }
    var long = StateArchive(restoring: saved.bytes + [0])
    try trainer.exchange(with: &long)
    #expect(throws: StateArchiveError.self) { try long.end() }
  }

  /// Whatever byte is changed: the state is refused, or what it says goes on without a crash.
  @Test func damageDoesNotCrash() throws {
    var minimiser = rosenbrock(3)
    minimiser.run(until: StepLimit(40))
    var saved = StateArchive()
    try minimiser.exchange(with: &saved)
    for position in saved.bytes.indices {
      var bytes = saved.bytes
      bytes[position] ^= 0x81
      var archive = StateArchive(restoring: bytes)
      var other = rosenbrock(3)
      if (try? other.exchange(with: &archive)) != nil { other.run(until: StepLimit(43)) }
    }
  }

  @Test func aDamagedLengthAsksForNoMemory() {
    var archive = StateArchive()
    var number = Int.max
    #expect(throws: Never.self) { try archive.exchange(&number) }
    archive = StateArchive(restoring: archive.bytes)
    var array: [Double] = []
    #expect(throws: StateArchiveError.self) { try archive.exchange(&array) }
    #expect(array.isEmpty)
  }
}
