import ArgumentParser
import Experiments
import Foundation

/// `grokscape submit STUDY -o DIR --engine slurm`: has a cluster compute what is missing of a study.
struct SubmitCommand: AsyncParsableCommand {
  /// The schedulers.
  enum Engine: String, ExpressibleByArgument, CaseIterable {
    case slurm
  }

  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Submit a study, or what is missing of it, to a cluster.",
    discussion: """
      Writes DIR/slurm/array.sh and submits it: a job array whose tasks share the folder DIR. A few points are timed \
      first. Prints the number of the job. Submit again after whatever happened: only what is missing is done.

        grokscape submit study.yaml -o results --engine slurm --dry-run
        grokscape submit study.yaml -o results --engine slurm --sbatch partition=long --sbatch mem=2G
      """)

  @Argument(help: "A study.yaml.", completion: .file(extensions: ["yaml"]))
  var study: String

  @Option(name: [.customShort("o"), .customLong("output")], help: "The folder of the results; all machines see it.")
  var output: String

  @Option(help: "The cluster's scheduler.")
  var engine: Engine

  @Option(name: .customLong("set"), help: "Override a key: --set steps=1000, --set optimizer.rate=1e-3.")
  var assignments: [String] = []

  @Flag(help: "Use the study's quick settings.")
  var quick = false

  @Option(help: "Points at a time, and cores, for each task.")
  var workers = 1

  @Option(help: "How long a task takes, about, from 0.01 to 10080 (a week); 10 to 60 suit most clusters.")
  var minutes = 30.0

  @Option(
    name: .customLong("sbatch"), help: ArgumentHelp("An option of sbatch, as partition=long.", valueName: "option"))
  var options: [String] = []

  @Flag(help: "Print the script; write and submit nothing.")
  var dryRun = false

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output must name a folder.") }
    guard workers >= 1 else { throw ValidationError("--workers must be at least 1.") }
    guard (0.01...10_080).contains(minutes) else {
      throw ValidationError("--minutes must be from 0.01 to 10080, which is a week.")
    }
  }

  func run() async throws {
    try await reporting {
      let document = try StudyDocument(path: study, quick: quick, assignments: assignments)
      let interruption = Interruption()
      let submission = try await SlurmSubmission(
        document, folder: output, workers: workers, minutes: minutes, isInterrupted: { interruption.isRequested })
      guard submission.missing > 0 else {
        return note("All \(submission.points) points are done: there is nothing to submit.\n")
      }
      let script = try SlurmScript(
        array: submission.array, name: document.configuration.name,
        workingFolder: FileManager.default.currentDirectoryPath, logFolder: submission.logFolder,
        command: command, workers: workers, options: options
      ).text()
      if submission.secondsPerPoint > 60 * minutes {
        note("A point takes longer than --minutes: a task is \(workers) of them, at once.\n")
      }
      let seconds = (submission.isBound ? "at most " : "") + String(format: "%.3g", submission.secondsPerPoint)
      note(
        "\(submission.missing) of \(submission.points) points are missing; at \(seconds) s a point, tasks: \(submission.array.tasks.count).\n"
      )
      try show(dryRun ? String(script.dropLast()) : try submission.submit(script: script))
    }
  }

  /// What a task runs, but its part.
  private var command: [String] {
    [URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path, "run", study, "-o", output]
      + assignments.flatMap { ["--set", $0] } + (quick ? ["--quick"] : []) + ["--workers", "\(workers)", "--quiet"]
  }
}
