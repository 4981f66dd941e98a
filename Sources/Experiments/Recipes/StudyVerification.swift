import Foundation
import LinearAlgebra
import Stores
import Sweeps

/// What checking a run's folder or a result file found.
public struct StudyVerification: Sendable {
  /// What was found to be right.
  public private(set) var findings: [String] = []
  /// What was found to be wrong.
  public private(set) var problems: [String] = []

  /// Checks the run in `folder`, its checksums, completeness and result file, and computes `sample` of its points,
  /// chosen at random, again.
  ///
  /// - Throws: `StudyError` if it is no folder of a run, `DatasetError`, `JournalError`, `StoreError`.
  public init(folder path: String, sample: Int) async throws {
    let folder = RunFolder(reading: path)
    let plan = try StudyPlan.stored(in: folder)
    self = try await plan.configuration.perform(Verifying(folder: folder, document: plan.document, sample: sample))
  }

  init() {}

  /// Notes what was found to be right, if that is worth a word, or else what is wrong.
  mutating func note(_ isRight: Bool, _ finding: String?, _ problem: @autoclosure () -> String) {
    if !isRight { problems.append(problem()) } else if let finding { findings.append(finding) }
  }
}

private struct Verifying: StudyOperation {
  let folder: RunFolder, document: StudyDocument, sample: Int

  func perform<Recipe: PointRecipe, Element: Scalar>(
    _ recipe: Recipe, _: Element.Type
  ) async throws -> StudyVerification {
    var report = StudyVerification()
    let total = recipe.plan.count
    let index = try SweepIndex(folder)
    let found = Result { () throws(JournalError) in try recipe.results(in: [folder]) }
    if case .failure(let error) = found, error.kind == .contradiction {
      report.note(false, "", error.description)
      return report
    }
    let results = try found.get()
    report.note(
      results.done.count == total, "all \(total) points are done, each with one result and the plan's key",
      "\(results.done.count) of \(total) points are done and \(results.failed.count) failed")
    let damaged = index.damagedCount
    report.note(
      damaged == 0 || results.done.count == total,
      damaged == 0
        ? "every line of the journals agrees with its checksum"
        : "\(damaged) damaged lines of the journals are ignored; their points were done again",
      "\(damaged) lines of the journals do not agree with their checksums")
    let composed = recipe.compose(results, document)
    if results.done.count == total {
      let file = "\(folder.path)/\(recipe.study.kind.rawValue).h5"
      let stored = try? StoredGroup(contentsOf: file, except: ["parameters"])
      report.note(
        stored?.variables.map(\.values) == composed.variables.map(\.values)
          && stored?.variables.map(\.name) == composed.variables.map(\.name), "\(file) holds the journals' values",
        "\(file) \(stored == nil ? "cannot be read" : "does not hold the journals' values")")
      if recipe.storesParameters, stored != nil { try checkParameters(recipe, results, file, &report) }
    }
    let again = Recomputation<Recipe, Element>(recipe, document, stored: composed) { unit in
      results.done[unit].map { ([$0.kernels], $0.parameters) } ?? ([], nil)
    }
    try again.check(results.done.keys.sorted(), sample: sample, &report)
    return report
  }

  /// Compares the parameters in the file with those beside the journals, one point after another.
  private func checkParameters<Recipe: PointRecipe>(
    _ recipe: Recipe, _ results: StudyResults<Recipe.Record>, _ file: String,
    _ report: inout StudyVerification
  ) throws {
    let wrong = results.done.keys.sorted().filter { unit in
      guard let arrays = results.arrays[unit], let reference = results.done[unit]?.parameters,
        let beside = try? arrays.load(reference, of: unit)
      else { return true }
      let stored = try? recipe.storedParameters(of: unit, in: StoreReader(path: file))
      return stored != beside
    }
    report.note(
      wrong.isEmpty, "every stored vector of parameters agrees with its checksum and is in \(file)",
      "the parameters of \(wrong.count) points, such as point \(wrong.first ?? 0), are damaged or not those in \(file)")
  }
}
