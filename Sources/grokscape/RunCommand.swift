import ArgumentParser
import Experiments
import Foundation
import Synchronization

/// `grokscape run STUDY -o DIR`: computes a study, or what is missing of it.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a study into a folder, or what is missing of it.",
    discussion: """
      Finished points are kept in journals; run again, and only what is missing is done. Points that take long go on
      where they were. The result is DIR/landscape.h5 or DIR/dynamics.h5.

        grokscape run studies/teacher-student/study.yaml -o results --quick
        grokscape run studies/teacher-student/study.yaml -o results --set preset=code2023 --set 'seed=[0]' --renew

      The same command in several terminals, or on several machines that share the folder, shares the work. Points are \
      numbered from 0.

        grokscape run studies/teacher-student/study.yaml -o results --points 0-9
        grokscape run studies/teacher-student/study.yaml -o results --chunk 2/4
      """)

  @Argument(help: "A study.yaml.", completion: .file(extensions: ["yaml"]))
  var study: String

  @Option(name: [.customShort("o"), .customLong("output")], help: "The folder of the results.")
  var output: String

  @Option(name: .customLong("set"), help: "Override a key: --set steps=1000, --set optimizer.rate=1e-3.")
  var assignments: [String] = []

  @Flag(help: "Use the study's quick settings.")
  var quick = false

  @Flag(help: "Remove a run of another configuration, or of other numerics, from the folder first; nothing else there.")
  var renew = false

  @Option(help: "Points at a time; one per core unless told otherwise.")
  var workers: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: ArgumentHelp("Only these points.", valueName: "A-B"), transform: PointSelection.init(points:))
  var points: PointSelection?

  @Option(
    help: ArgumentHelp("Only this one of K parts, from 1/K to K/K.", valueName: "k/K"),
    transform: PointSelection.init(chunk:))
  var chunk: PointSelection?

  @Option(help: ArgumentHelp("Store what a long point has reached every so often.", valueName: "seconds"))
  var checkpointEvery: Double = 60

  @Flag(help: "Run nothing; time a few points and print how many there are, and the hours and bytes that they take.")
  var estimate = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  @Flag(help: "Progress as a line of JSON a finished point.")
  var jsonProgress = false

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output must name a folder.") }
    guard workers >= 1 else { throw ValidationError("--workers must be at least 1.") }
    guard checkpointEvery >= 0 else { throw ValidationError("--checkpoint-every must be 0 seconds or more.") }
    guard !quiet || !jsonProgress else { throw ValidationError("Give --quiet or --json-progress, not both.") }
    guard points == nil || chunk == nil else { throw ValidationError("Give --points or --chunk, not both.") }
  }

  func run() async throws {
    try await reporting {
      let document = try StudyDocument(path: study, quick: quick, assignments: assignments)
      let interruption = Interruption()
      let selection = points ?? chunk ?? .all
      if estimate {
        let estimate = try await StudyEstimate(
          document, selection: selection, isInterrupted: { interruption.isRequested })
        return try show(text(estimate))
      }
      let meter = ProgressMeter(quiet ? .none : jsonProgress ? .json : isatty(2) == 1 ? .bar : .lines)
      defer { meter.end() }
      let path: String?
      do {
        path = try await StudyRunner(
          document, folder: output, workers: workers, selection: selection, checkpointInterval: checkpointEvery,
          renews: renew
        ).run(
          isInterrupted: { interruption.isRequested }, report: meter.show,
          note: { if !quiet { note("\($0)\n") } })
      } catch let error as StudyError where error.kind == .interrupted {
        // Here, because the script of the task has become this process.
        do { try SlurmTask(environment: ProcessInfo.processInfo.environment)?.requeue() } catch { note("\(error)\n") }
        throw error
      }
      meter.end()
      if let path {
        try show(path)
      } else if !quiet {
        note("The selected points are done, others of the study are not.\n")
      }
    }
  }
}

extension RunCommand {
  fileprivate func text(_ estimate: StudyEstimate) -> String {
    let hours = estimate.hours(workers: workers)
    return """
      points           \(estimate.points)
      seconds a point  \(String(format: "%.3g", estimate.secondsPerPoint)) (\(estimate.isBound ? "at most, from the first steps of" : "mean of") \(estimate.timed), one at a time)
      hours            \(String(format: "%.3g", hours)) with \(workers) points at a time on this machine
      bytes            \(String(format: "%.3g", estimate.bytes))
      """
  }
}

extension PointSelection {
  /// The points `A-B`, or `A` alone.
  fileprivate init(points text: String) throws {
    let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1], first <= last
    else { throw ValidationError("'\(text)' is not A-B, as in 0-99.") }
    self = .points(first...last)
  }

  /// The part `k/K`.
  fileprivate init(chunk text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1, (1...count).contains(number)
    else { throw ValidationError("'\(text)' is not k/K with k from 1 to K, as in 2/4.") }
    self = .chunk(number: number, count: count)
  }
}

/// Notes SIGINT, SIGTERM and SIGUSR1, so that a run can finish its write and say how to go on.
final class Interruption: Sendable {
  private static let requested = Atomic<Bool>(false)

  init() {
    for number in [SIGINT, SIGTERM, SIGUSR1] {
      signal(number) { _ in Interruption.requested.store(true, ordering: .relaxed) }
    }
  }

  /// Whether a signal has come.
  var isRequested: Bool { Self.requested.load(ordering: .relaxed) }
}
