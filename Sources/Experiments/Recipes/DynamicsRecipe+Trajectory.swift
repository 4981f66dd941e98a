import Foundation
import Objectives
import Stores
import Sweeps

extension DynamicsRecipe {
  /// trajectory.h5: the parameters that the runs kept, with the histories of their metrics.
  func writeCompanion(
    of results: StudyResults<DynamicsRecord>, _ document: StudyDocument, beside path: String
  ) throws(StoreError) {
    guard keepsArrays else { return }
    let target = Self.trajectoryPath(beside: path), content = trajectory(of: results, document)
    let rowBytes = study.parameterLayout.count * study.storedPrecision.size
    var last: (point: Int, array: OpenedArray)?
    try content.write(to: target, study.storedPrecision) { point, checkpoint in
      if last?.point != point, let reference = results.done[point]?.parameters, let arrays = results.arrays[point],
        reference.byteCount == content.steps[point].count * rowBytes
      {
        last = (point, try arrays.open(reference, of: point))
      }
      guard let last, last.point == point else {
        throw StudyError(
          .badStudy, "Cannot find the parameters of point \(point): its array has another size; run the study again.")
      }
      return StoredPlace(in: last.array.descriptor, at: checkpoint * rowBytes)
    }
  }

  /// `trajectory.h5` beside `dynamics.h5`, and `NAME-trajectory.h5` beside any other file.
  static func trajectoryPath(beside path: String) -> String {
    let url = URL(fileURLWithPath: path), stem = url.deletingPathExtension().lastPathComponent
    let name = stem == "dynamics" ? "trajectory.h5" : "\(stem)-trajectory.h5"
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? name : folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }

  /// All of the file but the parameters.
  private func trajectory(of results: StudyResults<DynamicsRecord>, _ document: StudyDocument) -> TrajectoryContent {
    let points = Array(0..<plan.count)
    let runs = points.map { grid.configuration(of: $0) }
    let kept = points.map { results.done[$0]?.record.checkpoints ?? [] }
    let radius =
      study.radii.isRelative
      ? ("alpha", "initial weight norm over that of the standard initialisation")
      : ("start_weight_norm", "weight norm before the first step")
    return TrajectoryContent(
      runs: points.map { name(of: $0, runs[$0]) }, steps: kept, layout: study.parameterLayout,
      history: TrajectoryHistory(points.map { point in results.done[point].map { metrics($0.record, runs[point]) } }),
      coordinates: [
        StoredVariable(
          "seed", over: ["run"], .int64(runs.map { Int64($0.seeds[0]) }), units: "1", longName: "seed"),
        StoredVariable(
          "n_train", over: ["run"], .int64(runs.map { Int64($0.trainingSetSizes[0]) }), units: "1",
          longName: "number of training samples"),
        StoredVariable(
          radius.0, over: ["run"], .double(runs.map { $0.radii.values[0] }), units: "1", longName: radius.1),
        StoredVariable(
          "weight_decay", over: ["run"], .double(runs.map { $0.weightDecays[0] }), units: "1",
          longName: "weight decay gamma"),
      ],
      attributes: document.rootAttributes.map {
        $0.name == "kind" ? StoredAttribute("kind", .text("trajectory")) : $0
      })
  }

  /// The metrics of a run; accuracies are those of the first threshold.
  private func metrics(_ record: DynamicsRecord, _ run: StudyConfiguration) -> MetricsTable {
    let steps = Array(run.historySteps.prefix(record.trainLoss.count))
    let values: [(String, [Double])] = [
      ("train_loss", record.trainLoss), ("test_loss", record.testLoss), ("weight_norm", record.weightNorm),
      ("train_accuracy", record.trainAccuracy.first ?? []), ("test_accuracy", record.testAccuracy.first ?? []),
      ("effective_messiness", record.representation?.messiness ?? []),
      ("representation_quality", record.representation?.quality ?? []),
      ("representation_fit_residual", record.representation?.residual ?? []),
    ]
    return MetricsTable(
      steps: steps, metrics: values.filter { $0.1.count == steps.count }.map { .init(name: $0.0, values: $0.1) })
  }

  /// A run by the values of the axes that it has of its own, swept keys first.
  private func name(of point: Int, _ run: StudyConfiguration) -> String {
    let places = plan.coordinates(of: point)
    let swept = (study.swept?.keys ?? []).enumerated().map { "\($1.name) \($1.values[places[$0]])" }
    let norm = "\(study.radii.isRelative ? "alpha" : "weight norm") \(run.radii.values[0])"
    let size = study.trainingSetSizes.count > 1 ? ["n_train \(run.trainingSetSizes[0])"] : []
    return (swept + ["seed \(run.seeds[0])"] + size + [norm, "weight decay \(run.weightDecays[0])"])
      .joined(separator: ", ")
  }
}
