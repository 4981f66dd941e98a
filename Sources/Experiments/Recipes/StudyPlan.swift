import Foundation
import Objectives
import Stores
import Sweeps

/// What a run's folder says of what is run into it: the file `plan.json`.
struct StudyPlan: Codable, Sendable {
  /// What is run, and the text of the study that it comes from.
  let configuration: StudyConfiguration, study: String
  /// The revision of the numerics that the results have; plans without it are of the first.
  let numerics: Int

  /// The plan of a run of `document` by this program.
  init(_ document: StudyDocument) {
    configuration = document.configuration
    study = document.text
    numerics = ProgramVersion.numerics
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    configuration = try values.decode(StudyConfiguration.self, forKey: .configuration)
    study = try values.decode(String.self, forKey: .study)
    numerics = try values.decodeIfPresent(Int.self, forKey: .numerics) ?? 1
  }

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
    let arrays = PointArrays(of: folder)
    return SharedSweep(
      folder, count: plan.count, points: points, width: width, key: grid.key, areSame: areSame,
      isWhole: { isWhole($0, arrays) })
  }

  /// Whether the parameters that an entry names are there.
  private func isWhole(_ entry: SweepEntry, _ arrays: PointArrays) -> Bool {
    guard keepsArrays, case .done(let result) = entry.outcome else { return true }
    return decode(result)?.parameters.map { arrays.hasArray($0, of: entry.point) } ?? false
  }

  /// All results in `folders`: the first of each point.
  ///
  /// - Throws: `JournalError`, of kind `contradiction` for a point of another configuration, and for two results of one
  ///   point that differ.
  func results(in folders: [RunFolder]) throws(JournalError) -> StudyResults<Record> {
    var first: [Int: Data] = [:], failed: Set<Int> = [], arrays: [Int: PointArrays] = [:]
    for folder in folders {
      let sweep = sweep(in: folder, points: 0..<plan.count, width: 1)
      for entry in try SweepEntry.all(in: folder) {
        try sweep.check(entry)
        switch entry.outcome {
        case .failed: failed.insert(entry.point)
        case .done(let result):
          guard sweep.isWhole(entry) else { continue }
          guard let known = first.updateValue(result, forKey: entry.point) else {
            arrays[entry.point] = PointArrays(of: folder)
            continue
          }
          guard areSame(known, result) else { throw JournalError(contradicting: entry.point, in: folder.path) }
          first[entry.point] = known
        }
      }
    }
    let done = first.compactMapValues(decode)
    return StudyResults(done: done, failed: failed.subtracting(done.keys), arrays: arrays)
  }

  /// The result file of `results`, but the parameters that it streams.
  func compose(_ results: StudyResults<Record>, _ document: StudyDocument) -> StoredGroup {
    var group = compose(results.done.mapValues(\.record), failed: results.failed, document)
    group.attributes.append(StoredAttribute("kernels", .texts(Set(results.done.values.map(\.kernels)).sorted())))
    if storesParameters { group.dimensions.append(StoredDimension("parameter", count: study.parameterLayout.count)) }
    return group
  }

  /// Writes the result file of `results` to `path`; of the parameters, one point's are in memory at a time.
  ///
  /// - Throws: `StoreError`.
  func write(_ results: StudyResults<Record>, _ document: StudyDocument, to path: String) throws(StoreError) {
    let group = compose(results, document)
    try group.write(to: path, streaming: storesParameters ? [parameters(of: results, in: group)] : [])
    try writeCompanion(of: results, document, beside: path)
  }
}

/// The results of the finished points, and which points have none because they failed.
struct StudyResults<Record: Codable & Sendable> {
  let done: [Int: PointResult<Record>]
  let failed: Set<Int>
  /// Where the arrays of the finished points are.
  let arrays: [Int: PointArrays]
}
