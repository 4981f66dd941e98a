import Foundation
import LinearAlgebra
import Stores
import Sweeps

/// Composes one result file of what is finished in one folder, or in several that hold parts of the same run.
public struct StudyMerge: Sendable {
  private let folders: [RunFolder]
  private let plan: StudyPlan

  /// The parts in `folders`.
  ///
  /// - Throws: `StudyError` if one is no folder of a run or of another run than the first, `JournalError`.
  public init(folders paths: [String]) throws {
    precondition(!paths.isEmpty)
    folders = paths.map(RunFolder.init(reading:))
    plan = try StudyPlan.stored(in: folders[0])
    for folder in folders.dropFirst() {
      let other = try StudyPlan.stored(in: folder)
      let keys =
        plan.configuration.differingKeys(from: other.configuration)
        + (plan.numerics == other.numerics ? [] : ["the revision of the numerics"])
      guard keys.isEmpty else {
        throw StudyError(
          .badStudy,
          "Cannot merge \(paths[0]) and \(folder.path): their plans differ in \(keys.joined(separator: ", ")); give folders of the same run."
        )
      }
    }
  }

  /// Writes the result to `path`; what is missing is marked so.
  ///
  /// - Returns: how many points of how many are in it.
  /// - Throws: `JournalError`, `StoreError`.
  public func write(to path: String) async throws -> (done: Int, total: Int) {
    try await plan.configuration.perform(Merging(folders: folders, document: plan.document, path: path))
  }
}

private struct Merging: StudyOperation {
  let folders: [RunFolder], document: StudyDocument, path: String

  func perform<Recipe: PointRecipe, Element: Scalar>(
    _ recipe: Recipe, _: Element.Type
  ) async throws -> (done: Int, total: Int) {
    let results = try recipe.results(in: folders)
    try recipe.write(results, document, to: path)
    return (results.done.count, recipe.plan.count)
  }
}
