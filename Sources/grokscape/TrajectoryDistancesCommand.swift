import ArgumentParser
import Experiments

/// `grokscape trajectory distances FILE`: how far training goes, to overfitting and to generalisation.
struct TrajectoryDistancesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distances",
    abstract: "Print the distances between the start, the overfitted and the generalised state of each run.",
    discussion: """
      A is the first checkpoint; B (overfitted) the first one at or after the step at which the training accuracy first \
      reaches the level, C (generalised) the same of the test accuracy. Norms and their squares, mean and standard \
      deviation over runs.

        grokscape trajectory distances trajectory.h5
        grokscape trajectory distances trajectory.h5 --level 0.95
        grokscape trajectory distances trajectory.h5 --overfitted 500 --generalised 300000 --json
      """)

  @Argument(help: "A trajectory.h5.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(help: "The accuracy that counts as reached.")
  var level = 0.95

  @Option(help: "The step of B, where accuracies are not to say it.")
  var overfitted: Int?

  @Option(help: "The step of C, where accuracies are not to say it.")
  var generalised: Int?

  @Flag(help: "Print JSON instead of tables; what is missing is null.")
  var json = false

  func run() async throws {
    try await reporting {
      let rule = TrajectoryDistances.Rule(level: level, overfittedStep: overfitted, generalisedStep: generalised)
      let report = try TrajectoryDistances(path: file, rule)
      try show(json ? try ReportJSON.text(report) : report.text)
    }
  }
}
