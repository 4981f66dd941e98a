/// How the points of a study are dealt to the tasks of a job array: task k does the part k of `count`, numbered from 1.
///
/// A part is a run of consecutive points, as in `PointSelection.chunk`. Parts without missing points have no task.
public struct TaskArray: Sendable, Equatable {
  /// The number of parts of the whole study.
  public let count: Int
  /// The parts that have missing points, in ascending order.
  public let tasks: [Int]
  /// What the largest part takes.
  public let seconds: Double

  /// Parts of about `minutes` minutes, and no more than `limit` of them.
  ///
  /// - Parameters:
  ///   - points: the number of points of the study.
  ///   - isMissing: whether a point is still to be done.
  ///   - workers: how many points a task does at a time.
  public init(
    points: Int, secondsPerPoint: Double, workers: Int, minutes: Double, limit: Int, isMissing: (Int) -> Bool
  ) {
    precondition(points >= 1 && workers >= 1 && limit >= 1 && minutes > 0)
    // A task of fewer points than workers would leave cores idle.
    let wanted = 60 * minutes * Double(workers) / max(secondsPerPoint, 1e-9)
    let size = min(points, max(workers, Int(min(wanted, Double(points)))))
    let count = min(limit, (points + size - 1) / size)
    self.count = count
    tasks = (1...count).filter { k in
      let range = PointSelection.part(k, of: count, points: points)
      return range.contains(where: isMissing)
    }
    let largest = (points + count - 1) / count
    seconds = Double((largest + workers - 1) / workers) * secondsPerPoint
  }

  /// The tasks as Slurm writes them, as in `1-7,9`.
  public var ranges: String {
    var runs: [ClosedRange<Int>] = []
    for task in tasks {
      if let last = runs.last, last.upperBound == task - 1 {
        runs[runs.count - 1] = last.lowerBound...task
      } else {
        runs.append(task...task)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
  }
}
