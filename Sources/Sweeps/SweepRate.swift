/// How fast points have been finished of late, by the clock.
///
/// Every finished point was worked on from its start to its end. Over the last 200 points, the rate is the number of
/// points, those counted in part that began before, over the time in which any was worked on: pauses do not count, and
/// points that were done side by side count as such.
public struct SweepRate: Sendable {
  /// When a point was worked on, in seconds.
  public struct Span: Sendable {
    /// Its start and its end.
    public let start: Double, end: Double

    /// The time of `entry`.
    public init(_ entry: SweepEntry) { self.init(start: entry.finished - max(entry.seconds, 0), end: entry.finished) }

    /// A time from `start` to `end`.
    public init(start: Double, end: Double) {
      self.start = start
      self.end = end
    }
  }

  /// How many points are looked back upon.
  static let window = 200

  /// Points finished in a second; NaN if nothing is known.
  public let pointsPerSecond: Double

  /// The rate at the time `now`, while `running` points are being worked on.
  ///
  /// - Complexity: O(n log n) for n spans.
  public init(_ spans: [Span], running: Int, now: Double) {
    let sorted = spans.sorted { $0.end < $1.end }
    guard let last = sorted.last else {
      pointsPerSecond = .nan
      return
    }
    let first = sorted.count - Self.window
    let begin = first > 0 ? sorted[first - 1].end : sorted.reduce(.infinity) { min($0, $1.start) }
    let recent = sorted.filter { $0.end > begin }.sorted { $0.start < $1.start }
    var count = 0.0, busy = 0.0, covered = begin
    for span in recent {
      count += span.start < begin ? (span.end - begin) / (span.end - span.start) : 1
      busy += max(0, span.end - max(covered, span.start))
      covered = max(covered, span.end)
    }
    // When the last point ended, the others that were running were half done on average.
    count += Double(max(running - 1, 0)) / 2
    // Since then one more is due; a longer wait lowers the rate.
    let idle = running > 0 ? max(0, now - last.end) : 0
    pointsPerSecond = busy > 0 ? min(count / busy, (count + 1) / (busy + idle)) : .nan
  }
}
