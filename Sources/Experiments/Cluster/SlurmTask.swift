import Foundation

/// The task of a Slurm job array that this process is.
public struct SlurmTask: Sendable {
  /// The task as Slurm's programs name it, JOB_TASK.
  public let name: String

  /// The task that the environment names, nil if it names none.
  public init?(environment: [String: String]) {
    guard let job = environment["SLURM_ARRAY_JOB_ID"].flatMap(Int.init),
      let task = environment["SLURM_ARRAY_TASK_ID"].flatMap(Int.init)
    else { return nil }
    name = "\(job)_\(task)"
  }

  /// Puts the task back into the queue, so that it goes on later; call it when nothing is left to write.
  ///
  /// A task that is not running for Slurm any more is left alone: Slurm requeues a preempted one itself, and one that was
  /// cancelled is to stay so, although requeuing it would revive it.
  ///
  /// - Throws: `ClusterError` of kind `refused` if Slurm cannot be asked or refuses.
  public func requeue() throws(ClusterError) {
    let job = ClusterProgram(["scontrol", "--oneliner", "show", "job", name], seconds: 20)
    guard job.code == 0, !job.wasKilled else { throw failure(job) }
    guard job.output.split(separator: " ").contains("JobState=RUNNING") else { return }
    let requeue = ClusterProgram(["scontrol", "requeue", name], seconds: 20)
    // Requeuing ends all processes of the task, scontrol too.
    guard requeue.code == 0 || requeue.wasKilled else { throw failure(requeue) }
  }

  private func failure(_ program: ClusterProgram) -> ClusterError {
    let words = program.error.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no answer"
    return ClusterError(
      .refused, "Cannot requeue the task \(name) of Slurm (\(words)): submit the study again to go on.")
  }
}
