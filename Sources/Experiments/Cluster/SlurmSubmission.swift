import Foundation
import LinearAlgebra
import Sweeps

/// A study made ready to be run by a Slurm job array: sized by the time that a point takes, and only what is missing.
public struct SlurmSubmission: Sendable {
  /// The number of points of the study, and of those that are not done.
  public let points: Int, missing: Int
  /// The mean time of a point: of those in the folder, or of three that were timed.
  public let secondsPerPoint: Double
  /// Whether that is a bound, which points that end before their last step keep below.
  public let isBound: Bool
  /// The tasks.
  public let array: TaskArray
  private let document: StudyDocument
  private let folder: String

  /// Looks at `folder` and sizes tasks of about `minutes` minutes that do `workers` points at a time; writes nothing.
  ///
  /// - Throws: `StudyError`, also if interrupted and if the folder holds another study; `JournalError`, `DatasetError`.
  public init(
    _ document: StudyDocument, folder: String, workers: Int, minutes: Double,
    isInterrupted: @escaping @Sendable () -> Bool
  ) async throws {
    self.document = document
    self.folder = folder
    let runFolder = RunFolder(reading: folder)
    var done: [Int: Double] = [:]
    if let plan = try runFolder.plan() {
      try document.check(plan: plan, of: folder)
      done = try SweepIndex(runFolder).done
    }
    points = document.configuration.plan.count
    missing = points - done.count
    if done.isEmpty {
      let estimate = try await StudyEstimate(document, selection: .all, isInterrupted: isInterrupted)
      secondsPerPoint = estimate.secondsPerPoint
      isBound = estimate.isBound
    } else {
      secondsPerPoint = done.values.reduce(0, +) / Double(done.count)
      isBound = false
    }
    array = TaskArray(
      points: points, secondsPerPoint: secondsPerPoint, workers: workers, minutes: minutes,
      limit: Self.arrayLimit, isMissing: { done[$0] == nil })
  }

  /// The folder of the script and of the tasks' logs.
  public var logFolder: String { "\(folder)/slurm" }

  /// Writes the plan and the script, and submits it.
  ///
  /// - Returns: the number of the job.
  /// - Throws: `StudyError`, `JournalError`; `ClusterError` if there is no Slurm or it refuses, or the script cannot be
  ///   written.
  public func submit(script: String) throws -> String {
    _ = try document.prepare(folder: folder)
    _ = try RunFolder(logFolder)
    let path = "\(logFolder)/array.sh"
    do {
      try Data(script.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ClusterError(.cannotWrite, "Cannot write the script \(path): check the space and the permissions there.")
    }
    let sbatch = ClusterProgram(["sbatch", "--parsable", path], seconds: 120)
    guard sbatch.code != 127 else {
      throw ClusterError(
        .missingTool,
        "Cannot submit \(path) because sbatch is not in PATH: submit on a machine of the cluster, or look at the script with --dry-run."
      )
    }
    guard sbatch.code == 0, !sbatch.wasKilled else {
      let words = sbatch.error.split(whereSeparator: \.isNewline).last.map(String.init) ?? "no answer"
      throw ClusterError(.refused, "Cannot submit \(path), Slurm says: \(words); give what it wants with --sbatch.")
    }
    // JOB, or JOB;CLUSTER.
    return String(sbatch.output.prefix(while: \.isNumber))
  }

  /// The largest number that a task may have: one below Slurm's MaxArraySize, whose default is taken where Slurm cannot
  /// be asked.
  private static var arrayLimit: Int {
    let configuration = ClusterProgram(["scontrol", "show", "config"], seconds: 20).output
    for line in configuration.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
      if words.count == 2, words[0] == "MaxArraySize", let size = Int(words[1]) { return max(1, size - 1) }
    }
    return 1000
  }
}
