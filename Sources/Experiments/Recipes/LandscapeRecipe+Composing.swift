import Foundation
import LinearAlgebra
import Optimization
import Stores
import Sweeps

extension LandscapeRecipe {
  func summary(_ records: [LandscapeRecord]) -> String {
    "last training loss \(records.last?.trainLoss ?? .nan)"
  }

  /// landscape.h5: every variable over (swept keys, seed, n_train, messiness, alpha or weight_norm); NaN where a point is missing.
  func compose(_ records: [Int: [LandscapeRecord]], failed: Set<Int>, _ document: StudyDocument) -> StoredGroup {
    let isAlpha = study.radii.isRelative
    let swept = isAlpha ? "alpha" : "weight_norm"
    let keys = grid.keyDimensions, data = keys.map(\.name) + ["seed", "n_train"]
    let axes = data + ["messiness", swept]
    let perDataSet = study.messiness.count * study.radii.values.count
    let units = plan.count, perUnit = grid.configuration(of: 0).radii.values.count
    let points = (0..<units).flatMap { unit -> [LandscapeRecord?] in
      records[unit] ?? Array(repeating: nil, count: perUnit)
    }
    func number(_ name: String, _ longName: String, _ value: (LandscapeRecord) -> Double?) -> StoredVariable {
      StoredVariable(
        name, over: axes, .double(points.map { $0.flatMap(value) ?? .nan }), units: "1", longName: longName)
    }
    let reduction = study.lossDescription
    var variables = [
      number("train_loss", "reduced training loss, \(reduction)") { $0.trainLoss },
      number("test_loss", "test loss at the minimiser of the training loss, \(reduction)") { $0.testLoss },
      number("initial_train_loss", "training loss before the first step, \(reduction)") { $0.initialTrainLoss },
      number("initial_test_loss", "test loss before the first step, \(reduction)") { $0.initialTestLoss },
    ]
    if points.contains(where: { $0?.trainAccuracy != nil }) {
      variables += [
        number("train_accuracy", "fraction of training samples that are right, \(study.accuracyDescription)") {
          $0.trainAccuracy
        },
        number("test_accuracy", "fraction of test samples that are right, \(study.accuracyDescription)") {
          $0.testAccuracy
        },
      ]
    }
    if grid.variants.contains(where: { $0.bestOfRun != nil }) {
      variables += bestOfRun(
        number, hasAccuracy: points.contains { $0?.trainAccuracy != nil })
    }
    if isAlpha {
      variables.append(number("weight_norm", "Euclidean norm of all parameters at the end") { $0.weightNorm })
    } else {
      variables.append(
        number("alpha", "weight norm over that of the standard initialisation") { $0.weightNorm / $0.initialWeightNorm }
      )
    }
    variables.append(
      number("initial_weight_norm", "Euclidean norm of the standard initialisation of the seed") {
        $0.initialWeightNorm
      })
    if grid.variants.contains(where: { $0.norm == .firstWeightTwice }) {
      variables.append(
        number("constraint_norm", "norm kept by the constraint: the first weight matrix counts twice") {
          $0.constraintNorm
        })
    }
    variables += [
      number("tangent_gradient_norm", "norm of the training gradient tangential to the constraint") {
        $0.tangentGradientNorm
      },
      number("radial_gradient", "derivative of train_loss along the constraint's norm") { $0.radialGradient },
    ]
    if study.problem.hasRepresentation {
      variables.append(
        number("messiness_gradient", "derivative of train_loss along the messiness") { $0.messinessGradient })
    }
    variables += [
      number("test_radial_partial", "partial derivative of test_loss along the norm at fixed direction") {
        $0.testRadialPartial
      },
      StoredVariable(
        "steps", over: axes, .int64(points.map { Int64($0?.steps ?? 0) }), units: "step",
        longName: study.solver.stepsKey == "steps"
          ? "optimiser steps taken" : "evaluations of the loss and its gradient"),
      StoredVariable(
        "stop_reason", over: axes, .uint8(points.map { ($0?.stopReason ?? StopReason.none).rawValue }), units: "1",
        longName: "why the run ended",
        attributes: flags(StopReason.allCases.map { ($0.rawValue, $0.name) })),
      StoredVariable(
        "status", over: axes,
        .uint8(
          points.enumerated().map { k, record in
            record.map { $0.hasDiverged ? 2 : 1 } ?? (failed.contains(k / perUnit) ? 3 : 0)
          }), units: "1",
        longName: "state of the point", attributes: PointStatus.flags),
      StoredVariable(
        "wall_time", over: axes, .double(points.map { $0?.wallTime ?? .nan }), units: "s",
        longName: "time the point took"),
      StoredVariable(
        "zero_predictor_loss", over: data,
        .double(
          stride(from: 0, to: points.count, by: perDataSet).map { first in
            points[first..<(first + perDataSet)].lazy.compactMap { $0 }.first?.zeroPredictorLoss ?? .nan
          }),
        units: "1", longName: "test loss of the network that outputs zero, \(reduction)"),
    ]
    if grid.variants.contains(where: { $0.restarts > 1 }) {
      variables += [
        number("test_loss_minimum", "lowest test loss over restarts") { $0.testLosses.min() },
        number("test_loss_median", "median test loss over restarts") { median($0.testLosses) },
        number("test_loss_maximum", "highest test loss over restarts") { $0.testLosses.max() },
      ]
    }
    if study.isWarm {
      variables.append(
        StoredVariable(
          "start", over: axes, .uint8(points.map { $0?.startedWarm == true ? 1 : 0 }), units: "1",
          longName: "where the minimisation that reached the lowest loss started",
          attributes: flags([(0, "initialisation"), (1, "neighbour")])))
    }
    return StoredGroup(
      attributes: document.rootAttributes,
      dimensions: keys + [
        StoredDimension("seed", .int64(study.seeds.map(Int64.init)), units: "1", longName: "seed"),
        StoredDimension(
          "n_train", .int64(study.trainingSetSizes.map(Int64.init)), units: "1", longName: "number of training samples"),
        StoredDimension(
          "messiness", .double(study.messiness), units: "1", longName: "messiness of the representation"),
        StoredDimension(
          swept, .double(study.radii.values), units: "1",
          longName: isAlpha ? "weight norm over that of the standard initialisation" : "weight norm"),
      ],
      variables: variables)
  }
}

