import ArgumentParser
import Experiments
import Foundation

/// `grokscape verify DIR|FILE...`: whether the results in folders of runs and in result files can be relied on.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check runs and result files, and compute some of their points again.",
    discussion: """
      Of a folder, the checksums, the completeness and the result file; of a result file, its study, layout, status and \
      completeness. The points to compute again are chosen at random; on the same kernels they must have the same bits. \
      Exit code 65 if anything is wrong.

        grokscape verify results
        grokscape verify results --sample 20
        grokscape verify landscape.h5 dynamics.h5
      """)

  @Argument(help: "Folders of runs, or result files.", completion: .file())
  var paths: [String]

  @Option(help: "How many points to compute again.")
  var sample = 3

  func validate() throws {
    guard sample >= 0 else { throw ValidationError("--sample must be at least 0.") }
  }

  func run() async throws {
    try await reporting {
      for path in paths {
        var isFolder: ObjCBool = true
        let isFile = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        let report =
          isFile
          ? try await StudyVerification(file: path, sample: sample)
          : try await StudyVerification(folder: path, sample: sample)
        for finding in report.findings { try show("\(path): \(finding)") }
        for problem in report.problems { try show("\(path): WRONG: \(problem)") }
        guard report.problems.isEmpty else {
          // Some are sentences of their own.
          let problems = report.problems.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }.joined(
            separator: ", and ")
          throw StudyError(
            .badStudy,
            "Cannot rely on \(path): \(problems); run the study again to do what is missing, or into another folder."
          )
        }
      }
    }
  }
}
