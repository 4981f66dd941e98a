import Foundation
import Sweeps

extension StudyDocument {
  /// Makes the folder of a run and its plan, or checks that the plan there is this study's.
  ///
  /// - Throws: `StudyError` of kind `badStudy` if the folder holds something else, `JournalError` if it cannot be read or
  ///   written.
  func prepare(folder: String) throws -> RunFolder {
    let runFolder = try RunFolder(folder)
    if try runFolder.plan() == nil {
      guard try Journal.records(in: folder).isEmpty else { throw refusal(folder, "its plan.json is missing") }
      let plan = StudyPlan(configuration: configuration, study: text)
      try runFolder.store(plan: try JSONEncoder.grokscape.encode(plan))
    }
    // Another process may have stored its own first.
    try check(plan: try runFolder.plan(), of: folder)
    return runFolder
  }

  /// Checks that `plan`, found in `folder`, is this study's.
  ///
  /// - Throws: `StudyError` of kind `badStudy`.
  func check(plan: Data?, of folder: String) throws(StudyError) {
    guard let plan, let planned = try? JSONDecoder.grokscape.decode(StudyPlan.self, from: plan).configuration else {
      throw refusal(folder, "its plan.json is damaged")
    }
    guard planned == configuration else {
      throw refusal(folder, "they differ in \(configuration.differingKeys(from: planned).joined(separator: ", "))")
    }
  }

  private func refusal(_ folder: String, _ reason: String) -> StudyError {
    StudyError(
      .badStudy,
      "Cannot run \(configuration.name) in \(folder): it holds the results of another configuration (\(reason)); choose another folder with -o."
    )
  }
}