extension LandscapeRecipe {
  /// The best of the run of every point, each metric by itself.
  private func bestOfRun(
    _ number: (String, String, (LandscapeRecord) -> Double?) -> StoredVariable, hasAccuracy: Bool
  ) -> [StoredVariable] {
    // What is swept is told by its axis.
    let intervals = Set(grid.variants.map { $0.bestOfRun?.interval }),
      counts = Set(grid.variants.map { $0.bestOfRun?.samples })
    let interval = intervals.count == 1 ? study.bestOfRun.map { " every \($0.interval) steps" } ?? "" : ""
    let samples = counts.count == 1 ? study.bestOfRun?.samples.map { " on at most \($0) random samples" } ?? "" : ""
    let place = "of the run, evaluated\(interval)\(samples)", caution = "selected by the test set"
    let losses = [
      number("train_loss_best", "lowest training loss \(place), \(study.lossDescription)") { $0.best?.trainLoss },
      number("test_loss_best", "lowest test loss \(place), \(caution), \(study.lossDescription)") { $0.best?.testLoss },
    ]
    guard hasAccuracy else { return losses }
    return losses + [
      number("train_accuracy_best", "highest training accuracy \(place)") { $0.best?.trainAccuracy },
      number("test_accuracy_best", "highest test accuracy \(place), \(caution)") { $0.best?.testAccuracy },
    ]
  }
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// The CF attributes of a variable whose values are codes.
func flags(_ meanings: [(UInt8, String)]) -> [StoredAttribute] {
  [
    StoredAttribute("flag_values", .bytes(meanings.map(\.0))),
    StoredAttribute("flag_meanings", .text(meanings.map(\.1).joined(separator: " "))),
  ]
}

extension StudyConfiguration {
  /// The loss and its reduction, in words.
  var lossDescription: String {
    switch (loss, reportedLoss) {
    case (.mse, .mean): "squared error, mean over samples and outputs"
    case (.mse, .sumOverOutputs): "squared error, sum over outputs, mean over samples"
    case (.crossEntropy, _): "softmax cross-entropy in nats, mean over samples"
    }
  }

  /// When a sample counts as right, in words.
  var accuracyDescription: String {
    switch problem.source {
    case .images: "largest output is the label"
    case .toyAddition: "of all templates the label's is the nearest to the output"
    case .teacherStudent: "mean squared error of the sample below \(accuracyThresholds.first ?? 0)"
    }
  }
}

extension StudyDocument {
  /// The attributes that every result file carries: what made it, from what.
  var rootAttributes: [StoredAttribute] {
    let json = (try? JSONEncoder.grokscape.encode(configuration)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let preset = configuration.preset.map { [StoredAttribute("preset", .text($0))] } ?? []
    return preset + [
      StoredAttribute("Conventions", .text("CF-1.10")), StoredAttribute("title", .text(configuration.title)),
      StoredAttribute("source", .text("grokscape \(ProgramVersion.number)")),
      StoredAttribute("numerics", .int64(Int64(ProgramVersion.numerics))),
      StoredAttribute("references", .text("Liu, Michaud, Tegmark: Omnigrok, ICLR 2023")),
      StoredAttribute("schema", .text("grokscape/1")), StoredAttribute("kind", .text(configuration.kind.rawValue)),
      StoredAttribute("study_yaml", .text(text)), StoredAttribute("study_sha256", .text(textChecksum)),
      StoredAttribute("configuration_json", .text(json)),
      StoredAttribute("root_seed", .int64(Int64(configuration.rootSeed))),
      StoredAttribute("precision", .text(configuration.precision.rawValue)),
      StoredAttribute("blas", .text(OpenBLAS.configuration)),
      StoredAttribute("kernel_path", .text(OpenBLAS.kernelPath)),
      StoredAttribute("hdf5", .text(HDF5.version)),
    ]
  }
}
