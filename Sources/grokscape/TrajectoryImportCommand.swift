import ArgumentParser
import Experiments
import Foundation

/// `grokscape trajectory import PATH... -o FILE`: checkpoints of other programs become a trajectory.
struct TrajectoryImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import checkpoints that PyTorch or another program has saved.",
    discussion: """
      A checkpoint is a file of safetensors, .npz, .npy or HDF5, or a folder with an .npy for each array; a folder \
      of such stands for all of them. With --stacked, one file has all checkpoints along the first axis of its arrays. \
      Arrays of real numbers are the parameters, in the order of their names, in which numbers count by value; with \
      --pattern only those that match, pattern after pattern. They must have the same names and shapes in all \
      checkpoints. Half precision becomes single, other numbers keep theirs.

        grokscape trajectory import checkpoints -o trajectory.h5
        grokscape trajectory import 'run7/step_*.safetensors' --pattern '*.weight' --metrics log.csv -o trajectory.h5
        grokscape trajectory import --run a='a/*.npz' --run b='b/*.npz' --metrics a=a.csv -o trajectory.h5
        grokscape trajectory import history.npz --stacked --steps 0,10,100,1000 -o trajectory.h5
      """)

  @Argument(help: "The checkpoints of one run, named \"run\": files, folders or patterns.", completion: .file())
  var paths: [String] = []

  @Option(name: [.customShort("o"), .customLong("output")], help: "The trajectory to write.")
  var output: String

  @Option(help: "NAME=PATTERN: checkpoints of a run of this name; may be repeated.")
  var run: [String] = []

  @Option(help: "Which arrays are parameters, such as '*.weight'; may be repeated.")
  var pattern: [String] = []

  @Option(
    help: """
      Where steps come from: `names` (the last whole number in each), `metadata` (an array, a safetensors entry or \
      an HDF5 attribute `step`), or a list such as 0,10,20; by default metadata where there are any, else names.
      """)
  var steps: String?

  @Flag(help: "Each run is one file with all checkpoints along the first axis of its arrays.")
  var stacked = false

  @Option(help: "The group of HDF5 files with the arrays.")
  var group = ""

  @Option(
    help: "FILE, or NAME=FILE for the run NAME: a .csv or .npz with metrics and a column `step`; may be repeated.")
  var metrics: [String] = []

  @Flag(help: "Say nothing while it goes on.")
  var quiet = false

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output must name a file.") }
    guard paths.isEmpty != run.isEmpty else {
      throw ValidationError("Give either the PATHs of one run, or every run with --run NAME=PATTERN.")
    }
    for text in run where !text.contains("=") || text.hasPrefix("=") {
      throw ValidationError("--run '\(text)' is not NAME=PATTERN.")
    }
    if let steps, steps != "names", steps != "metadata", Self.list(steps) == nil {
      throw ValidationError("--steps '\(steps)' is neither `names` nor `metadata` nor a list of whole numbers.")
    }
  }

  func run() async throws {
    try await reporting {
      let plan = try TrajectoryImport(request)
      let start = Date()
      var lastShown = start
      try plan.write(to: output) { done, total in
        let now = Date()
        guard !quiet, now.timeIntervalSince(lastShown) >= 1 else { return }
        lastShown = now
        let left = now.timeIntervalSince(start) / Double(done) * Double(total - done)
        note("\(done)/\(total) checkpoints, \(Int(left.rounded(.up))) s left\n")
      }
      let counts = plan.checkpointCounts
      let arrays = "\(plan.parameterCount) parameters in \(plan.arrayNames.count) arrays"
      if !quiet {
        note("\(counts.map { "\($0.run): \($0.count) checkpoints" }.joined(separator: ", ")) of \(arrays)\n")
      }
      try show(output)
    }
  }

  private var request: TrajectoryImport.Request {
    var runs: [TrajectoryImport.Run] = paths.isEmpty ? [] : [.init(name: "run", patterns: paths)]
    for text in run {
      let (name, pattern) = Self.assignment(text)
      if let index = runs.firstIndex(where: { $0.name == name }) {
        runs[index].patterns.append(pattern)
      } else {
        runs.append(.init(name: name, patterns: [pattern]))
      }
    }
    var request = TrajectoryImport.Request(runs: runs)
    request.patterns = pattern
    request.isStacked = stacked
    request.group = group
    switch steps {
    case nil: request.steps = .automatic
    case "names": request.steps = .names
    case "metadata": request.steps = .metadata
    case let list?: request.steps = .list(Self.list(list) ?? [])
    }
    for text in metrics {
      let isNamed = runs.contains { text.hasPrefix("\($0.name)=") }
      let (name, file) = isNamed || runs.count > 1 && text.contains("=") ? Self.assignment(text) : (runs[0].name, text)
      request.metrics[name] = file
    }
    return request
  }

  private static func assignment(_ text: String) -> (String, String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts[0]), String(parts[parts.count - 1]))
  }

  private static func list(_ text: String) -> [Int]? {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { Int($0) }
    return numbers.count == fields.count && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
  }
}
