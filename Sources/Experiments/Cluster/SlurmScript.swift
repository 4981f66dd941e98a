import Foundation

/// The script of a Slurm job array whose tasks each run a part of a study.
///
/// The task is the program itself (`exec`), so that Slurm's signals and its tracking of processes reach it. It is told
/// 120 seconds before its time is up, and puts itself back into the queue; see `SlurmTask`.
public struct SlurmScript: Sendable {
  /// The tasks.
  public var array: TaskArray
  /// The name of the study.
  public var name: String
  /// Where the tasks run: the folder that the paths below start from.
  public var workingFolder: String
  /// The folder of the tasks' logs.
  public var logFolder: String
  /// The command that runs the study, without the part.
  public var command: [String]
  /// Cores for each task.
  public var workers: Int
  /// The user's own options of sbatch, without the leading `--`, as in `partition=long`; they win over the others.
  public var options: [String]

  /// A script of these parts.
  public init(
    array: TaskArray, name: String, workingFolder: String, logFolder: String, command: [String], workers: Int,
    options: [String]
  ) {
    self.array = array
    self.name = name
    self.workingFolder = workingFolder
    self.logFolder = logFolder
    self.command = command
    self.workers = workers
    self.options = options
  }

  /// The minutes after which Slurm ends a task: twice what is expected, for slower machines, and ten.
  public var minutes: Int { Int((2 * array.seconds / 60).rounded(.up)) + 10 }

  /// The script.
  ///
  /// - Throws: `StudyError` of kind `badRequest` for a folder or an option that no line of a script can hold.
  public func text() throws(StudyError) -> String {
    for option in options {
      guard let first = option.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic, isPlain(option)
      else {
        throw StudyError(
          .badRequest, "Cannot write '\(option)' into a script of Slurm: give it as --sbatch partition=long.")
      }
    }
    let logs = logFolder.replacingOccurrences(of: "%", with: "%%")
    let directives =
      [
        "job-name=grokscape-\(String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }))",
        "array=\(array.ranges)", "ntasks=1", "cpus-per-task=\(workers)", "time=\(minutes)", "requeue",
        "signal=B:USR1@120", "chdir=\(try quoted(workingFolder))", "output=\(try quoted(logs + "/%A_%a.log"))",
        "open-mode=append",
      ] + options
    return """
      #!/bin/sh
      \(directives.map { "#SBATCH --\($0)" }.joined(separator: "\n"))

      # A task does what is missing of its part, whatever happened before: the files of the run say what is done.
      exec \(command.map(shellWord).joined(separator: " ")) --chunk "$SLURM_ARRAY_TASK_ID/\(array.count)"

      """
  }

  /// A value as sbatch reads it in a script.
  private func quoted(_ path: String) throws(StudyError) -> String {
    guard isPlain(path), !path.contains("\""), !path.contains("\\") else {
      throw StudyError(
        .badRequest,
        "Cannot write the folder \(path.debugDescription) into a script of Slurm: choose one without quotation marks, backslashes and control characters."
      )
    }
    return "\"\(path)\""
  }

  private func isPlain(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  private func shellWord(_ word: String) -> String {
    let isSimple =
      !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._=-".contains($0)) }
    return isSimple ? word : "'\(word.replacingOccurrences(of: "'", with: "'\\''"))'"
  }
}
