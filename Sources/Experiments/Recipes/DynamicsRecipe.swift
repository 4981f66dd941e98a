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
  /// The steps of the parameters that were kept.
  var checkpoints: [Int]?
  var stopReason: StopReason
  var wallTime: Double

  /// The state of a run that has ended.
  var status: UInt8 { stopReason == .notFinite ? PointStatus.diverged : PointStatus.done }
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

extension DynamicsRecord: Resumable {
  /// Exchanges what is observed in the course of a run.
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&trainLoss)
    try archive.exchange(&testLoss)
    try archive.exchange(&weightNorm)
    for i in timeToTrain.indices {
      try archive.exchange(&trainAccuracy[i])
      try archive.exchange(&testAccuracy[i])
    }
    try archive.exchange(&timeToTrain, isFixed: true)
    try archive.exchange(&timeToTest, isFixed: true)
    try archive.exchange(&normAtTrain, isFixed: true)
    try archive.exchange(&normAtTest, isFixed: true)
  }
}

/// Grokking: training from alpha times the standard initialisation with weight decay.
///
/// Source: Liu, Michaud, Tegmark (2023), Fig. 2b and 2c.
struct DynamicsRecipe: PointRecipe {
  let grid: StudyGrid

  var storesParameters: Bool { false }
  var keepsArrays: Bool { study.dynamics.checkpoints != nil }

  func timeless(_ record: DynamicsRecord) -> DynamicsRecord {
    var record = record
    record.wallTime = 0
    return record
  }

  func summary(_ record: DynamicsRecord) -> String { "last run: \(record.steps) steps" }

  func run<Element: Scalar, L: Loss>(
    _ point: Int, _ task: TrainingTask<Element, L>, _ work: PointWork
  ) throws -> PointOutcome<DynamicsRecord>? {
    let begin = work.seconds
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
    var recorder = study.dynamics.checkpoints.map {
      CheckpointRecorder<Element>(
        $0.schedule, lastStep: study.steps, parameterCount: parameters.count, byteBudget: $0.byteBudget)
    }
    let goal = Goal()
    func observe(
      _ progress: Optimization.Progress, _ parameters: borrowing Vector<Element>,
      _ risk: inout EmpiricalRisk<MultilayerPerceptron<Element>, L>
    ) {
      recorder?.observe(step: progress.step, parameters)
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
    var trainer = Trainer(
      task.trainRisk(fullBatch: false), from: parameters,
      with: task.rule(optimizer, weightDecay: study.weightDecays[0], rateFactor: study.angular ? value : 1),
      on: Unconstrained<Element>())
    let reason = try work.complete(
      &trainer, until: NotFinite() || StopAtGoal(goal: goal) || StepLimit(study.steps),
      with: { archive throws(StateArchiveError) in
        try record.exchange(with: &archive)
        try recorder?.exchange(with: &archive)
      }
    ) { $0.run(until: &$1, pausingWhen: $2, observe: observe) }
    guard let reason else { return nil }
    record.stopReason = reason
    record.steps = trainer.step
    record.wallTime = work.seconds - begin
    recorder?.finish(step: trainer.step, trainer.parameters)
    record.checkpoints = recorder?.steps
    return PointOutcome(record: record, parameters: recorder.map { $0.rows.withUnsafeBytes { Data($0) } })
  }
}

/// Whether a run has done what it was for; belongs to one run on one thread.
private final class Goal: @unchecked Sendable {
  var isReached = false
}

private struct StopAtGoal: StoppingRule {
  let goal: Goal
  mutating func reason(_ progress: Optimization.Progress) -> StopReason? { goal.isReached ? .goalReached : nil }

  /// Nothing: a run whose goal is reached ends before it can be left.
  mutating func exchange(with archive: inout StateArchive) {}
}
