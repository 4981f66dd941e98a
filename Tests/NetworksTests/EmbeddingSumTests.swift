import LinearAlgebra
import Networks
import Objectives
import Optimization
import RandomStreams
import Testing

/// A decoder on the sum of two embeddings, and what the inputs' gradient gives.
@Suite struct EmbeddingSumTests {
  private let network = EmbeddingSumNetwork<Double>(symbols: 4, widths: [2, 7, 3], activation: .tanh)
  /// The symbol 2 is in one pair twice, the symbol 3 in none.
  private let pairs = IndexPairs(first: [0, 2, 0, 1, 1], second: [0, 2, 1, 2, 0])
  private let targets: SharedMatrix<Double>
  private let start: [Double]

  init() {
    var stream = PhiloxStream(rootSeed: 3, seed: 0, purpose: .data)
    targets = SharedMatrix(rows: 5, columns: 3, stream.normals(15))
    start = stream.normals(network.layout.count, standardDeviation: 0.5)
  }

  private func risk(
    _ batches: consuming BatchSchedule
  ) -> EmpiricalRisk<EmbeddingSumNetwork<Double>, MeanSquaredError<Double>> {
    EmpiricalRisk(network, MeanSquaredError(against: targets), on: pairs, batches: batches)
  }

  /// The table of sums, gathered once.
  private func sums(_ representation: [Double]) -> SharedMatrix<Double> {
    SharedMatrix(
      rows: pairs.count, columns: 2,
      zip(pairs.first, pairs.second).flatMap { i, j in
        (0..<2).map { representation[Int(i) * 2 + $0] + representation[Int(j) * 2 + $0] }
      })
  }

  @Test func theRepresentationLiesBeforeTheDecoder() {
    #expect(
      network.layout.slices.map(\.name) == [
        "representation", "decoder.layers.0.weight", "decoder.layers.0.bias", "decoder.layers.1.weight",
        "decoder.layers.1.bias",
      ])
    #expect(network.layout["representation"]?.shape == [4, 2])
    #expect(network.decoderRange == 8..<network.layout.count)
    #expect(network.layout.count == 8 + 7 * 3 + 3 * 8)
  }

  @Test(arguments: [false, true]) func theGradientIsThatOfCentralDifferences(inBatches: Bool) {
    func schedule() -> BatchSchedule { inBatches ? .listed([[4, 1, 1]]) : .full(5) }
    var objective = risk(schedule())
    objective.beginStep(0)
    var gradient = Vector<Double>(zeros: start.count)
    objective.valueAndGradient(at: Vector(start), into: &gradient)
    let analytic = gradient.array
    let h = 1e-5
    for i in start.indices {
      var above = start, below = start
      above[i] += h
      below[i] -= h
      let difference = (objective.value(at: Vector(above)) - objective.value(at: Vector(below))) / (2 * h)
      #expect(abs(analytic[i] - difference) < 1e-8)
    }
    #expect(analytic[6] == 0 && analytic[7] == 0, "no pair holds the symbol 3")
    #expect(analytic[0..<6].contains { abs($0) > 1e-3 })
  }

  @Test func aFrozenRepresentationIsAPerceptronOnTheTableOfSums() {
    let decoder = MultilayerPerceptron<Double>(widths: [2, 7, 3], activation: .tanh, prefix: "decoder.")
    #expect(decoder.layout.slices.map(\.name) == network.layout.slices.dropFirst().map(\.name))
    var alone = EmpiricalRisk(
      decoder, MeanSquaredError(against: targets), on: sums(start), batches: .full(5))
    var both = risk(.full(5))
    var gradient = Vector<Double>(zeros: start.count), decoderGradient = Vector<Double>(zeros: decoder.layout.count)
    let value = both.valueAndGradient(at: Vector(start), into: &gradient)
    let decoderValue = alone.valueAndGradient(
      at: Vector(Array(start[network.decoderRange])), into: &decoderGradient)
    #expect(value == decoderValue)
    #expect(Array(gradient.array[network.decoderRange]) == decoderGradient.array)
  }

  /// A group each, and a sphere over the decoder alone.
  @Test func theRepresentationTrainsAtItsOwnRateOutsideTheSphere() {
    let recipe = OptimizerRecipe(
      .gradientDescent,
      groups: [
        ParameterGroup([network.representation.range], rate: 0.5, weightDecay: 0),
        ParameterGroup([network.decoderRange], rate: 0.01, weightDecay: 0),
      ])
    let ranges = [WeightedRange(network.decoderRange)]
    let radius = Sphere<Double>.norm(of: Vector(start), over: ranges)
    var gradient = Vector<Double>(zeros: start.count)
    var objective = risk(.full(5))
    objective.valueAndGradient(at: Vector(start), into: &gradient)
    let rule: AnyRule<Double> = recipe.make(count: start.count)
    var trainer = Trainer(
      risk(.full(5)), from: Vector(start), with: rule, on: Sphere(radius: radius, over: ranges))
    trainer.run(until: StepLimit(1))
    let after = trainer.finish()
    for i in network.representation.range {
      #expect(abs(after.array[i] - (start[i] - 0.5 * gradient.array[i])) < 1e-15)
    }
    #expect(abs(Sphere<Double>.norm(of: after, over: ranges) / radius - 1) < 1e-14)
  }

  /// Sums of samples in chunks whose length does not divide the number of samples, along a direction that moves E.
  @Test(arguments: [1, 2, 3, 5, 9]) func theInputDerivativeIsTheDerivativeAlongTheRepresentation(chunk: Int) {
    var stream = PhiloxStream(rootSeed: 3, seed: 0, purpose: .representation)
    let direction: [Double] = stream.normals(8)
    let decoder = MultilayerPerceptron<Double>(widths: [2, 7, 3], activation: .tanh)
    let parameters = Vector(Array(start[network.decoderRange])), loss = MeanSquaredError(against: targets)
    func lossOfFour(at m: Double) -> Double {
      let moved = zip(start, direction).map { $0 + m * $1 }
      var evaluation = Evaluation(decoder, loss, on: sums(moved), first: 4, criteria: [])
      return evaluation(parameters).loss
    }
    let derivative = decoder.inputDerivative(
      of: loss, on: sums(start), first: 4, along: sums(direction), at: parameters, chunk: chunk)
    let h = 1e-5
    #expect(abs(derivative - (lossOfFour(at: h) - lossOfFour(at: -h)) / (2 * h)) < 1e-9)
    #expect(abs(derivative) > 1e-3)
  }
}
