import ArgumentParser
import Experiments
import Figures

/// `grokscape doctor`: what this program runs on, and whether something is missing.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Print what this program runs on, and whether something is missing.",
    discussion: """
      Exits with 69 if gnuplot is missing.

        grokscape doctor
        grokscape doctor --json
      """)

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  func run() async throws {
    try await reporting {
      let report = DoctorReport()
      try show(json ? try ReportJSON.text(report) : report.text)
      // Fails with the sentence that says how to install it.
      _ = try Gnuplot()
    }
  }
}
