import Foundation
import Stores
import Sweeps

/// What a run's folder says of what is run into it: the file `plan.json`.
struct StudyPlan: Codable, Sendable {
  /// What is run, and the text of the study that it comes from.
  var configuration: StudyConfiguration, study: String

  /// The plan of `folder`.
  ///
  /// - Throws: `StudyError` if there is none or it is damaged, `JournalError` if it cannot be read.
  static func stored(in folder: RunFolder) throws -> StudyPlan {
    guard let data = try folder.plan() else {
      throw StudyError(
        .badStudy, "Cannot use the folder \(folder.path): it has no plan.json; give a folder of `grokscape run`.")
    }
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
    SharedSweep(folder, count: plan.count, points: points, width: width, key: grid.key, areSame: areSame)
  }

  /// All results in `folders`: the first of each point.
  ///
  /// - Throws: `JournalError`, of kind `contradiction` for a point of another configuration, and for two results of one
  ///   point that differ.
  func results(in folders: [RunFolder]) throws(JournalError) -> StudyResults<Record> {
    var first: [Int: Data] = [:], failed: Set<Int> = []
    for folder in folders {
      let sweep = sweep(in: folder, points: 0..<plan.count, width: 1)
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
    }
    let done = first.compactMapValues(decode)
    return StudyResults(done: done, failed: failed.subtracting(done.keys))
  }

  /// The result file of `results`.
  func compose(_ results: StudyResults<Record>, _ document: StudyDocument) -> StoredGroup {
    compose(results.done.mapValues(\.record), failed: results.failed, document)
  }
}

/// The results of the finished points, and which points have none because they failed.
struct StudyResults<Record: Codable & Sendable> {
  let done: [Int: PointResult<Record>]
  let failed: Set<Int>
}
