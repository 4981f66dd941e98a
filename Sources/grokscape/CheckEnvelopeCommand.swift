import ArgumentParser
import Experiments
import Foundation

/// `grokscape check-envelope STUDY|FILE`: the stored derivatives of a landscape against differences.
struct CheckEnvelopeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-envelope",
    abstract: "Compare the derivatives of a reduced training loss with differences of neighbouring minima.",
    discussion: """
      The envelope theorem gives radial_gradient and messiness_gradient without differences. Here the loss is minimised \
      again at norms w (1 +- h) and messinesses m +- h, from the minimum of the point, which is taken from a landscape.h5 \
      that stores parameters, or computed again. Needs a study with solver: riemannian and precision: double. Prints the \
      relative errors at every point, and their medians over the points that are near a minimum; exit code 3 if a \
      median is above the tolerance.

        grokscape check-envelope studies/toy-addition/study.yaml --quick --set preset=envelope
        grokscape check-envelope results/landscape.h5 --sample 10 --step 1e-3
        grokscape check-envelope results/landscape.h5 --json | jq .median_relative_error.norm
      """)

  @Argument(help: "A study.yaml of kind landscape, or a landscape.h5.", completion: .file(extensions: ["yaml", "h5"]))
  var source: String

  @Option(name: .customLong("set"), help: "Override a key of the study: --set evaluations=5000.")
  var assignments: [String] = []

  @Flag(help: "Use the study's quick settings.")
  var quick = false

  @Option(help: ArgumentHelp("How many points, spaced evenly over the grid; by default all.", valueName: "N"))
  var sample: Int?

  @Option(help: ArgumentHelp("The relative step of the norm, and the step of the messiness.", valueName: "h"))
  var step = EnvelopeRequest().step

  @Option(help: ArgumentHelp("The largest median relative error, in percent.", valueName: "percent"))
  var tolerance = 100 * EnvelopeRequest().tolerance

  @Option(
    help: ArgumentHelp(
      "The largest tangential gradient, in percent of the radial derivative, of points that count.",
      valueName: "percent"))
  var stationarity = 100 * EnvelopeRequest().stationarity

  @Option(help: "Points at a time; they change no bit of the result.")
  var workers: Int = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print JSON instead of a table; what is not finite is null.")
  var json = false

  func validate() throws {
    guard sample ?? 1 >= 1, (1...1024).contains(workers) else {
      throw ValidationError("--sample must be at least 1, --workers 1 to 1024.")
    }
    guard step > 0, step <= 0.1 else { throw ValidationError("--step must be positive and at most 0.1.") }
    guard tolerance > 0, tolerance.isFinite, stationarity > 0, stationarity.isFinite else {
      throw ValidationError("--tolerance and --stationarity must be positive percentages.")
    }
  }

  func run() async throws {
    try await reporting {
      var request = EnvelopeRequest()
      (request.sample, request.step, request.workers) = (sample, step, workers)
      (request.tolerance, request.stationarity) = (tolerance / 100, stationarity / 100)
      let study = try EnvelopeStudy(path: source, quick: quick, assignments: assignments, request)
      let interruption = Interruption()
      let report = try await study.report(isInterrupted: { interruption.isRequested })
      try show(json ? try ReportJSON.text(report) : report.text)
      guard report.agrees else { throw ExitCode(3) }
    }
  }
}
