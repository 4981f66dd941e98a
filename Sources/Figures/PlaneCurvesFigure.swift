/// Families of lines in a plane, such as the contours of several training-set sizes over alpha and messiness.
///
/// The horizontal axis is logarithmic, the vertical one linear.
public struct PlaneCurvesFigure: Figure, Equatable {
  /// Lines of one colour.
  public struct Family: Sendable, Equatable {
    /// What the key calls it.
    public let label: FigureText
    /// The lines, each a sequence of points (x, y), x positive.
    public let lines: [[SIMD2<Double>]]

    /// A family of lines.
    public init(label: FigureText, lines: [[SIMD2<Double>]]) {
      self.label = label
      self.lines = lines
    }
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The families, in the order of their colours.
  public var families: [Family]
  /// Stars.
  public var stars: [PlaneStar]
  /// The vertical range.
  public var yRange: ClosedRange<Double>

  /// A figure of `families`.
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, families: [Family], stars: [PlaneStar] = [],
    yRange: ClosedRange<Double>
  ) {
    precondition(yRange.lowerBound < yRange.upperBound, "an axis has a length")
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.families = families
    self.stars = stars
    self.yRange = yRange
  }

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    let points = families.flatMap { $0.lines.joined() }
    let shown = points + stars.map(\.place)
    guard !points.isEmpty,
      let xAxis = LogAxis(covering: shown.map(\.x), ends: .loose, direction: .across, plainLabels: true)
    else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: false, format: format, output: output)
    }
    let yAxis = LinearAxis(from: yRange.lowerBound, to: yRange.upperBound)
    func place(_ point: SIMD2<Double>) -> SIMD2<Double> { [xAxis.fraction(point.x), yAxis.fraction(point.y)] }
    var drawing = Drawing()
    drawing.add(xAxis.commands("x") + yAxis.commands("y"))
    drawing.add("set grid lc rgb '#e6e6e6' lw 0.6 lt 1\n")
    for (family, colour) in zip(families, Palette.categories(families.count)) {
      let style = "with lines lw 1.8 lc rgb '\(colour)'"
      if family.lines.joined().isEmpty {
        drawing.entry(style, title: family.label + ": none")
      } else {
        let name = drawing.block(family.lines.map { $0.map { [$0.x, $0.y] } })
        drawing.plot("\(name) using 1:2 \(style)", title: family.label)
      }
      for line in family.lines { drawing.avoid(line.map { (place($0).x, place($0).y) }) }
    }
    drawing.add([], stars, fraction: place)
    for star in stars { drawing.avoid([(place(star.place).x, place(star.place).y)]) }
    let canvas = Canvas(title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: yAxis.labelWidth)
    return drawing.script(on: canvas, format: format, output: output)
  }
}
