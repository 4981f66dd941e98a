import Foundation
import LinearAlgebra
import Networks
import Objectives
import Optimization
import Stores
import Sweeps

/// A run of unconstrained training as the journal keeps it; histories end where the run did.
struct DynamicsRecord: Codable, Sendable {
  var trainLoss, testLoss, weightNorm: [Double]
  /// Per threshold, then per history step.
  var trainAccuracy, testAccuracy: [[Double]]
  /// Per threshold: the first step at which the accuracy reaches the level, NaN if it never does, and the norm there.
  var timeToTrain, timeToTest, normAtTrain, normAtTest: [Double]
  /// The norm of the standard initialisation.
  var initialNorm: Double
  var steps: Int
  var stopReason: StopReason
  var wallTime: Double
}

extension StudyConfiguration {
  /// The steps of the history of a run of this configuration: twenty per decade, and the multiples of `history_every`,
  /// up to the last step.
  var historySteps: [Int] {
    var steps: Set<Int> = [0, self.steps]
    for k in stride(from: 0, through: self.steps, by: dynamics.historyEvery) { steps.insert(k) }
    var k = 1.0
    while Int(k) <= self.steps {
      steps.insert(Int(k))
      k *= exponential(logarithm(10) / 20)
    }
    return steps.sorted()
  }
}

/// Grokking: training from alpha times the standard initialisation with weight decay.
///
/// Source: Liu, Michaud, Tegmark (2023), Fig. 2b and 2c.
struct DynamicsRecipe: PointRecipe {
  let grid: StudyGrid

  func timeless(_ record: DynamicsRecord) -> DynamicsRecord {
    var record = record
    record.wallTime = 0
    return record
  }

  func summary(_ record: DynamicsRecord) -> String { "last run: \(record.steps) steps" }

  func run<Element: Scalar, L: Loss>(
    _ point: Int, _ task: TrainingTask<Element, L>, isInterrupted: @escaping @Sendable () -> Bool
  ) -> DynamicsRecord? {
    let clock = ContinuousClock(), start = clock.now
    let study = task.study
    guard let optimizer = study.solver.optimizer else { preconditionFailure("dynamics are an optimiser's") }
    var parameters = Vector(task.problem.initialParameters)
    let value = study.radii.values[0]
    switch study.radii {
    case .alpha: parameters.scale(by: Element(value))
    case .weightNorm: parameters.scale(by: Element(value / task.problem.initialNorm))
    }
    let criteria = task.criteria(task.problem.trainLabels, task.problem.trainTargets)
    let never = [Double](repeating: .nan, count: criteria.count)
    var record = DynamicsRecord(
      trainLoss: [], testLoss: [], weightNorm: [], trainAccuracy: criteria.map { _ in [] },
      testAccuracy: criteria.map { _ in [] }, timeToTrain: never, timeToTest: never, normAtTrain: never,
      normAtTest: never, initialNorm: task.problem.initialNorm, steps: 0, stopReason: .none, wallTime: 0)
    let history = Set(study.historySteps), interval = study.dynamics.evaluateEvery, level = study.dynamics.level
    let factor = task.reportFactor, stopsEarly = study.dynamics.stopsWhenGeneralised
    var train = task.trainEvaluation(), test = task.testEvaluation()
    let goal = Goal()
    var trainer = Trainer(
      task.trainRisk(fullBatch: false), from: parameters,
      with: task.rule(optimizer, weightDecay: study.weightDecays[0], rateFactor: study.angular ? value : 1),
      on: Unconstrained<Element>())
    record.stopReason = trainer.run(
      until: StopWhen(condition: isInterrupted) || NotFinite() || StopAtGoal(goal: goal) || StepLimit(study.steps)
    ) { progress, parameters, risk in
      let isHistory = history.contains(progress.step)
      guard isHistory || progress.step.isMultiple(of: interval) else { return }
      let trained =
        task.usesMinibatches
        ? train(parameters)
        : .init(
          loss: progress.loss,
          accuracies: criteria.map { Double(risk.rightCount($0)) / Double(task.trainingSetSize) })
      let tested = test(parameters)
      for i in criteria.indices {
        if trained.accuracies[i] >= level, record.timeToTrain[i].isNaN {
          record.timeToTrain[i] = Double(progress.step)
          record.normAtTrain[i] = parameters.doublePrecisionDot(parameters).squareRoot()
        }
        if tested.accuracies[i] >= level, record.timeToTest[i].isNaN {
          record.timeToTest[i] = Double(progress.step)
          record.normAtTest[i] = parameters.doublePrecisionDot(parameters).squareRoot()
        }
      }
      let isReached =
        stopsEarly && !criteria.isEmpty && !(record.timeToTrain + record.timeToTest).contains(where: \.isNaN)
      if isHistory {
        record.trainLoss.append(trained.loss * factor)
        record.testLoss.append(tested.loss * factor)
        record.weightNorm.append(parameters.doublePrecisionDot(parameters).squareRoot())
        for i in criteria.indices {
          record.trainAccuracy[i].append(trained.accuracies[i])
          record.testAccuracy[i].append(tested.accuracies[i])
        }
      }
      goal.isReached = isReached
    }
    if record.stopReason == StopReason.none { return nil }
    record.steps = trainer.step
    record.wallTime = (clock.now - start) / .seconds(1)
    return record
  }
}

/// Whether a run has done what it was for; belongs to one run on one thread.
private final class Goal: @unchecked Sendable {
  var isReached = false
}

private struct StopAtGoal: StoppingRule {
  let goal: Goal
  mutating func reason(_ progress: Optimization.Progress) -> StopReason? { goal.isReached ? .goalReached : nil }
}
