import Foundation
import Sweeps

/// How far the run in a folder is, as `grokscape status` prints it; nothing is written to find out.
public struct StatusReport: Encodable, Sendable {
  /// A finished point and the seconds it took.
  public struct Timed: Encodable, Sendable {
    /// The number of the point.
    public let point: Int
    /// How long it took.
    public let seconds: ReportNumber
  }
  /// A failed point.
  public struct Failure: Encodable, Sendable {
    /// The number of the point.
    public let point: Int
    /// Why there is no result.
    public let reason: String
  }
  /// How far a point is that a checkpoint holds.
  public struct Reached: Encodable, Sendable {
    /// The number of the point.
    public let point: Int
    /// The step or evaluation that its run has reached, and how many it takes at most.
    public let step: Int, steps: Int
    /// How many minima it has found before this run: of restarts, and of norms with a warm start.
    public let minima: Int
    fileprivate let stepsKey: String

    private enum CodingKeys: CodingKey { case point, step, steps, minima }

    fileprivate var text: String {
      let after = minima == 0 ? "" : " after \(minima) \(minima == 1 ? "minimum" : "minima")"
      return "\(point) (\(step) of \(steps) \(stepsKey)\(after))"
    }
  }

  /// Where the run is, and the name of the study.
  public let folder: String, study: String
  /// Numbers of points: all, and those in each state; of the failed ones some may be running again.
  public let points: Int, done: Int, running: Int, failed: Int, missing: Int
  /// How many processes are at work.
  public let processes: Int
  /// The mean time of a finished point.
  public let secondsPerPoint: ReportNumber
  /// How many points are finished in a second, by the clock over the last 200 points without pauses, and when all will
  /// be done at this rate; 0 and nothing while no process is at work.
  public let pointsPerSecond: ReportNumber, secondsLeft: ReportNumber
  /// The numbers of the running points.
  public let runningPoints: [Int]
  /// How far the points are that are being worked on or were left, as their last checkpoints say.
  public let checkpoints: [Reached]
  /// The points that took longest, and those that failed.
  public let slowest: [Timed], failures: [Failure]
  /// How many of the finished points have the bits of which kernels.
  public let kernels: [String: Int]
  /// Lines of journals that do not agree with their checksums; their points are done again.
  public let damagedLines: Int

  /// The state of the run in `folder` now.
  ///
  /// - Throws: `StudyError` if it is no folder of a run, `JournalError` if it cannot be read.
  public init(folder path: String) throws {
    let folder = RunFolder(reading: path)
    let plan = try StudyPlan.stored(in: folder)
    // Looked at before the journals: a lease ends after its point is recorded.
    let leases = folder.leases
    var spans: [SweepRate.Span] = [], tally = KernelTally()
    let index = try SweepIndex(folder) { entry throws(JournalError) in
      spans.append(SweepRate.Span(entry))
      tally.count(entry)
    }
    kernels = tally.counts
    self.folder = path
    study = plan.configuration.name
    points = plan.configuration.plan.count
    runningPoints = leases.points.filter { index.done[$0] == nil }
    running = runningPoints.count
    processes = leases.processCount
    done = index.done.count
    let failed = Set(index.failed.keys).subtracting(runningPoints)
    self.failed = failed.count
    missing = points - done - running - failed.count
    let mean = index.done.values.reduce(0, +) / Double(done)
    secondsPerPoint = ReportNumber(mean)
    // A process between two short points holds none.
    let width = max(running, processes)
    let rate = width > 0 ? SweepRate(spans, running: width, now: Date().timeIntervalSince1970).pointsPerSecond : 0
    pointsPerSecond = ReportNumber(rate)
    // Of the running points half is done on average.
    secondsLeft = ReportNumber(width > 0 ? (Double(missing) + Double(running) / 2) / rate : .nan)
    slowest = index.done.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
      .map { Timed(point: $0.key, seconds: ReportNumber($0.value)) }
    let grid = try StudyGrid(plan.configuration)
    checkpoints = PointCheckpoint.points(in: folder).filter { $0 < grid.plan.count && index.done[$0] == nil }
      .compactMap { point in
        let study = grid.configuration(of: point)
        let checkpoint = PointCheckpoint(of: point, key: grid.key(of: point), in: folder)
        return PointWork.progress(in: checkpoint).map {
          Reached(
            point: point, step: $0.step, steps: study.steps, minima: $0.parts, stepsKey: study.solver.stepsKey)
        }
      }
    failures = failed.sorted().map { Failure(point: $0, reason: index.failed[$0] ?? "") }
    damagedLines = index.damagedCount
  }

  /// The report as a table for people.
  public var text: String {
    var items = [
      ("points", "\(points)"), ("done", "\(done)"), ("running", "\(running)"), ("failed", "\(failed)"),
      ("missing", "\(missing)"),
      ("processes", "\(processes)"), ("seconds a point", NumberText.measured(secondsPerPoint.value)),
    ]
    if secondsLeft.value.isFinite {
      items.append(("points a second", NumberText.measured(pointsPerSecond.value)))
      items.append(("seconds left", NumberText.measured(secondsLeft.value)))
    }
    if !slowest.isEmpty {
      let words = slowest.map { "\($0.point) (\(NumberText.measured($0.seconds.value)) s)" }
      items.append(("slowest points", words.joined(separator: ", ")))
    }
    if !checkpoints.isEmpty {
      let more = checkpoints.count > 5 ? ", and \(checkpoints.count - 5) more" : ""
      items.append(("checkpoints", checkpoints.prefix(5).map(\.text).joined(separator: ", ") + more))
    }
    if kernels.count > 1 {
      items.append(
        (
          "kernels",
          kernels.sorted { $0.key < $1.key }.map { "\($0.value) points by \($0.key)" }.joined(separator: ", ")
        ))
    }
    if damagedLines > 0 { items.append(("damaged lines", "\(damagedLines); their points are done again")) }
    let failed = failures.prefix(10).map { "point \($0.point) failed: \($0.reason)" }
    return (["\(folder): \(study)"] + TextTable.list(items) + failed).joined(separator: "\n")
  }
}
