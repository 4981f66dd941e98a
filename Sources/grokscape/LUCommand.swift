import ArgumentParser
import Experiments

/// `grokscape lu FILE`: the LU metrics as a table or as JSON.
struct LUCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lu",
    abstract: "Print a reduced landscape and its LU metrics.",
    discussion: """
      For each training-set size, and each value of every further axis: the landscape (medians over seeds), then the weight norm of lowest test loss, the \
      Goldilocks zone, the LU gap and whether the curves are an "L" and a "U", with 95 % intervals over seeds.

        grokscape lu results/landscape.h5
        grokscape lu results/landscape.h5 --weight-decay 0.001
        grokscape lu results/landscape.h5 --level 0.1
        grokscape lu results/landscape.h5 --at optimizer.rate=0.001 --at messiness=0.1
        grokscape lu results/landscape.h5 --json | jq '.landscapes[].metrics.alpha_c'
      """)

  @Argument(help: "A landscape.h5 that a study has made.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(help: "Also print where training with this weight decay gamma settles: the minimum of loss + gamma w^2 / 2.")
  var weightDecay: Double?

  @Option(help: "Also print N*, the smallest training set whose test error (or loss) reaches this level at any alpha.")
  var level: Double?

  @Option(name: .customLong("at"), help: .place)
  var places: [Coordinate] = []

  @Flag(help: "Print JSON instead of tables; what is not finite is null.")
  var json = false

  func validate() throws {
    guard level?.isFinite != false else { throw ValidationError("--level must be finite.") }
  }

  func run() async throws {
    try await reporting {
      let report = try LUReport(
        LandscapeFile.slices(path: file, at: places, atMost: json ? .max : LUReport.mostTables),
        weightDecay: weightDecay, level: level)
      try show(json ? try ReportJSON.text(report) : report.text)
    }
  }
}
