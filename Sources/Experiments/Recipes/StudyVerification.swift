import Foundation
import LinearAlgebra
import Stores
import Sweeps

/// What checking a run's folder found: checksums, completeness, its result file, and a sample of points done again.
public struct StudyVerification: Sendable {
  /// What was found to be right.
  public private(set) var findings: [String] = []
  /// What was found to be wrong.
  public private(set) var problems: [String] = []

  /// Checks the run in `folder` and recomputes `sample` of its points, chosen at random.
  ///
  /// - Throws: `StudyError` if it is no folder of a run, `DatasetError`, `JournalError`, `StoreError`.
  public init(folder path: String, sample: Int) async throws {
    let folder = RunFolder(reading: path)
    let plan = try StudyPlan.stored(in: folder)
    self = try await plan.configuration.perform(Verifying(folder: folder, document: plan.document, sample: sample))
  }

  fileprivate init() {}

  fileprivate mutating func note(_ isRight: Bool, _ finding: String, _ problem: @autoclosure () -> String) {
    if isRight { findings.append(finding) } else { problems.append(problem()) }
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
    let file = "\(folder.path)/\(recipe.study.kind.rawValue).h5"
    if results.done.count == total {
      let stored = try? StoredGroup(contentsOf: file)
      let composed = recipe.compose(results, document)
      report.note(
        stored?.variables.map(\.values) == composed.variables.map(\.values)
          && stored?.variables.map(\.name) == composed.variables.map(\.name), "\(file) holds the journals' values",
        "\(file) \(stored == nil ? "cannot be read" : "does not hold the journals' values")")
    }
    try recompute(recipe, Element.self, results, &report)
    return report
  }

  private func recompute<Recipe: PointRecipe, Element: Scalar>(
    _ recipe: Recipe, _: Element.Type, _ results: StudyResults<Recipe.Record>, _ report: inout StudyVerification
  ) throws {
    let comparable = results.done.filter { $0.value.kernels == kernelsHere }
    let computation = PointComputation<Recipe, Element>(recipe, collection: try recipe.study.loadImages())
    var same: [Int] = []
    for (point, known) in comparable.shuffled().prefix(sample) {
      guard let again = try computation.result(of: point, isInterrupted: { Task.isCancelled }) else { return }
      let left = try JSONEncoder.grokscape.encode(known), right = try JSONEncoder.grokscape.encode(again)
      if recipe.areSame(left, right) {
        same.append(point)
      } else {
        report.note(false, "", "point \(point) has other bits when it is computed again")
      }
    }
    if !same.isEmpty {
      let numbers = same.sorted().map(String.init).joined(separator: ", ")
      report.note(true, "computed again, these points have the same bits: \(numbers)", "")
    } else if comparable.isEmpty, !results.done.isEmpty {
      report.note(true, "no point was computed again, because all have the bits of other kernels", "")
    }
  }
}
