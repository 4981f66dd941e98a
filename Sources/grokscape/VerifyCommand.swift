import ArgumentParser
import Experiments

/// `grokscape verify DIR...`: whether the results in folders of runs can be relied on.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check the checksums and the completeness of runs, and compute some points again.",
    discussion: """
      The points to compute again are chosen at random; on the same kernels they must have the same bits. Exit code 65 \
      if anything is wrong.

        grokscape verify results
        grokscape verify results --sample 20
      """)

  @Argument(help: "Folders of runs.", completion: .directory)
  var folders: [String]

  @Option(help: "How many points to compute again.")
  var sample = 3

  func validate() throws {
    guard sample >= 0 else { throw ValidationError("--sample must be at least 0.") }
  }

  func run() async throws {
    try await reporting {
      for folder in folders {
        let report = try await StudyVerification(folder: folder, sample: sample)
        for finding in report.findings { try show("\(folder): \(finding)") }
        for problem in report.problems { try show("\(folder): WRONG: \(problem)") }
        guard report.problems.isEmpty else {
          throw StudyError(
            .badStudy,
            "Cannot rely on \(folder): \(report.problems.joined(separator: ", and ")); run the study again to do what is missing, or into another folder."
          )
        }
      }
    }
  }
}
