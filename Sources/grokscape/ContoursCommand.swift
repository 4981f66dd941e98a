public import ArgumentParser
public import Experiments
import Landscapes

/// `grokscape contours FILE`: where the curves of a landscape pass a level, as a table or as JSON.
struct ContoursCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contours",
    abstract: "Print the weight norms at which a landscape passes a level.",
    discussion: """
      For each training-set size and messiness, and each value of every further axis: alpha where the training loss (or the test loss \
      or error) first and last passes the level, interpolated in logarithms. --blur 1 smooths as the figures of Liu et al. (2023) are \
      smoothed, over alpha and messiness, or n_train where messiness is not swept.

        grokscape contours results/landscape.h5
        grokscape contours results/landscape.h5 --level 0.02 --blur 1
        grokscape contours results/landscape.h5 --of test_error --level 0.1 --json | jq '.rows[].last'
      """)

  @Argument(help: "A landscape.h5 that a study has made.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(help: "train_loss (the default), test_loss or test_error.")
  var of = ContoursReport.Quantity.trainLoss

  @Option(help: "The level.")
  var level = ContoursReport.standardLevel

  @Option(help: "Smooth first by a Gaussian whose standard deviation is so many cells of the landscape.")
  var blur: Double?

  @Option(name: .customLong("at"), help: .place)
  var places: [Coordinate] = []

  @Flag(help: "Print JSON instead of tables; what is not finite is null.")
  var json = false

  func validate() throws {
    guard level.isFinite else { throw ValidationError("--level must be finite.") }
    guard blur.map(GaussianBlur.isAllowed) != false else { throw ValidationError(GaussianBlur.allowed) }
  }

  func run() async throws {
    try await reporting {
      let report = try ContoursReport(
        LandscapeFile.slices(path: file, at: places, atMost: json ? .max : LUReport.mostTables),
        of: of, level: level, blur: blur.map(GaussianBlur.init(deviation:)))
      try show(json ? try ReportJSON.text(report) : report.text)
    }
  }
}

extension ContoursReport.Quantity: ExpressibleByArgument {}

extension GaussianBlur {
  /// What `--blur` may be.
  static func isAllowed(_ deviation: Double) -> Bool { deviation > 0 && deviation <= 100 }
  static let allowed = "--blur must be above 0, and 100 cells at most."
}
