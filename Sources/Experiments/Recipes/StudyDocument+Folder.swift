import Foundation
import Sweeps

extension StudyDocument {
  /// Makes the folder of a run and its plan, or checks that the plan there is this study's.
  ///
  /// - Parameter renewing: whether a run of something else is removed from the folder first.
  /// - Throws: `StudyError` of kind `badStudy` if the folder holds something else, `JournalError` if it cannot be read or
  ///   written.
  func prepare(folder: String, renewing: Bool = false) throws -> RunFolder {
    let runFolder = try RunFolder(folder)
    if renewing {
      try runFolder.removeRun { plan in
        if (try? check(plan: plan, of: folder)) != nil { return nil }
        return (try? JSONDecoder.grokscape.decode(StudyPlan.self, from: plan))?.configuration.resultNames ?? []
      }
    }
    if try runFolder.plan() == nil {
      guard try Journal.records(in: folder).isEmpty else { throw refusal(folder, "its plan.json is missing") }
      try runFolder.store(plan: try JSONEncoder.grokscape.encode(StudyPlan(self)))
    }
    // Another process may have stored its own first.
    try check(plan: try runFolder.plan(), of: folder)
    return runFolder
  }

  /// Checks that `plan`, found in `folder`, is this study's.
  ///
  /// - Throws: `StudyError` of kind `badStudy`.
  func check(plan: Data?, of folder: String) throws(StudyError) {
    guard let plan, let plan = try? JSONDecoder.grokscape.decode(StudyPlan.self, from: plan) else {
      throw refusal(folder, "its plan.json is damaged")
    }
    let planned = plan.configuration
    guard planned == configuration else {
      throw refusal(folder, "they differ in \(configuration.differingKeys(from: planned).joined(separator: ", "))")
    }
    guard plan.numerics == ProgramVersion.numerics else {
      throw refusal(
        folder, "theirs is revision \(plan.numerics) of the numerics, this program's \(ProgramVersion.numerics)")
    }
  }

  private func refusal(_ folder: String, _ reason: String) -> StudyError {
    StudyError(
      .badStudy,
      "Cannot run \(configuration.name) in \(folder): it holds the results of another configuration (\(reason)); choose another folder with -o, or remove them with --renew."
    )
  }
}

extension StudyConfiguration {
  /// The names of the files that a run composes of its results.
  fileprivate var resultNames: [String] {
    ["\(kind.rawValue).h5"] + (dynamics.checkpoints == nil ? [] : ["trajectory.h5"])
  }
}
