#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One axis of a heat map: where cells begin and end, and where its tics stand.
struct CellAxis {
  /// How the values of an axis are spaced.
  enum Spacing { case logarithmic, linear, equal }

  /// The centres of the cells in the axis's own units: the values themselves, or their numbers from 0.
  let centres: [Double]
  /// The centres where the axis is uniform: logarithms, the values, or numbers from 0.
  let positions: [Double]
  private let values: [Double]
  private let spacing: Spacing
  private let direction: LogTics.Direction

  /// At most this many tics on an axis of equal cells.
  private static let labelled = 15
  /// Up to this many cells may all have a tic, if their labels are not wider than five digits.
  private static let few = 6, shortLabel = 2.9

  init(_ values: [Double], _ spacing: Spacing, direction: LogTics.Direction) {
    self.direction = direction
    self.values = values
    self.spacing = spacing
    positions =
      switch spacing {
      case .logarithmic: values.map { log10($0) }
      case .linear: values
      case .equal: values.indices.map(Double.init)
      }
    centres = spacing == .equal ? positions : values
  }

  /// The two ends of a cell: half way to its neighbours where the axis is uniform, a little more to hide seams.
  func edges(of index: Int) -> [Double] {
    let before = step(index) * 0.51
    let after = step(index + 1) * 0.51
    let ends = [positions[index] - before, positions[index] + after]
    return spacing == .logarithmic ? ends.map { pow(10, $0) } : ends
  }

  /// The distance between cells `index` - 1 and `index`; at the ends of the axis that of the nearest two.
  private func step(_ index: Int) -> Double {
    guard positions.count > 1 else { return spacing == .logarithmic ? 0.2 : 1 }
    let upper = min(max(index, 1), positions.count - 1)
    return positions[upper] - positions[upper - 1]
  }

  /// The gnuplot expression that leads from a position back to the axis's units.
  func inverse(_ column: String) -> String { spacing == .logarithmic ? "10**\(column)" : column }

  /// The commands for the axis called "x" or "y".
  func commands(_ axis: String, isLabelled: Bool = true) -> String {
    if ownTics.isEmpty, let logAxis { return logAxis.commands(axis, isLabelled: isLabelled) }
    if ownTics.isEmpty, let linearAxis { return linearAxis.commands(axis, isLabelled: isLabelled) }
    let list = ownTics.map { "\(isLabelled ? $0.label.quoted : "''") \($0.position)" }
    let bounds = [ends.low, ends.high].map { spacing == .logarithmic ? pow(10, $0) : $0 }
    return (spacing == .logarithmic ? "set logscale \(axis)\n" : "") + """
      set \(axis)range [\(bounds[0]):\(bounds[1])]
      set \(axis)tics (\(list.joined(separator: ", ")))

      """
  }

  /// The width of the widest label in units of the font size.
  var labelWidth: Double {
    ownTics.isEmpty ? logAxis?.labelWidth ?? linearAxis?.labelWidth ?? 0 : ownTics.map(\.label.width).max() ?? 0
  }

  /// The axis's two ends where it is uniform.
  private var ends: (low: Double, high: Double) {
    let last = positions.count - 1
    return (positions[0] - step(0) / 2, positions[last] + step(last + 1) / 2)
  }

  private var logAxis: LogAxis? {
    guard spacing == .logarithmic else { return nil }
    return LogAxis(from: pow(10, ends.low), to: pow(10, ends.high), direction: direction, plainLabels: true)
  }

  private var linearAxis: LinearAxis? {
    spacing == .linear ? LinearAxis(from: ends.low, to: ends.high, direction: direction) : nil
  }

  /// Where a value of the axis stands between its ends, from 0 to 1; not for equal cells.
  func fraction(_ value: Double) -> Double { fraction(ofPosition: spacing == .logarithmic ? log10(value) : value) }

  private func fraction(ofPosition position: Double) -> Double { (position - ends.low) / (ends.high - ends.low) }

  /// Tics at cells: at all of a few whose values are short, on an axis of equal cells at as many as have room; else
  /// none, and tics stand at round numbers.
  private var ownTics: [(position: Double, label: FigureText)] {
    let labels = values.map { LinearAxis.label($0) }
    if spacing == .equal {
      let stride = (values.count + Self.labelled - 1) / Self.labelled
      let thinned = (stride...max(stride, values.count)).lazy.map { stride in
        values.indices.filter { $0 % stride == 0 }
      }
      let shown = thinned.first { direction.hasRoom(for: $0.map { (fraction(ofPosition: positions[$0]), labels[$0]) }) }
      return (shown ?? [0]).map { (positions[$0], labels[$0]) }
    }
    let isShort = values.count == 1 || labels.allSatisfy { $0.width < Self.shortLabel }
    guard values.count <= Self.few, isShort,
      direction.hasRoom(for: values.indices.map { (fraction(ofPosition: positions[$0]), labels[$0]) })
    else { return [] }
    return values.indices.map { (centres[$0], labels[$0]) }
  }
}
