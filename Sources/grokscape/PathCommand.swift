import ArgumentParser
import Experiments
import Foundation
import Landscapes
import Stores

/// `grokscape path FILE ... -o OUT`: the reduced dynamics on a stored landscape.
struct PathCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path",
    abstract: "Follow the reduced dynamics of weight norm and messiness on a landscape.",
    discussion: """
      Integrates dw/dt = -eta_D (dl/dw + gamma w), dm/dt = -eta_R dl/dm (Omnigrok, Eq. 6) on the reduced training loss \
      of every seed and training-set size, from every start and with every weight decay. Prints when the paths enter \
      low training loss and reach the solution, beside the times that the boundary's angle predicts, and stores \
      paths, contours and times. The landscape must sweep alpha and messiness.

        grokscape path results/landscape.h5 --eta-d 0.1 --eta-r 0.01 --weight-decay 0.01 --start 2,0.5 -o path.h5
        grokscape path results/landscape.h5 --eta-d 1 --eta-r scaled --weight-decay 0.1 --weight-decay 0.01 \\
          --start 2,0.5 --level 0.02 --level 0.05 -o path.h5 --json
        grokscape path results/landscape.h5 --eta-d 1 --eta-r 0.5 --weight-decay 0.1 --start 3,0.5 -o path.h5 \\
          --compare trained/dynamics.h5
      """)

  @Argument(help: "A landscape.h5 over alpha and messiness.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(name: [.customShort("o"), .customLong("output")], help: "The result file.")
  var output: String

  @Option(help: "eta_D, the learning rate of the decoder.")
  var etaD: Double

  @Option(
    help: "eta_R, the learning rate of the representation, or \"scaled\" for eta_D / w^2, as the paper's time has it.")
  var etaR: RepresentationRateArgument

  @Option(help: "A weight decay gamma; give several to see how the time scales.")
  var weightDecay: [Double]

  @Option(help: ArgumentHelp("A start: alpha and messiness.", valueName: "alpha,m"))
  var start: [PlaneArgument] = []

  @Option(help: ArgumentHelp("A start: weight norm and messiness.", valueName: "w,m"))
  var startNorm: [PlaneArgument] = []

  @Option(help: "A training-set size; by default all.")
  var nTrain: [Int] = []

  @Option(help: "A seed; by default all.")
  var seed: [Int] = []

  @Option(help: "A level below which the training loss is low; by default 0.02.")
  var level: [Double] = []

  @Option(help: "The messiness at which the solution counts as reached.")
  var tolerance = 0.01

  @Option(help: "The time limit; by default 20 / (eta_D gamma).")
  var time: Double?

  @Option(
    help: ArgumentHelp(
      "The generalising solution; by default the point of lowest test loss within the tolerance.",
      valueName: "alpha,m"))
  var solution: PlaneArgument?

  @Option(help: "How far from the solution, in ln w, a boundary may end that connects to it.")
  var reach = 0.15

  @Option(
    help: """
      Smooth the losses first by a Gaussian whose standard deviation is so many cells of the landscape, and take their own slopes \
      for the stored gradients: for landscapes of ends of training, which are rough.
      """)
  var blur: Double?

  @Option(help: "How many points of each path are stored.")
  var samples = 400

  @Option(
    help: ArgumentHelp(
      """
      Training runs with a representation, a dynamics.h5: print how far in (ln w, m) those that start where a path \
      does run from it.
      """, valueName: "file"),
    completion: .file(extensions: ["h5"]))
  var compare: String?

  @Flag(help: "Print JSON instead of tables; what is not finite is null.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output must name a file.") }
    guard blur.map(GaussianBlur.isAllowed) != false else { throw ValidationError(GaussianBlur.allowed) }
    guard !(start + startNorm).isEmpty else { throw ValidationError("Give a --start or a --start-norm.") }
  }

  func run() async throws {
    try await reporting {
      let starts =
        start.map { PathRequest.Start(.alpha($0.norm), messiness: $0.messiness) }
        + startNorm.map { PathRequest.Start(.weightNorm($0.norm), messiness: $0.messiness) }
      let request = PathRequest(
        trainingSetSizes: nTrain.isEmpty ? nil : nTrain, seeds: seed.isEmpty ? nil : seed, decoderRate: etaD,
        representationRate: etaR.rate, weightDecays: weightDecay, starts: starts,
        levels: level.isEmpty ? [ContoursReport.standardLevel] : level, messinessTolerance: tolerance, duration: time,
        solution: solution.map { PathRequest.Start(.alpha($0.norm), messiness: $0.messiness) }, reach: reach,
        samples: samples, blur: blur.map(GaussianBlur.init(deviation:)))
      let set = try PathSet(on: LandscapeFile(path: file), request)
      let comparison = try compare.map { try PathComparison(of: TrainedPaths(path: $0), with: set) }
      try set.compose().write(to: output)
      let report = PathReport(set, comparison: comparison)
      try show(json ? try ReportJSON.text(report) : report.text)
      note("grokscape: wrote \(output)\n")
    }
  }
}

/// "norm,messiness" on the command line.
struct PlaneArgument: ExpressibleByArgument {
  let norm: Double, messiness: Double

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 2, let norm = parts[0], let messiness = parts[1], norm.isFinite, messiness.isFinite else {
      return nil
    }
    (self.norm, self.messiness) = (norm, messiness)
  }
}

/// A number or "scaled" on the command line.
struct RepresentationRateArgument: ExpressibleByArgument {
  let rate: ReducedFlow.RepresentationRate

  init?(argument: String) {
    if argument == "scaled" {
      rate = .overSquaredNorm
    } else if let value = Double(argument) {
      rate = .constant(value)
    } else {
      return nil
    }
  }
}
