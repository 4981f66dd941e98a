/// The axes of a figure of curves: what gnuplot is told, and where points stand.
struct CurveAxes {
  private enum Horizontal {
    case linear(LinearAxis)
    case numbers(last: Double)
    case steps(StepAxis)
  }
  private enum Vertical {
    case logarithmic(LogAxis)
    case parts(LinearAxis)
  }

  private let horizontal: Horizontal
  private let vertical: Vertical

  /// At most this many labels of numbers.
  private static let mostNumbers = 10.0

  /// Axes for the curves of a figure; nil if there is nothing that they could show.
  init?(_ figure: CurvesFigure) {
    let places = figure.curves.flatMap { $0.points.map(\.x) + $0.marks }.filter(\.isFinite)
    let values = figure.curves.joinedValues
    guard !places.isEmpty, values.contains(where: \.isFinite) else { return nil }
    switch figure.up {
    case .logarithmic:
      let largest = values.filter(\.isFinite).max() ?? 0, least = values.filter { $0 > 0 && $0.isFinite }.min()
      guard
        let axis = LogAxis(
          covering: values, ends: .wholeDecades, floor: figure.floor ?? LogAxis.floor(below: values), direction: .up,
          plainLabels: largest < 20 * (least ?? 1))
      else { return nil }
      vertical = .logarithmic(axis)
    case .parts:
      vertical = .parts(LinearAxis(from: 0, to: 1.03))
    }
    switch figure.across {
    case .linear:
      guard let axis = LinearAxis(covering: places, padding: 0.02) else { return nil }
      horizontal = .linear(axis)
    case .numbers:
      horizontal = .numbers(last: places.max() ?? 1)
    case .steps:
      horizontal = .steps(StepAxis(covering: places.filter { $0 > 0 }, hasZero: places.contains(0)))
    }
  }

  /// The ranges and tics of both axes.
  var commands: String {
    let x: String
    switch horizontal {
    case .linear(let axis): x = axis.commands("x")
    case .numbers(let last):
      let stride = max(1, (last / Self.mostNumbers).rounded(.up))
      x = "set xrange [0.5:\(last + 0.5)]\nset xtics \(stride == 1 ? 1 : stride),\(stride)\n"
    case .steps(let axis): x = axis.commands()
    }
    switch vertical {
    case .logarithmic(let axis): return x + axis.commands("y")
    case .parts(let axis): return x + axis.commands("y")
    }
  }

  /// The width of the widest label of the vertical axis in units of the font size.
  var labelWidth: Double {
    switch vertical {
    case .logarithmic(let axis): axis.labelWidth
    case .parts(let axis): axis.labelWidth
    }
  }

  /// Where a horizontal value is drawn: step 0 has a place of its own.
  func place(_ x: Double) -> Double {
    if case .steps(let axis) = horizontal, x <= 0 { return axis.zeroPosition }
    return x
  }

  /// Whether a vertical value is on the page.
  func shows(_ y: Double) -> Bool {
    switch vertical {
    case .logarithmic(let axis): y >= axis.low
    case .parts: true
    }
  }

  /// Where a point stands in the plot.
  func fractions(_ point: [Double]) -> Key.Point {
    let x: Double
    switch horizontal {
    case .linear(let axis): x = axis.fraction(point[0])
    case .numbers(let last): x = (point[0] - 0.5) / last
    case .steps(let axis): x = axis.fractions([point[0], 0]).x
    }
    switch vertical {
    case .logarithmic(let axis): return (x, axis.fraction(point[1]))
    case .parts(let axis): return (x, axis.fraction(point[1]))
    }
  }

  /// The vertical value at a part of the plot's height.
  func value(atFraction fraction: Double) -> Double {
    switch vertical {
    case .logarithmic(let axis): axis.value(atFraction: fraction)
    case .parts(let axis): axis.low + fraction * (axis.high - axis.low)
    }
  }
}
