import LinearAlgebra
import Networks
import Objectives
import Optimization

/// A point of a reduced landscape as the journal keeps it.
struct LandscapeRecord: Codable, Sendable {
  var trainLoss, testLoss, initialTrainLoss, initialTestLoss, zeroPredictorLoss: Double
  var trainAccuracy, testAccuracy: Double?
  var weightNorm, initialWeightNorm, constraintNorm: Double
  var tangentGradientNorm, radialGradient, testRadialPartial: Double
  /// The derivative of the training loss along the messiness, of a problem that has a representation.
  var messinessGradient: Double?
  var steps: Int
  var stopReason: StopReason
  /// The best of the run that was stored, if it was looked for.
  var best: BestOfRun?
  /// Whether the minimum was reached from the neighbour's.
  var startedWarm = false
  /// The test losses of all restarts.
  var testLosses: [Double] = []
  var wallTime = 0.0

  /// Whether the minimisation ran out of the numbers, even if the losses measured at its end are finite in double precision.
  var hasDiverged: Bool { stopReason == .notFinite || !trainLoss.isFinite }
}

/// A minimum with what is recorded of it.
struct MeasuredMinimum<Element: Scalar> {
  var record: LandscapeRecord
  let parameters: [Element]
}

extension TrainingTask {
  /// Minimises from `start` on `sphere` and measures start and end; `nil` if interrupted.
  func measuredMinimum(
    from start: consuming Vector<Element>, on sphere: Sphere<Element>, rateFactor: Double,
    _ work: PointWork
  ) throws -> MeasuredMinimum<Element>? {
    var train = trainEvaluation(), test = testEvaluation()
    let initialTrain = train(start), initialTest = test(start)
    guard let minimum = try minimise(from: start, on: sphere, rateFactor: rateFactor, work) else { return nil }
    let steps = minimum.steps, reason = minimum.reason, best = minimum.best
    let final = minimum.parameters.copy()
    let finalTrain = train(final), finalTest = test(final)
    var gradient = Vector<Element>(zeros: final.count)
    var trainRisk = trainRisk(fullBatch: true), testRisk = testRisk()
    trainRisk.valueAndGradient(at: final, into: &gradient)
    let certificate = sphere.certificate(gradient: gradient, at: final)
    testRisk.valueAndGradient(at: final, into: &gradient)
    let testPartial = sphere.certificate(gradient: gradient, at: final).radialDerivative
    let factor = reportFactor
    let record = LandscapeRecord(
      trainLoss: finalTrain.loss * factor, testLoss: finalTest.loss * factor,
      initialTrainLoss: initialTrain.loss * factor, initialTestLoss: initialTest.loss * factor,
      zeroPredictorLoss: zeroPredictorLoss * factor, trainAccuracy: finalTrain.accuracies.first,
      testAccuracy: finalTest.accuracies.first, weightNorm: final.doublePrecisionDot(final).squareRoot(),
      initialWeightNorm: problem.initialNorm, constraintNorm: Sphere.norm(of: final, over: sphere.ranges),
      tangentGradientNorm: certificate.tangentGradientNorm * factor,
      radialGradient: certificate.radialDerivative * factor, testRadialPartial: testPartial * factor,
      messinessGradient: messinessGradient(at: final).map { $0 * factor }, steps: steps,
      stopReason: reason, best: best)
    return MeasuredMinimum(record: record, parameters: final.array)
  }

  /// The test loss of the network that outputs zero everywhere.
  private var zeroPredictorLoss: Double {
    let outputs = problem.testTargets.columns
    var arena = Arena<Element>()
    return testLoss.evaluate(
      arena.matrix(testSetSize, outputs), RowSelection(first: testSetSize), gradient: arena.matrix(testSetSize, outputs)
    )
  }

  /// `dl/dm` at fixed parameters, of a problem that has a representation: the gradient with respect to the inputs
  /// contracted with theirs.
  ///
  /// At a minimum on the sphere, which does not depend on m, it is the derivative of the reduced loss (envelope theorem).
  private func messinessGradient(at parameters: borrowing Vector<Element>) -> Double? {
    guard let inputs = problem.messyTrainInputs else { return nil }
    return problem.network.inputDerivative(
      of: trainLoss, on: problem.trainInputs, first: trainingSetSize, along: inputs.derivative, at: parameters)
  }
}
