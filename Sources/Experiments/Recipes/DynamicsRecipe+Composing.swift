import Optimization
import Stores
import Sweeps

extension DynamicsRecipe {
  /// dynamics.h5: histories, first crossings of the accuracy level and the predicted times of the runs.
  func compose(_ records: [Int: DynamicsRecord], failed: Set<Int>, _ document: StudyDocument) -> StoredGroup {
    let runs = ["seed", "alpha", "weight_decay"]
    let steps = historySteps, points = (0..<plan.count).map { records[$0] }
    let thresholds = study.accuracyThresholds.isEmpty ? [Double.nan] : study.accuracyThresholds
    func padded(_ values: [Double]?) -> [Double] {
      let values = values ?? []
      return values.prefix(steps.count) + [Double](repeating: .nan, count: max(steps.count - values.count, 0))
    }
    func history(_ name: String, _ longName: String, _ value: (DynamicsRecord) -> [Double]) -> StoredVariable {
      StoredVariable(
        name, over: runs + ["history_step"], .double(points.flatMap { padded($0.map(value)) }), units: "1",
        longName: longName)
    }
    func accuracy(_ name: String, _ longName: String, _ value: (DynamicsRecord) -> [[Double]]) -> StoredVariable {
      StoredVariable(
        name, over: runs + ["threshold", "history_step"],
        .double(
          points.flatMap { point in thresholds.indices.flatMap { i in padded(point.flatMap { value($0)[safe: i] }) } }),
        units: "1", longName: longName)
    }
    func crossing(
      _ name: String, _ longName: String, _ units: String, _ value: (Int, DynamicsRecord, Int) -> Double?
    ) -> StoredVariable {
      StoredVariable(
        name, over: runs + ["threshold"],
        .double(
          points.indices.flatMap { k in thresholds.indices.map { i in points[k].flatMap { value(k, $0, i) } ?? .nan } }),
        units: units, longName: longName)
    }
    let alpha: [Double] = study.radii.values
    return StoredGroup(
      attributes: document.rootAttributes + [
        StoredAttribute("accuracy_level", .double(study.dynamics.level)),
        StoredAttribute("learning_rate", .double(optimizer.rate)),
      ],
      dimensions: [
        StoredDimension("seed", .int64(study.seeds.map(Int64.init)), units: "1", longName: "seed"),
        StoredDimension(
          "alpha", .double(alpha), units: "1", longName: "initial weight norm over that of the standard initialisation"),
        StoredDimension("weight_decay", .double(study.weightDecays), units: "1", longName: "weight decay gamma"),
        StoredDimension(
          "threshold", .double(thresholds), units: "1", longName: "mean squared error below which a sample is right"),
        StoredDimension(
          "history_step", .int64(steps.map(Int64.init)), units: "step", longName: "optimiser steps taken"),
      ],
      variables: [
        history("train_loss", "training loss, \(study.lossDescription)") { $0.trainLoss },
        history("test_loss", "test loss, \(study.lossDescription)") { $0.testLoss },
        history("weight_norm", "Euclidean norm of all parameters") { $0.weightNorm },
        accuracy("train_accuracy", "fraction of training samples that are right") { $0.trainAccuracy },
        accuracy("test_accuracy", "fraction of test samples that are right") { $0.testAccuracy },
        crossing("time_to_train", "first step at which train_accuracy reaches the level", "step") {
          $1.timeToTrain[safe: $2]
        },
        crossing("time_to_test", "first step at which test_accuracy reaches the level", "step") {
          $1.timeToTest[safe: $2]
        },
        crossing("weight_norm_at_train", "weight norm at time_to_train", "1") { $1.normAtTrain[safe: $2] },
        crossing("weight_norm_at_test", "weight norm at time_to_test", "1") { $1.normAtTest[safe: $2] },
        crossing(
          "predicted_time", "ln(w_start / w_c) / (learning rate x weight decay), w_c the norm at time_to_test", "step"
        ) {
          k, run, i in
          let decay = study.weightDecays[plan.coordinates(of: k)[2]]
          guard let start = run.weightNorm.first, let end = run.normAtTest[safe: i], decay > 0, start > end else {
            return nil
          }
          return logarithm(start / end) / (optimizer.rate * decay)
        },
        StoredVariable(
          "steps", over: runs, .int64(points.map { Int64($0?.steps ?? 0) }), units: "step",
          longName: "optimiser steps taken"),
        StoredVariable(
          "stop_reason", over: runs, .uint8(points.map { ($0?.stopReason ?? StopReason.none).rawValue }), units: "1",
          longName: "why the run ended", attributes: flags(StopReason.allCases.map { ($0.rawValue, $0.name) })),
        StoredVariable(
          "status", over: runs,
          .uint8(points.enumerated().map { k, run in run.map(\.status) ?? (failed.contains(k) ? 3 : 0) }), units: "1",
          longName: "state of the run", attributes: PointStatus.flags),
        StoredVariable(
          "wall_time", over: runs, .double(points.map { $0?.wallTime ?? .nan }), units: "s",
          longName: "time the run took"),
      ])
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
