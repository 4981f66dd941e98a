#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A logarithmic axis: its range, its tics, and where values stand on it.
struct LogAxis: Sendable {
  let low: Double
  let high: Double
  private let tics: LogTics

  /// How an axis ends beyond its data.
  enum Ends { case tight, loose, wholeDecades }

  /// An axis over the positive finite values, nil if there are none.
  ///
  /// - Parameters:
  ///   - floor: the smallest value that the axis has to show.
  ///   - direction: which way the axis lies on the page.
  ///   - plainLabels: whether numbers of a common size are written out instead of as powers of ten.
  init?(
    covering values: some Sequence<Double>, ends: Ends, floor: Double = 0, direction: LogTics.Direction,
    plainLabels: Bool
  ) {
    let shown = values.filter { $0 > 0 && $0.isFinite }
    guard let largest = shown.max() else { return nil }
    let foot = min(max(.leastNormalMagnitude, floor), largest)
    let smallest = shown.filter { $0 >= foot }.min() ?? largest
    var (bottom, top) = (log10(smallest), log10(largest))
    if ends == .wholeDecades, top - bottom > 1 {
      // A curve must not lie on the frame: next to a whole decade, the axis goes on to the following one.
      (bottom, top) = (max((bottom - 0.03).rounded(.down), -307), min((top + 0.03).rounded(.up), 308))
    } else {
      let padding = max((ends == .loose ? 0.06 : 0.02) * (top - bottom), top == bottom ? 0.2 : 0.01)
      (bottom, top) = (max(bottom - padding, -307.6), min(top + padding, 308.2))
    }
    // What lies below the floor must not be drawn in the room below it.
    if shown.contains(where: { $0 < foot }) { bottom = max(bottom, log10(foot)) }
    self.init(from: pow(10, bottom), to: pow(10, top), direction: direction, plainLabels: plainLabels)
  }

  /// The power of ten that is twelve decades below the largest of some values: what is smaller is not drawn to scale.
  static func floor(below values: some Sequence<Double>) -> Double {
    let largest = values.filter(\.isFinite).max() ?? 0
    return largest > 0 ? pow(10, log10(largest).rounded(.up) - 12) : 0
  }

  /// An axis between two positive values.
  init(from low: Double, to high: Double, direction: LogTics.Direction, plainLabels: Bool) {
    (self.low, self.high) = (low, high)
    tics = LogTics(from: log10(low), to: log10(high), direction: direction, plainLabels: plainLabels)
  }

  /// The width of the widest label in units of the font size.
  var labelWidth: Double { tics.major.map(\.label.width).max() ?? 0 }

  /// The places of the tics with labels from 0 to 1, and their labels.
  var marks: [(fraction: Double, label: FigureText)] { tics.major.map { (fraction($0.position), $0.label) } }

  /// Where a value stands between the ends, from 0 to 1; outside for values outside.
  func fraction(_ value: Double) -> Double {
    (log10(value) - log10(low)) / (log10(high) - log10(low))
  }

  /// The value at a fraction of the axis.
  func value(atFraction fraction: Double) -> Double {
    pow(10, log10(low) + fraction * (log10(high) - log10(low)))
  }

  /// The commands for the axis called "x", "y" or "cb".
  func commands(_ axis: String, isLabelled: Bool = true) -> String {
    let list =
      tics.major.map { "\(isLabelled ? $0.label.quoted : "''") \($0.position) 0" } + tics.minor.map { "'' \($0) 1" }
    return """
      set logscale \(axis)
      set \(axis)range [\(low):\(high)]
      set \(axis)tics (\(list.joined(separator: ", ")))

      """
  }
}
