import LinearAlgebra
import Objectives
import Optimization
import RandomStreams
import Testing

@Suite struct RiemannianLBFGSTests {
  // MARK: - Minima known otherwise

  /// A symmetric matrix with normal elements, and a start.
  private func problem<Element: Scalar>(_ n: Int, as _: Element.Type) -> (matrix: [Element], start: [Element]) {
    var stream = PhiloxStream(rootSeed: 5, seed: 1, purpose: .data)
    let values: [Element] = stream.normals(n * n)
    let matrix = (0..<(n * n)).map { values[$0] + values[$0 % n * n + $0 / n] }
    return (matrix, stream.normals(n))
  }

  @Test func theMinimumOfAQuadraticFormIsTheLowestEigenvector() throws {
    let n = 60
    let (matrix, start) = problem(n, as: Double.self)
    let eigen = try #require(SymmetricEigenproblem(of: matrix, dimension: n))
    let sphere = Sphere<Double>(radius: 3, over: [WeightedRange(0..<n)])
    var minimiser = RiemannianLBFGS(QuadraticForm(matrix, dimension: n), from: Vector(start), on: sphere)
    #expect(minimiser.run(until: TangentGradientBelow(1e-6, every: 1) || StepLimit(500)) == .gradientSmall)
    #expect(abs(minimiser.loss - 4.5 * eigen.eigenvalues[0]) < 1e-12 * abs(minimiser.loss))
    // dl/dr = lambda r at an eigenvector.
    #expect(abs(minimiser.certificate().radialDerivative - 3 * eigen.eigenvalues[0]) < 1e-11)
    let w = minimiser.finish()
    let cosine = w.dot(Vector(eigen.eigenvectors[0])) / 3
    #expect(abs(abs(cosine) - 1) < 1e-13 && abs(Sphere.norm(of: w, over: sphere.ranges) - 3) < 1e-14)
  }

  @Test func theMinimumInSinglePrecision() throws {
    let n = 60
    let (matrix, start) = problem(n, as: Float.self)
    let eigen = try #require(SymmetricEigenproblem(of: matrix.map { Double($0) }, dimension: n))
    var minimiser = RiemannianLBFGS(
      QuadraticForm(matrix, dimension: n), from: Vector(start), on: Sphere(radius: 3, over: [WeightedRange(0..<n)]))
    // At the rounding floor the run ends of itself, soon, and within a few units in the last place of the lowest
    // eigenvalue.
    #expect(minimiser.run(until: StepLimit(1000)) == .stalled && minimiser.evaluations < 500)
    #expect(abs(minimiser.loss - 4.5 * eigen.eigenvalues[0]) < 1e-6 * abs(minimiser.loss))
  }

  @Test func theMinimumOnAWeightedSphereIsAGeneralisedEigenvector() throws {
    // A w = lambda D w: with v = D^(1/2) w an eigenproblem of D^(-1/2) A D^(-1/2).
    let n = 40
    let (matrix, start) = problem(n, as: Double.self)
    let ranges = [WeightedRange(25..<n, weight: 3), WeightedRange(0..<25, weight: 2)]
    let root = (0..<n).map { ($0 < 25 ? 2.0 : 3.0).squareRoot() }
    let scaled = (0..<(n * n)).map { matrix[$0] / (root[$0 / n] * root[$0 % n]) }
    let eigen = try #require(SymmetricEigenproblem(of: scaled, dimension: n))
    let sphere = Sphere<Double>(radius: 2, over: ranges)
    var minimiser = RiemannianLBFGS(QuadraticForm(matrix, dimension: n), from: Vector(start), on: sphere)
    #expect(minimiser.run(until: TangentGradientBelow(1e-6, every: 1) || StepLimit(500)) == .gradientSmall)
    #expect(abs(minimiser.loss - 2 * eigen.eigenvalues[0]) < 1e-12 * abs(minimiser.loss))
    let v = Vector((0..<n).map { root[$0] * eigen.eigenvectors[0][$0] }), w = minimiser.finish()
    #expect(abs(abs(v.dot(w)) / 2 - 1) < 1e-13 && abs(Sphere.norm(of: w, over: ranges) - 2) < 1e-14)
  }

