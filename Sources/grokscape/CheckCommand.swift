import ArgumentParser
import Experiments
import Foundation

/// `grokscape check STUDY FILE`: expected against measured.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold a result file against what its study is expected to show.",
    discussion: """
      Beside a study.yaml stands an expected.yaml: published numbers with their sources and tolerances for the full \
      size, orders and signs of effects for the quick one. Prints every claim with what was measured, and ends with \
      exit code 3 if one does not hold.

        grokscape check studies/teacher-student results/teacher-student/landscape.h5
        grokscape check studies/teacher-student results/full/landscape.h5 --form full --readme
      """)

  @Argument(help: "The folder of the study, with its expected.yaml.", completion: .directory)
  var study: String

  @Argument(help: "A result file of the study.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(help: "The form in which the study was run: quick, full or a preset, as the expected.yaml names it.")
  var form = "quick"

  @Flag(help: "Write the table into the study's README.md, between the marks of the form.")
  var readme = false

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  func run() async throws {
    try await reporting {
      let report = try ExpectationReport(
        ExpectedNumbers(path: "\(study)/expected.yaml"), form: form, file: file)
      try show(json ? try ReportJSON.text(report) : report.text)
      if readme {
        let path = "\(study)/README.md"
        if try MeasuredSection(path: path, form: form).write(report) { note("grokscape: wrote \(path)\n") }
      }
      guard report.misses == 0 else { throw ExitCode(3) }
    }
  }
}
