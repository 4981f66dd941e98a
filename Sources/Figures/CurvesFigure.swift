/// Curves over a linear axis: losses along a line through parameters, or densities of eigenvalues.
public struct CurvesFigure: Figure, Equatable {
  /// One curve, and places on the horizontal axis that are marked in its colour.
  public struct Curve: Sendable, Equatable {
    /// What the key calls it.
    public let label: FigureText
    /// The points (x, y), x ascending; where one is not finite the curve has a gap.
    public let points: [SIMD2<Double>]
    /// The places marked by triangles at the foot of the plot, such as the extreme eigenvalues.
    public let marks: [Double]

    /// A curve.
    public init(label: FigureText, points: [SIMD2<Double>], marks: [Double] = []) {
      self.label = label
      self.points = points
      self.marks = marks
    }
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The curves, in the order of their colours.
  public var curves: [Curve]
  /// What the key says of the triangles; nil for no entry.
  public var markLabel: FigureText?
  /// The smallest value of the logarithmic vertical axis; nil for twelve decades below the largest.
  public var floor: Double?

  /// A figure of `curves`.
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, curves: [Curve], markLabel: FigureText? = nil,
    floor: Double? = nil
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.curves = curves
    self.markLabel = markLabel
    self.floor = floor
  }

  /// Between the foot of the plot and the lowest triangles, and between those of two curves, as parts of its height.
  private static let markHeight = 0.022

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    let points = curves.flatMap(\.points)
    let values = points.filter { $0.x.isFinite }.map(\.y)
    let largest = values.filter(\.isFinite).max() ?? 0
    let span = values.filter { $0 > 0 && $0.isFinite }
    guard let xAxis = LinearAxis(covering: points.map(\.x) + curves.flatMap(\.marks), padding: 0.02),
      let yAxis = LogAxis(
        covering: values, ends: .wholeDecades, floor: floor ?? LogAxis.floor(below: values), direction: .up,
        plainLabels: largest < 20 * (span.min() ?? 1))
    else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: values.contains(where: \.isFinite), format: format,
        output: output)
    }
    var drawing = Drawing()
    drawing.add(xAxis.commands("x") + yAxis.commands("y") + "set grid ytics lc rgb '#e6e6e6' lw 0.6 lt 1\n")
    for (number, (curve, colour)) in zip(curves, Palette.categories(curves.count)).enumerated() {
      let style = "lw 1.8 lc rgb '\(colour)'"
      let parts = runs(curve.points.count) {
        let point = curve.points[$0]
        return point.x.isFinite && point.y.isFinite && point.y >= yAxis.low
      }
      let lines = parts.map { $0.map { [curve.points[$0].x, curve.points[$0].y] } }
      if lines.isEmpty {
        drawing.entry("with lines \(style)", title: curve.label + ": none")
      } else {
        drawing.plot("\(drawing.block(lines)) using 1:2 with lines \(style)", title: curve.label)
      }
      for line in lines { drawing.avoid(line.map { (xAxis.fraction($0[0]), yAxis.fraction($0[1])) }) }
      let marks = curve.marks.filter(\.isFinite)
      guard !marks.isEmpty else { continue }
      let height = Self.markHeight * (1 + 1.3 * Double(number))
      let name = drawing.block([marks.map { [$0, yAxis.value(atFraction: height)] }])
      drawing.plot("\(name) using 1:2 with points pt 9 ps 0.7*mark lc rgb '\(colour)'")
      drawing.avoid(marks.map { (xAxis.fraction($0), height) })
    }
    if let markLabel, curves.contains(where: { !$0.marks.isEmpty }) {
      drawing.entry("with points pt 9 ps 0.7*mark lc rgb '\(Palette.annotation)'", title: markLabel)
    }
    let canvas = Canvas(title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: yAxis.labelWidth)
    return drawing.script(on: canvas, format: format, output: output)
  }
}
