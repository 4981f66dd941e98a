import Foundation
import LinearAlgebra
import Networks
import Objectives
import Optimization
import RandomStreams
import Sweeps

/// A point of a reduced landscape as the journal keeps it.
struct LandscapeRecord: Codable, Sendable {
  var trainLoss, testLoss, initialTrainLoss, initialTestLoss, zeroPredictorLoss: Double
  var trainAccuracy, testAccuracy: Double?
  var weightNorm, initialWeightNorm, constraintNorm: Double
  var tangentGradientNorm, radialGradient, testRadialPartial: Double
  var steps: Int
  var stopReason: StopReason
  /// The test losses of all restarts.
  var testLosses: [Double]
  var wallTime: Double
}

/// The reduced landscape: for each (seed, n_train, norm) the training loss minimised over directions at that norm.
struct LandscapeRecipe: PointRecipe {
  let study: StudyConfiguration

  var plan: SweepPlan {
    SweepPlan([
      SweepAxis("seed", count: study.seeds.count), SweepAxis("n_train", count: study.trainingSetSizes.count),
      SweepAxis("messiness", count: 1), SweepAxis("norm", count: study.radii.values.count),
    ])
  }

  func sample(of point: Int) -> (seed: Int, trainingSetSize: Int) {
    let at = plan.coordinates(of: point)
    return (study.seeds[at[0]], study.trainingSetSizes[at[1]])
  }

  func run<Element: Scalar, L: Loss>(
    _ point: Int, _ task: TrainingTask<Element, L>, isInterrupted: @escaping @Sendable () -> Bool
  ) -> LandscapeRecord? {
    let clock = ContinuousClock(), start = clock.now
    let value = study.radii.values[plan.coordinates(of: point)[3]]
    var best: LandscapeRecord?
    var testLosses: [Double] = []
    for restart in 0..<study.restarts {
      guard let record = minimise(task, value, restart: restart, isInterrupted) else { return nil }
      testLosses.append(record.testLoss)
      if isBetter(record, than: best) { best = record }
    }
    best?.testLosses = testLosses
    best?.wallTime = (clock.now - start) / .seconds(1)
    return best
  }

  /// Lower training loss wins; below the floor all are equal and the first stays.
  private func isBetter(_ record: LandscapeRecord, than best: LandscapeRecord?) -> Bool {
    guard let best else { return true }
    if !record.trainLoss.isFinite { return false }
    return !best.trainLoss.isFinite || max(record.trainLoss, study.tieFloor) < max(best.trainLoss, study.tieFloor)
  }

  private func minimise<Element: Scalar, L: Loss>(
    _ task: TrainingTask<Element, L>, _ value: Double, restart: Int, _ isInterrupted: @escaping @Sendable () -> Bool
  ) -> LandscapeRecord? {
    let initialNorm = task.problem.initialNorm
    let ranges = task.constrainedRanges
    var parameters = Vector(task.problem.initialParameters)
    let alpha: Double
    switch study.radii {
    case .alpha: alpha = value
    case .weightNorm: alpha = value / initialNorm
    }
    parameters.scale(by: Element(alpha))
    let sphere = Sphere(through: parameters, over: ranges)
    if restart > 0 {
      var stream = PhiloxStream(
        rootSeed: UInt64(study.rootSeed), seed: UInt64(task.seed), purpose: .restart(restart))
      task.problem.network.initialize(&parameters, using: &stream)
      sphere.retract(&parameters)
    }
    var train = task.trainEvaluation(), test = task.testEvaluation()
    let initialTrain = train(parameters), initialTest = test(parameters)
    var trainer = Trainer(
      task.trainRisk(fullBatch: false), from: parameters,
      with: task.optimizer(weightDecay: study.weightDecays[0], rateFactor: study.angular ? alpha : 1), on: sphere,
      retracting: study.retraction)
    let reason = trainer.run(
      until: StopWhen(condition: isInterrupted) || NotFinite() || study.lossBelow.map { LossBelow($0) }
        || study.tangentGradientBelow.map { TangentGradientBelow($0) }
        || study.stalled.map { Stalled(patience: $0.patience, improvement: $0.improvement) } || StepLimit(study.steps))
    if reason == StopReason.none { return nil }
    let steps = trainer.step
    let final = trainer.finish()
    let finalTrain = train(final), finalTest = test(final)
    var gradient = Vector<Element>(zeros: final.count)
    var trainRisk = task.trainRisk(fullBatch: true), testRisk = task.testRisk()
    trainRisk.valueAndGradient(at: final, into: &gradient)
    let certificate = sphere.certificate(gradient: gradient, at: final)
    testRisk.valueAndGradient(at: final, into: &gradient)
    let testPartial = sphere.certificate(gradient: gradient, at: final).radialDerivative
    let factor = task.reportFactor
    return LandscapeRecord(
      trainLoss: finalTrain.loss * factor, testLoss: finalTest.loss * factor,
      initialTrainLoss: initialTrain.loss * factor, initialTestLoss: initialTest.loss * factor,
      zeroPredictorLoss: task.zeroPredictorLoss * factor, trainAccuracy: finalTrain.accuracies.first,
      testAccuracy: finalTest.accuracies.first, weightNorm: final.doublePrecisionDot(final).squareRoot(),
      initialWeightNorm: initialNorm, constraintNorm: Sphere.norm(of: final, over: ranges),
      tangentGradientNorm: certificate.tangentGradientNorm * factor,
      radialGradient: certificate.radialDerivative * factor, testRadialPartial: testPartial * factor, steps: steps,
      stopReason: reason, testLosses: [], wallTime: 0)
  }
}

extension TrainingTask {
  /// The test loss of the network that outputs zero everywhere.
  var zeroPredictorLoss: Double {
    let targets = problem.testTargets.view()
    var arena = Arena<Element>()
    return testLoss.evaluate(
      arena.matrix(targets.rows, targets.columns), RowSelection(first: targets.rows),
      gradient: arena.matrix(targets.rows, targets.columns))
  }
}
