import ArgumentParser
import Experiments

/// `grokscape phases FILE`: which runs fit, generalise or grok, over alpha and weight decay, as tables or as JSON.
struct PhasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phases",
    abstract: "Print which runs fit, generalise or grok, over alpha and weight decay.",
    discussion: """
      A run generalises if its test accuracy reaches the study's level not long after its training accuracy, groks if it does so \
      later, fits if only the training accuracy ever reaches it, and does neither if not even that one does. `grokscape plot \
      --figure phases` draws the diagram.

        grokscape phases results/dynamics.h5
        grokscape phases results/dynamics.h5 --delay 2000 --ratio 5
        grokscape phases results/dynamics.h5 --along n_train --json | jq '.sections[].cells[].phase'
      """)

  @Argument(help: "A dynamics.h5 that a study has made.", completion: .file(extensions: ["h5"]))
  var file: String

  @OptionGroup var thresholds: PhaseOptions

  @Option(name: .customLong("at"), help: .place)
  var places: [Coordinate] = []

  @Option(help: "The axis beside alpha; by default weight_decay, or else the first with several values.")
  var along: String?

  @Flag(help: "Print JSON instead of tables; what is not finite is null.")
  var json = false

  func run() async throws {
    try await reporting {
      let report = try PhasesReport(
        DynamicsFile.slices(path: file, at: places), along: along, thresholds: try thresholds.values ?? .standard,
        atMost: json ? .max : LUReport.mostTables)
      try show(json ? try ReportJSON.text(report) : report.text)
    }
  }
}

/// When a run counts as one that groks.
struct PhaseOptions: ParsableArguments {
  @Option(help: "The steps by which the test accuracy is later than the training accuracy in a run that groks; 1000.")
  var delay: Double?

  @Option(help: "How many times as late it is at least, too; 1.")
  var ratio: Double?

  /// The thresholds; nil if none is given.
  var values: PhaseThresholds? {
    get throws {
      guard delay != nil || ratio != nil else { return nil }
      return try PhaseThresholds(
        delay: delay ?? PhaseThresholds.standard.delay, ratio: ratio ?? PhaseThresholds.standard.ratio)
    }
  }
}
