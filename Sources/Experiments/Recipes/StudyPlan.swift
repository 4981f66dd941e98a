import Foundation
import Stores
import Sweeps

/// What a run's folder says of what is run into it: the file `plan.json`.
struct StudyPlan: Codable, Sendable {
  /// What is run, and the text of the study that it comes from.
  var configuration: StudyConfiguration, study: String

  /// The plan of `folder`, nil if it has none.
  ///
  /// - Throws: `StudyError` if it is damaged, `JournalError` if it cannot be read.
  static func stored(in folder: RunFolder) throws -> StudyPlan? {
    guard let data = try folder.plan() else { return nil }
    guard let plan = try? JSONDecoder.grokscape.decode(StudyPlan.self, from: data) else {
      throw StudyError(
        .badStudy, "Cannot use the folder \(folder.path): its plan.json is damaged; choose another folder.")
    }
    return plan
  }

  /// The document whose run the folder holds.
  var document: StudyDocument { StudyDocument(text: study, configuration: configuration) }
}

extension PointRecipe {
  /// The sweep over `points` of this recipe in `folder`.
  func sweep(in folder: RunFolder, points: Range<Int>, width: Int) -> SharedSweep {
    let keys = PointKeys(study)
    return SharedSweep(
      folder, count: plan.count, points: points, width: width, key: { keys.key(of: configuration(of: $0)) },
      areSame: areSame)
  }

  /// All results in `folder`: the first of each point.
  ///
  /// - Throws: `JournalError`, of kind `contradiction` for a point of another configuration, and for two results of one
  ///   point that differ.
  func results(in folder: RunFolder) throws(JournalError) -> (done: [Int: PointResult<Record>], failed: Set<Int>) {
    let sweep = sweep(in: folder, points: 0..<plan.count, width: 1)
    var first: [Int: Data] = [:], failed: Set<Int> = []
    for entry in try SweepEntry.all(in: folder) {
      try sweep.check(entry)
      switch entry.outcome {
      case .failed: failed.insert(entry.point)
      case .done(let result):
        guard let known = first.updateValue(result, forKey: entry.point) else { continue }
        guard areSame(known, result) else { throw JournalError(contradicting: entry.point, in: folder.path) }
        first[entry.point] = known
      }
    }
    let done = first.compactMapValues(decode)
    return (done, failed.subtracting(done.keys))
  }

  /// Composes the result file of what `folder` holds at `path`.
  ///
  /// - Throws: `JournalError`, `StoreError`.
  func compose(_ folder: RunFolder, _ document: StudyDocument, to path: String) throws {
    let (done, failed) = try results(in: folder)
    try compose(done.mapValues(\.record), failed: failed, document).write(to: path)
  }
}
