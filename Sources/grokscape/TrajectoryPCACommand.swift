public import ArgumentParser
public import Experiments
import Foundation
public import Projections

extension Centring: ExpressibleByArgument {}
extension TrajectoryAnalysis.Precision: ExpressibleByArgument {}

/// `grokscape trajectory pca FILE -o pca.h5`: the plane that holds most of a trajectory.
struct TrajectoryPCACommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pca",
    abstract: "Take the principal components of the checkpoints of a run, or of several runs on one plane.",
    discussion: """
      Prints the variance along each component and where the runs begin and end; the file has the projections, the \
      distance of every checkpoint from the plane, and the directions; of a trajectory with accuracies the states A, B \
      and C (see distances), and of one that a study kept the losses on the plane and along the runs. Parameters are read in blocks: the file may be \
      larger than the memory.

        grokscape trajectory pca trajectory.h5 -o pca.h5
        grokscape trajectory pca trajectory.h5 -o pca.h5 --centre last --components 3 --memory 500MB
        grokscape trajectory pca trajectory.h5 -o pca.h5 --json | jq '.explained_variance_ratio[:2]'
      """)

  @Argument(help: "A trajectory.h5.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(name: [.customShort("o"), .customLong("output")], help: "The result file.")
  var output: String

  @Option(
    help: "What is subtracted: the mean of all, the first or last of the run, or the last and then the mean.")
  var centre: Centring = .mean

  @Option(help: "How many components to keep.")
  var components = 2

  @Option(help: "The precision of the products; that of the file unless told otherwise.")
  var precision: TrajectoryAnalysis.Precision?

  @Option(help: ArgumentHelp("Memory that is not exceeded, as 500MB or 2GB.", valueName: "size"))
  var memory = ByteCount(bytes: 1_000_000_000)

  @Option(help: "The accuracy at which the states B and C are reached.")
  var level = 0.95

  @Option(help: "Places along each axis at which a study's losses are taken on the plane; 0 leaves all losses out.")
  var grid = 41

  @Option(help: "Threads; they change no bit of the result.")
  var workers: Int = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print JSON instead of tables; what is not finite is null.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output must name a file.") }
    guard components >= 1 else { throw ValidationError("--components must be at least 1.") }
    guard grid == 0 || (2...1000).contains(grid) else { throw ValidationError("--grid must be 0, or 2 to 1000.") }
    guard workers >= 1 else { throw ValidationError("--workers must be at least 1.") }
  }

  func run() async throws {
    try await reporting {
      let analysis = try TrajectoryAnalysis(
        path: file, centring: centre, count: components, precision: precision, level: level,
        memory: memory.bytes, workers: workers)
      let losses = grid > 0 ? try await analysis.planeLosses(count: grid, workers: workers) : nil
      try analysis.write(to: output, losses: losses)
      let report = TrajectoryAnalysisReport(analysis)
      try show(json ? try ReportJSON.text(report) : "\(report.text)\n\(output)")
    }
  }
}

/// A number of bytes as people write it.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  /// Reads `500MB`, `1.5GB`, `64 KB` (powers of 1000) or `1GiB` (powers of 1024); without a unit it is bytes.
  init?(argument: String) {
    let units = [
      "": 1.0, "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KIB": 1024, "MIB": 1_048_576,
      "GIB": 1_073_741_824, "TIB": 1_099_511_627_776,
    ]
    let digits = argument.prefix { $0.isNumber || $0 == "." }
    let unit = argument.dropFirst(digits.count).filter { $0 != " " }.uppercased()
    guard let value = Double(digits), let factor = units[unit], value * factor >= 1, value * factor < 1e18 else {
      return nil
    }
    bytes = Int(value * factor)
  }

  var defaultValueDescription: String { "\(bytes / 1_000_000)MB" }
}
