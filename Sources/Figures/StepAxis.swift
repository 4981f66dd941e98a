/// The plane of accuracy against step: a logarithmic axis with a place for step 0 at its left edge.
struct StepAxis {
  /// Accuracies of exactly 0 and 1 are drawn clear of the frame.
  static let lowest = -0.02
  static let highest = 1.04

  /// Where step 0 is drawn.
  let zeroPosition: Double
  private let axis: LogAxis
  /// How far left of the axis step 0 stands, as a part of it.
  private let room: Double
  private let hasLabel: Bool
  private let low: Double
  private let hasZero: Bool

  /// As many columns as a page resolves.
  private static let columns = 800

  init(covering steps: [Double], hasZero: Bool, direction: LogTics.Direction = .across) {
    let (least, greatest) = (steps.min() ?? 1, steps.max() ?? 10)
    // On a short axis the label of step 0 would touch the next one.
    hasLabel = direction.length > 9
    room = hasLabel ? max(0.08, 1.4 / (direction.length - 1.75)) : 0.12
    let direction =
      hasZero ? LogTics.Direction(isAcross: true, length: direction.length / (1 + 1.25 * room)) : direction
    axis =
      LogAxis(covering: [least, greatest], ends: .tight, direction: direction, plainLabels: true)
      ?? LogAxis(from: 1, to: 10, direction: direction, plainLabels: true)
    self.hasZero = hasZero
    zeroPosition = axis.value(atFraction: -room)
    low = hasZero ? axis.value(atFraction: -1.25 * room) : axis.low
  }

  /// The range and tics of the horizontal axis; the frame is interrupted by nothing, but 0 stands apart from the
  /// decades.
  func commands(isLabelled: Bool = true) -> String {
    let zero = hasZero ? "set xtics add ('\(isLabelled && hasLabel ? "0" : "")' \(zeroPosition) 0)\n" : ""
    return axis.commands("x", isLabelled: isLabelled) + "set xrange [\(low):\(axis.high)]\n" + zero
  }

  /// The width of the widest label in units of the font size.
  var labelWidth: Double { axis.labelWidth }

  func fraction(ofAccuracy accuracy: Double) -> Double { (accuracy - Self.lowest) / (Self.highest - Self.lowest) }

  /// Where a (step, accuracy) stands in the plot.
  func fractions(_ point: [Double]) -> Key.Point {
    let (left, own) = (axis.fraction(low), axis.fraction(point[0]))
    return ((own - left) / (1 - left), fraction(ofAccuracy: point[1]))
  }

  /// The first, lowest, highest and last record of every column of the page, in order.
  func thinned(_ records: [(step: Double, accuracy: Double)]) -> [[Double]] {
    guard records.count > 4 * Self.columns else { return records.map { [$0.step, $0.accuracy] } }
    let columns = records.map { Int(axis.fraction($0.step) * Double(Self.columns)) }
    var kept: [[Double]] = []
    var start = 0
    while start < records.count {
      let end = columns[start...].firstIndex { $0 != columns[start] } ?? records.count
      let range = start..<end
      let lowest = range.min { records[$0].accuracy < records[$1].accuracy } ?? start
      let highest = range.max { records[$0].accuracy < records[$1].accuracy } ?? start
      for index in Set([start, lowest, highest, end - 1]).sorted() {
        kept.append([records[index].step, records[index].accuracy])
      }
      start = end
    }
    return kept
  }
}
