#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A linear axis: its range, and tics at round numbers.
struct LinearAxis: Sendable {
  let low: Double
  let high: Double

  /// At most this many tics.
  private let most: Double

  /// An axis between two values, the first smaller.
  init(from low: Double, to high: Double, direction: LogTics.Direction = .across) {
    (self.low, self.high, most) = (low, high, direction.mostLinear)
  }

  /// An axis over the finite values with room beyond them, `padding` times their extent; nil if there are none.
  init?(covering values: some Sequence<Double>, padding: Double) {
    let shown = values.filter { $0.isFinite && abs($0) < 1e150 }
    guard let least = shown.min(), let greatest = shown.max() else { return nil }
    // Values that differ by rounding alone would have tics that cannot be told apart.
    let extent = max(greatest - least, 1e-6 * max(abs(least), abs(greatest)), 1e-150)
    let middle = (least + greatest) / 2, half = extent * (0.5 + padding)
    self.init(from: middle - half, to: middle + half)
  }

  /// Where the tics stand.
  var positions: [Double] { tics.map(\.position) }

  /// The tics' places from 0 to 1, and their labels.
  var marks: [(fraction: Double, label: FigureText)] { tics.map { (fraction($0.position), $0.label) } }

  /// Where a value stands between the ends, from 0 to 1; outside for values outside.
  func fraction(_ value: Double) -> Double { (value - low) / (high - low) }

  /// The width of the widest label in units of the font size.
  var labelWidth: Double { tics.map(\.label.width).max() ?? 0 }

  /// The commands for the axis called "x" or "y".
  func commands(_ axis: String, isLabelled: Bool = true) -> String {
    let list = tics.map { "\(isLabelled ? $0.label.quoted : "''") \($0.position)" }
    return """
      set \(axis)range [\(low):\(high)]
      set \(axis)tics (\(list.joined(separator: ", ")))

      """
  }

  private var tics: [(position: Double, label: FigureText)] {
    let size = pow(10, log10((high - low) / most).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * size }.first { (high - low) / $0 <= most } ?? 10 * size
    let slack = 1e-9 * (high - low)
    let numbers = Int(((low - slack) / step).rounded(.up))...Int(((high + slack) / step).rounded(.down))
    return numbers.map { number in
      // Division keeps 0.3 from becoming 0.30000000000000004.
      let value = step < 1 ? Double(number) / (1 / step).rounded() : Double(number) * step
      let position = abs(value - Double(number) * step) < slack ? value : Double(number) * step
      return (position, Self.label(position))
    }
  }

  /// A number with its sign.
  static func label(_ value: Double) -> FigureText {
    value == 0 ? "0" : value < 0 ? FigureText("−") + .number(-value) : .number(value)
  }
}
