import ArgumentParser
import Experiments

/// `grokscape status DIR`: how far a run is.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print how far the run in a folder is; it may be going on.",
    discussion: """
      Points done, running, failed and missing, the rate, the time that is left, and the slowest points. Nothing is \
      written.

        grokscape status results
        grokscape status results --json | jq .seconds_left
      """)

  @Argument(help: "The folder of a run.", completion: .directory)
  var folder: String

  @Flag(help: "Print JSON instead of a table; what is not known is null.")
  var json = false

  func run() async throws {
    try await reporting {
      let report = try StatusReport(folder: folder)
      try show(json ? try ReportJSON.text(report) : report.text)
    }
  }
}
