import ArgumentParser
import Experiments

/// `grokscape times FILE`: the times to generalise against weight decay or another axis as tables or as JSON.
struct TimesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "times",
    abstract: "Print the times to generalise against weight decay, and their power law.",
    discussion: """
      For each scale alpha of the initialisation, each threshold and each value of the other axes: the steps until training and test accuracy first \
      reach the study's level, the weight norm then, the predicted time, and the exponent of t ~ gamma^s.

        grokscape times results/dynamics.h5
        grokscape times results/dynamics.h5 --along n_train --at optimizer.rate=0.001
        grokscape times results/dynamics.h5 --json | jq '.sections[].slope'
      """)

  @Argument(help: "A dynamics.h5 that a study has made.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(name: .customLong("at"), help: .place)
  var places: [Coordinate] = []

  @Option(
    help: "The axis that times are followed along; by default weight_decay, or else the first with several values.")
  var along: String?

  @Flag(help: "Print JSON instead of tables; what is not finite is null.")
  var json = false

  func run() async throws {
    try await reporting {
      let report = try TimesReport(DynamicsFile.slices(path: file, at: places), along: along)
      try show(json ? try ReportJSON.text(report) : report.text)
    }
  }
}
