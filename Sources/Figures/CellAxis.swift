#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One axis of a heat map: where cells begin and end, and where its tics stand.
struct CellAxis {
  /// The centres of the cells in the axis's own units: the values themselves, or their numbers from 0.
  let centres: [Double]
  /// The centres where the axis is uniform: logarithms, or numbers from 0.
  let positions: [Double]
  private let values: [Double]
  private let isLogarithmic: Bool
  private let direction: LogTics.Direction

  /// At most this many tics on an axis of equal cells.
  private static let labelled = 15

  init(_ values: [Double], isLogarithmic: Bool, direction: LogTics.Direction) {
    self.direction = direction
    self.values = values
    self.isLogarithmic = isLogarithmic
    positions = isLogarithmic ? values.map { log10($0) } : values.indices.map(Double.init)
    centres = isLogarithmic ? values : positions
  }

  /// The two ends of a cell: half way to its neighbours where the axis is uniform, a little more to hide seams.
  func edges(of index: Int) -> [Double] {
    let before = step(index) * 0.51
    let after = step(index + 1) * 0.51
    let ends = [positions[index] - before, positions[index] + after]
    return isLogarithmic ? ends.map { pow(10, $0) } : ends
  }

  /// The distance between cells `index` - 1 and `index`; at the ends of the axis that of the nearest two.
  private func step(_ index: Int) -> Double {
    guard positions.count > 1 else { return isLogarithmic ? 0.2 : 1 }
    let upper = min(max(index, 1), positions.count - 1)
    return positions[upper] - positions[upper - 1]
  }

  /// The gnuplot expression that leads from a position back to the axis's units.
  func inverse(_ column: String) -> String { isLogarithmic ? "10**\(column)" : column }

  /// The commands for the axis called "x" or "y".
  func commands(_ axis: String) -> String {
    if let logAxis { return logAxis.commands(axis) }
    return """
      set \(axis)range [\(ends.low):\(ends.high)]
      set \(axis)tics (\(tics.map { "\($0.label.quoted) \($0.position)" }.joined(separator: ", ")))

      """
  }

  /// The width of the widest label in units of the font size.
  var labelWidth: Double { logAxis?.labelWidth ?? tics.map(\.label.width).max() ?? 0 }

  /// The axis's two ends where it is uniform.
  private var ends: (low: Double, high: Double) {
    let last = positions.count - 1
    return (positions[0] - step(0) / 2, positions[last] + step(last + 1) / 2)
  }

  private var logAxis: LogAxis? {
    guard isLogarithmic else { return nil }
    return LogAxis(from: pow(10, ends.low), to: pow(10, ends.high), direction: direction, plainLabels: true)
  }

  /// The labelled cells of an axis of equal cells.
  private var tics: [(position: Int, label: FigureText)] {
    let stride = (values.count + Self.labelled - 1) / Self.labelled
    return values.indices.filter { $0 % stride == 0 }.map { ($0, FigureText.number(values[$0])) }
  }
}