  @Test(arguments: [3, 5, 10, 20]) func aCurvedValleyEndsInALagrangePoint(memory: Int) {
    // 50 variables, of which 10 are free and 15 count twice.
    let n = 50, radius = 3.0
    let ranges = [WeightedRange(0..<15, weight: 2), WeightedRange(20..<45)]
    let weight = (0..<n).map { i in ranges.first { $0.range.contains(i) }?.weight ?? 0 }
    var stream = PhiloxStream(rootSeed: 5, seed: 2, purpose: .data)
    let start: [Double] = stream.normals(n)
    var minimiser = RiemannianLBFGS(
      ChainedRosenbrock(dimension: n), from: Vector(start), on: Sphere(radius: radius, over: ranges), memory: memory)
    let reason = minimiser.run(until: RelativeTangentGradientBelow(1e-8, radius: radius, every: 1) || StepLimit(2000))
    #expect(reason == .gradientSmall)
    let w = minimiser.finish()
    #expect(abs(Sphere.norm(of: w, over: ranges) - radius) < 1e-14)
    // g = lambda D w, with the gradient by central differences, good to seven digits.
    var function = ChainedRosenbrock(dimension: n)
    let g = (0..<n).map { i in
      var x = w.copy()
      x[i] = w[i] + 1e-6
      let above = function.value(at: x)
      x[i] = w[i] - 1e-6
      return (above - function.value(at: x)) / 2e-6
    }
    let lambda = (0..<n).reduce(0) { $0 + g[$1] * w[$1] * (weight[$1] > 0 ? 1 : 0) } / (radius * radius)
    #expect(abs(lambda) > 0.5, "the constraint binds")
    for i in 0..<n { #expect(abs(g[i] - lambda * weight[i] * w[i]) < 2e-5, "\(i)") }
  }

  // MARK: - Ends

  private func minimiser(_ n: Int = 40) -> RiemannianLBFGS<QuadraticForm<Double>> {
    let (matrix, start) = problem(n, as: Double.self)
    let ranges = [WeightedRange(0..<10, weight: 2), WeightedRange(10..<n)]
    return RiemannianLBFGS(
      QuadraticForm(matrix, dimension: n), from: Vector(start), on: Sphere(radius: 2, over: ranges))
  }

  @Test func evaluationsAreTheStepsOfRules() {
    for limit in [1, 2, 7, 30] {
      var minimiser = minimiser()
      #expect(minimiser.run(until: StepLimit(limit)) == .stepLimit && minimiser.evaluations == limit)
      #expect(minimiser.iterations < limit)
    }
    var minimiser = minimiser()
    minimiser.run(until: StepLimit(5))
    let early = minimiser.loss
    #expect(minimiser.run(until: LossBelow(early - 1) || StepLimit(500)) == .lossReached)
    #expect(minimiser.loss < early - 1 && minimiser.evaluations > 5)
  }

  @Test func theTangentialGradientIsTheCertificates() {
    for limit in [1, 5, 20] {
      var minimiser = minimiser()
      minimiser.run(until: StepLimit(limit))
      let norm = minimiser.certificate().tangentGradientNorm
      #expect(minimiser.run(until: TangentGradientBelow(norm * (1 - 1e-9), every: 1) || StepLimit(0)) == .stepLimit)
      #expect(minimiser.run(until: TangentGradientBelow(norm * (1 + 1e-9), every: 1) || StepLimit(0)) == .gradientSmall)
    }
  }

  @Test func theRelativeGradientHasNoUnit() {
    var rule = RelativeTangentGradientBelow(0.1, radius: 4, every: 3)
    #expect(rule.needsTangentGradient(at: 6) && !rule.needsTangentGradient(at: 7))
    for scale in [1e-20, 1, 1e20] {
      #expect(rule.reason(Progress(step: 6, loss: 50 * scale, tangentGradientNorm: 1.2 * scale)) == .gradientSmall)
      #expect(rule.reason(Progress(step: 6, loss: 50 * scale, tangentGradientNorm: 1.3 * scale)) == nil)
    }
    #expect(rule.reason(Progress(step: 6, loss: 50)) == nil)
  }

  @Test func withoutARuleTheRunEndsAtTheRoundingFloor() {
    var minimiser = minimiser()
    #expect(minimiser.run(until: NotFinite()) == .stalled)
    let (loss, evaluations) = (minimiser.loss, minimiser.evaluations)
    #expect(evaluations < 1000)
    #expect(minimiser.run(until: NotFinite()) == .stalled && minimiser.evaluations == evaluations, "it stays ended")
    #expect(minimiser.loss == loss)
  }

  @Test func aStartThatIsNotFiniteIsSaidSo() {
    let sphere = Sphere<Double>(radius: 1, over: [WeightedRange(0..<2)])
    var minimiser = RiemannianLBFGS(Quadratic(diagonal: [1, 2]), from: Vector([.nan, 1]), on: sphere)
    #expect(minimiser.run(until: StepLimit(99)) == .notFinite && minimiser.evaluations == 1)
  }

  @Test func aLevelObjectiveIsAtItsMinimum() {
    let sphere = Sphere<Double>(radius: 1, over: [WeightedRange(0..<2)])
    var minimiser = RiemannianLBFGS(Quadratic(diagonal: [0, 0]), from: Vector([1, 1]), on: sphere)
    #expect(minimiser.run(until: StepLimit(99)) == .gradientSmall && minimiser.evaluations == 1)
  }

  @Test func searchesTurnBackWhereTheLossIsNotFinite() {
    // On the unit sphere x_0 rises to 1, but not beyond the wall at 0.9.
    var minimiser = RiemannianLBFGS(
      Walled(dimension: 3, wall: 0.9), from: Vector([0.1, 1, 1]), on: Sphere(radius: 1, over: [WeightedRange(0..<3)]))
    #expect(minimiser.run(until: StepLimit(5000)) == .stalled)
    #expect(minimiser.loss >= 0.1 && minimiser.loss < 0.11)
    let w = minimiser.finish()
    #expect(w[0] <= 0.9 && w[1].isFinite && w[2].isFinite)
  }

  @Test func anInterruptedRunGoesOnInTheSameBits() {
    var whole = minimiser()
    whole.run(until: StepLimit(60))
    var parts = minimiser()
    for step in 1...59 {
      #expect(parts.run(until: Interruption(at: step) || StepLimit(60)) == StopReason.none)
      #expect(parts.evaluations == step)
      if step.isMultiple(of: 7) { _ = parts.certificate() }
    }
    #expect(parts.run(until: StepLimit(60)) == .stepLimit)
    #expect(parts.loss == whole.loss && parts.iterations == whole.iterations)
    let w = parts.finish(), expected = whole.finish()
    #expect(w.array == expected.array)
  }

  /// What a signal does to a run.
  private struct Interruption: StoppingRule {
    let step: Int

    init(at step: Int) { self.step = step }

    mutating func reason(_ progress: Progress) -> StopReason? { progress.step >= step ? StopReason.none : nil }

    mutating func exchange(with archive: inout StateArchive) {}
  }

  /// A line search that has tried eight steps and met no small slope goes back to the lowest of those that led downhill,
  /// and takes it.
  @Test func aSearchThatRunsOutOfTrialsSettlesForTheLowest() {
    var counts: Set<Int> = []
    for bottom in stride(from: 0.05, through: 0.2, by: 0.01) {
      let notch = Notch(bottom: bottom), record = notch.record
      var minimiser = RiemannianLBFGS(notch, from: Vector([1, 0]), on: Sphere(radius: 1, over: [WeightedRange(0..<2)]))
      var rule = StepLimit(100)
      while minimiser.iterations == 0, minimiser.run(until: &rule, pausingWhen: { _ in true }) == StopReason.none {}
      let trials = record.angles.dropFirst().prefix(8), lowest = trials.filter { $0 < bottom }.max() ?? 0
      #expect(trials.count == 8 && lowest > 0)
      // Evaluated once more, unless it was the last.
      #expect(record.angles.count == (trials.last == lowest ? 9 : 10) && record.angles.last == lowest)
      #expect(minimiser.loss == bottom - lowest && minimiser.evaluations == record.angles.count)
      counts.insert(record.angles.count)
    }
    #expect(counts == [9, 10], "both happen")
  }
}
