import LinearAlgebra
import Networks
import Objectives
import Optimization
import Stores
import Sweeps

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
    guard let embeddings = task.problem.embeddings else { return try run(task, task.problem.learner, work) }
    let study = task.study
    return try run(task, task.problem.learner(of: embeddings, from: study.messiness[0], study.problem), work)
  }

  private func run<N: Network, L: Loss>(
    _ task: TrainingTask<N.Element, L>, _ learner: Learner<N>, _ work: PointWork
  ) throws -> PointOutcome<DynamicsRecord>? {
    let begin = work.seconds
    let study = task.study
    guard let optimizer = study.solver.optimizer else { preconditionFailure("dynamics are an optimiser's") }
    var parameters = Vector(learner.initialParameters)
    let value = study.radii.values[0], weights = learner.weights
    let factorOfStart = study.radii.isRelative ? value : value / task.problem.initialNorm
    for i in weights { parameters[i] *= N.Element(factorOfStart) }
    func norm(_ parameters: borrowing Vector<N.Element>) -> Double {
      Sphere<N.Element>.norm(of: parameters, over: [WeightedRange(weights)])
    }
    let criteria = task.criteria(task.problem.trainLabels, task.problem.trainTargets)
    let never = [Double](repeating: .nan, count: criteria.count)
    var record = DynamicsRecord(
      trainLoss: [], testLoss: [], weightNorm: [], trainAccuracy: criteria.map { _ in [] },
      testAccuracy: criteria.map { _ in [] }, timeToTrain: never, timeToTest: never, normAtTrain: never,
      normAtTest: never,
      representation: learner.representation.map { _ in RepresentationHistory() },
      initialNorm: task.problem.initialNorm,
      steps: 0, stopReason: .none, wallTime: 0)
    let history = Set(study.historySteps), interval = study.dynamics.evaluateEvery, level = study.dynamics.level
    let factor = task.reportFactor, stopsEarly = study.dynamics.stopsWhenGeneralised
    var train = task.trainEvaluation(of: learner), test = task.testEvaluation(of: learner)
    var recorder = study.dynamics.checkpoints.map {
      CheckpointRecorder(
        $0.schedule, lastStep: study.steps, parameterCount: parameters.count, byteBudget: $0.byteBudget,
        into: KeptRows<N.Element>(work.rows(of: parameters.count * MemoryLayout<N.Element>.stride)))
    }
    let goal = Goal()
    func observe(
      _ progress: Optimization.Progress, _ parameters: borrowing Vector<N.Element>, _ risk: inout EmpiricalRisk<N, L>
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
          record.normAtTrain[i] = norm(parameters)
        }
        if tested.accuracies[i] >= level, record.timeToTest[i].isNaN {
          record.timeToTest[i] = Double(progress.step)
          record.normAtTest[i] = norm(parameters)
        }
      }
      let isReached =
        stopsEarly && !criteria.isEmpty && !(record.timeToTrain + record.timeToTest).contains(where: \.isNaN)
      if isHistory {
        record.trainLoss.append(trained.loss * factor)
        record.testLoss.append(tested.loss * factor)
        record.weightNorm.append(norm(parameters))
        if let slice = learner.representation, let embeddings = task.problem.embeddings {
          record.representation?.append(Array(parameters.ref.slice(slice.offset, slice.count).buffer), embeddings)
        }
        for i in criteria.indices {
          record.trainAccuracy[i].append(trained.accuracies[i])
          record.testAccuracy[i].append(tested.accuracies[i])
        }
      }
      goal.isReached = isReached
    }
    let rate = optimizer.rate * (study.angular ? value : 1)
    var groups = [ParameterGroup([weights], rate: rate, weightDecay: study.weightDecays[0])]
    if let slice = learner.representation, let rate = study.dynamics.representationRate {
      groups.append(ParameterGroup([slice.range], rate: rate))
    }
    var trainer = Trainer(
      task.trainRisk(of: learner, fullBatch: false), from: parameters,
      with: optimizer.rule(groups, count: parameters.count), on: Unconstrained<N.Element>())
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
    return PointOutcome(record: record, parameters: recorder.map { .checkpoints($0.rows.file) })
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
