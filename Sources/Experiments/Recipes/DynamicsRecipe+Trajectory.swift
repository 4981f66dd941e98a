import Foundation
import Objectives
import Stores
import Sweeps

extension DynamicsRecipe {
  /// trajectory.h5: the parameters that the runs kept, with the histories of their metrics.
  ///
  /// The parameters of one run are in memory at a time.
  func writeCompanion(
    of results: StudyResults<DynamicsRecord>, _ document: StudyDocument, beside path: String
  ) throws(StoreError) {
    guard keepsArrays else { return }
    let target = Self.trajectoryPath(beside: path)
    switch study.precision {
    case .float: try writeTrajectory(of: results, document, to: target, as: Float.self)
    case .double: try writeTrajectory(of: results, document, to: target, as: Double.self)
    }
  }

  /// `trajectory.h5` beside `dynamics.h5`, and `NAME-trajectory.h5` beside any other file.
  static func trajectoryPath(beside path: String) -> String {
    let url = URL(fileURLWithPath: path), stem = url.deletingPathExtension().lastPathComponent
    let name = stem == "dynamics" ? "trajectory.h5" : "\(stem)-trajectory.h5"
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? name : folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }

  private func writeTrajectory<Element: StoredReal>(
    of results: StudyResults<DynamicsRecord>, _ document: StudyDocument, to path: String, as type: Element.Type
  ) throws(StoreError) {
    let points = Array(0..<plan.count), layout = study.parameterLayout
    let places = points.map { plan.coordinates(of: $0) }
    let kept = points.map { results.done[$0]?.record.checkpoints ?? [] }
    func coordinate(_ name: String, _ longName: String, _ value: ([Int]) -> Double) -> StoredVariable {
      StoredVariable(name, over: ["run"], .double(places.map(value)), units: "1", longName: longName)
    }
    let content = TrajectoryContent(
      runs: places.map { at in
        "seed \(study.seeds[at[0]]), alpha \(study.radii.values[at[1]]), weight decay \(study.weightDecays[at[2]])"
      }, steps: kept, layout: layout,
      history: TrajectoryHistory(points.map { results.done[$0].map { metrics($0.record) } }),
      coordinates: [
        StoredVariable(
          "seed", over: ["run"], .int64(places.map { Int64(study.seeds[$0[0]]) }), units: "1", longName: "seed"),
        coordinate("alpha", "initial weight norm over that of the standard initialisation") {
          study.radii.values[$0[1]]
        },
        coordinate("weight_decay", "weight decay gamma") { study.weightDecays[$0[2]] },
      ],
      attributes: document.rootAttributes.map {
        $0.name == "kind" ? StoredAttribute("kind", .text("trajectory")) : $0
      })
    var last: (point: Int, bytes: Data)?
    try content.write(to: path) { (point, checkpoint, buffer: UnsafeMutableBufferPointer<Element>) in
      if last?.point != point, let reference = results.done[point]?.parameters, let arrays = results.arrays[point] {
        last = (point, try arrays.load(reference, of: point))
      }
      let size = layout.count * MemoryLayout<Element>.stride
      guard let last, last.point == point, last.bytes.count == kept[point].count * size else {
        throw StudyError(
          .badStudy, "Cannot find the parameters of point \(point): its array has another size; run the study again.")
      }
      last.bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[(checkpoint * size)..<((checkpoint + 1) * size)]))
      }
    }
  }

  /// The metrics of a run; accuracies are those of the first threshold.
  private func metrics(_ record: DynamicsRecord) -> MetricsTable {
    let steps = Array(historySteps.prefix(record.trainLoss.count))
    let values: [(String, [Double])] = [
      ("train_loss", record.trainLoss), ("test_loss", record.testLoss), ("weight_norm", record.weightNorm),
      ("train_accuracy", record.trainAccuracy.first ?? []), ("test_accuracy", record.testAccuracy.first ?? []),
    ]
    return MetricsTable(
      steps: steps, metrics: values.filter { $0.1.count == steps.count }.map { .init(name: $0.0, values: $0.1) })
  }
}
