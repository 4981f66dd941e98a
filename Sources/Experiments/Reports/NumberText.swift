import Foundation

/// How numbers stand in the tables of reports.
enum NumberText {
  /// A measured quantity with three significant digits, in powers of ten where it is tiny or huge; `-` for no value.
  static func measured(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let size = abs(value)
    guard size > 0 else { return "0" }
    let scientific = String(format: "%.2e", value)
    // The exponent after rounding: 0.9999 is 1.00.
    guard size >= 1e-3, size < 1e6, let power = scientific.split(separator: "e").last.flatMap({ Int($0) }) else {
      return scientific
    }
    return String(format: "%.*f", max(0, 2 - power), value)
  }

  /// A number of the order of one, such as an exponent, with three decimals; `-` for no value.
  static func fixed(_ value: Double) -> String { value.isFinite ? String(format: "%.3f", value) : "-" }

  /// A coordinate of a grid as somebody would have typed it.
  static func coordinate(_ value: Double) -> String { value.isFinite ? String(format: "%.6g", value) : "-" }

  /// The width of a blur over a landscape: `1 cell`, `0.5 cells`.
  static func cells(_ count: Double) -> String { coordinate(count) + (count == 1 ? " cell" : " cells") }
}

/// What several seeds say of one quantity: NaN stands for a seed without a value.
enum OverSeeds {
  /// The median, NaN if there is none; infinite values take part, and a median that is infinite is NaN.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    return middle.isFinite ? middle : .nan
  }

  /// The median of every column of a table with a row a seed.
  static func medians(_ table: [[Double]], columns: Int) -> [Double] {
    (0..<columns).map { column in median(table.map { $0[column] }) }
  }

  /// The smallest and the largest finite value of every column, NaN where there is none.
  static func extremes(_ table: [[Double]], columns: Int) -> (low: [Double], high: [Double]) {
    let finite = (0..<columns).map { column in table.map { $0[column] }.filter(\.isFinite) }
    return (finite.map { $0.min() ?? .nan }, finite.map { $0.max() ?? .nan })
  }
}
