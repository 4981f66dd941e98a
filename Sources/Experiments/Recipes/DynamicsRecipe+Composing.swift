import Optimization
import Stores
import Sweeps

extension DynamicsRecipe {
  /// dynamics.h5: histories, first crossings of the accuracy level and the predicted times of the runs.
  func compose(_ records: [Int: DynamicsRecord], failed: Set<Int>, _ document: StudyDocument) -> StoredGroup {
    let axes = grid.keyDimensions + runDimensions, runs = axes.map(\.name)
    let steps = Set(grid.variants.flatMap(\.historySteps)).sorted(), points = (0..<plan.count).map { records[$0] }
    // Where the entries of a run's own history are among those of all runs.
    let position = Dictionary(uniqueKeysWithValues: steps.enumerated().map { ($1, $0) })
    let places = grid.variants.map { variant in variant.historySteps.compactMap { position[$0] } }
    let thresholds = study.accuracyThresholds.isEmpty ? [Double.nan] : study.accuracyThresholds
    func padded(_ values: [Double]?, of point: Int) -> [Double] {
      var padded = [Double](repeating: .nan, count: steps.count)
      for (place, value) in zip(places[grid.variant(of: point)], values ?? []) { padded[place] = value }
      return padded
    }
    func history(_ name: String, _ longName: String, _ value: (DynamicsRecord) -> [Double]) -> StoredVariable {
      StoredVariable(
        name, over: runs + ["history_step"], .double(points.indices.flatMap { padded(points[$0].map(value), of: $0) }),
        units: "1",
        longName: longName)
    }
    func accuracy(_ name: String, _ longName: String, _ value: (DynamicsRecord) -> [[Double]]) -> StoredVariable {
      StoredVariable(
        name, over: runs + ["threshold", "history_step"],
        .double(
          points.indices.flatMap { k in
            thresholds.indices.flatMap { i in padded(points[k].flatMap { value($0)[safe: i] }, of: k) }
          }),
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
    let representation = [
      history("effective_messiness", "messiness of the representation, by least squares up to scale and shift") {
        $0.representation?.messiness ?? []
      },
      history("representation_fit_residual", "part of the representation's variance that the fit leaves") {
        $0.representation?.residual ?? []
      },
      history("representation_quality", "fraction of parallelograms that hold in the representation") {
        $0.representation?.quality ?? []
      },
    ]
    return StoredGroup(
      attributes: document.rootAttributes + sharedNumbers,
      dimensions: axes + [
        StoredDimension(
          "threshold", .double(thresholds), units: "1", longName: "mean squared error below which a sample is right"),
        StoredDimension(
          "history_step", .int64(steps.map(Int64.init)), units: "step", longName: "optimiser steps taken"),
      ],
      variables: [
        history("train_loss", "training loss, \(study.lossDescription)") { $0.trainLoss },
        history("test_loss", "test loss, \(study.lossDescription)") { $0.testLoss },
        history(
          "weight_norm",
          study.problem.hasEmbeddings
            ? "Euclidean norm of the decoder's parameters" : "Euclidean norm of all parameters"
        ) { $0.weightNorm },
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
          let one = grid.configuration(of: k), decay = one.weightDecays[0]
          guard let start = run.weightNorm.first, let end = run.normAtTest[safe: i], decay > 0, start > end,
            let rate = one.solver.optimizer?.rate
          else { return nil }
          return logarithm(start / end) / (rate * decay)
        },
        startNorm(points),
        StoredVariable(
          "initial_weight_norm", over: runs, .double(points.map { $0?.initialNorm ?? .nan }), units: "1",
          longName: "Euclidean norm of the standard initialisation of the seed"),
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
      ] + (study.problem.hasEmbeddings ? representation : []))
  }
}

extension DynamicsRecipe {
  /// The axes of runs but the swept keys; several sizes of the training set are one of them.
  private var runDimensions: [StoredDimension] {
    let sizes = study.trainingSetSizes.map(Int64.init)
    let isRelative = study.radii.isRelative
    return [StoredDimension("seed", .int64(study.seeds.map(Int64.init)), units: "1", longName: "seed")]
      + (sizes.count > 1
        ? [StoredDimension("n_train", .int64(sizes), units: "1", longName: "number of training samples")] : [])
      + [
        StoredDimension(
          isRelative ? "alpha" : Self.startNormName, .double(study.radii.values), units: "1",
          longName: isRelative
            ? "initial weight norm over that of the standard initialisation" : "weight norm before the first step"),
        StoredDimension("weight_decay", .double(study.weightDecays), units: "1", longName: "weight decay gamma"),
      ]
  }

  /// `weight_norm` is the history.
  private static let startNormName = "start_weight_norm"

  /// The form of the initial norm that is not swept.
  private func startNorm(_ points: [DynamicsRecord?]) -> StoredVariable {
    let runs = (grid.keyDimensions + runDimensions).map(\.name)
    let isRelative = study.radii.isRelative
    return StoredVariable(
      isRelative ? Self.startNormName : "alpha", over: runs,
      .double(
        points.map { run in
          guard let run, let start = run.weightNorm.first else { return .nan }
          return isRelative ? start : start / run.initialNorm
        }), units: "1",
      longName: isRelative
        ? "weight norm before the first step" : "initial weight norm over that of the standard initialisation")
  }

  /// The numbers that all runs have in common, for readers; a swept one is a coordinate.
  private var sharedNumbers: [StoredAttribute] {
    let swept = study.swept?.keys.map(\.name) ?? []
    let numbers = [
      ("level", "accuracy_level", study.dynamics.level),
      ("optimizer.rate", "learning_rate", study.solver.optimizer?.rate ?? .nan),
    ]
    return numbers.filter { !swept.contains($0.0) }.map { StoredAttribute($1, .double($2)) }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
