/// Curves: losses along a line through parameters, densities of eigenvalues, shares of variance, or what is measured at
/// the checkpoints of runs.
public struct CurvesFigure: Figure, Equatable {
  /// One curve, and places on the horizontal axis that are marked in its colour.
  public struct Curve: Sendable, Equatable {
    /// What the key calls it.
    public let label: FigureText
    /// The points (x, y), x ascending; where one is not finite the curve has a gap.
    public let points: [SIMD2<Double>]
    /// The places marked by triangles at the foot of the plot, such as the extreme eigenvalues.
    public let marks: [Double]
    /// Whether it is dashed, in the colour of the curve before it and under its label.
    public let isDashed: Bool

    /// A curve.
    public init(label: FigureText, points: [SIMD2<Double>], marks: [Double] = [], isDashed: Bool = false) {
      self.label = label
      self.points = points
      self.marks = marks
      self.isDashed = isDashed
    }
  }

  /// What lies on the horizontal axis.
  public enum Across: Sendable {
    /// Real numbers.
    case linear
    /// Numbers that count things: 1, 2, 3 and so on, a point at each.
    case numbers
    /// Steps of training: logarithmic, with a place for step 0.
    case steps
  }

  /// What lies on the vertical axis.
  public enum Up: Sendable {
    /// Positive numbers, in their logarithm.
    case logarithmic
    /// Parts of a whole, from 0 to 1.
    case parts
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The curves, in the order of their colours.
  public var curves: [Curve]
  /// What the axes hold.
  public var across: Across, up: Up
  /// What the key says of the triangles and of dashes; nil for no entry.
  public var markLabel: FigureText?, dashLabel: FigureText?
  /// The smallest value of the logarithmic vertical axis; nil for twelve decades below the largest.
  public var floor: Double?

  /// A figure of `curves`.
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, curves: [Curve], across: Across = .linear,
    up: Up = .logarithmic, markLabel: FigureText? = nil, dashLabel: FigureText? = nil,
    floor: Double? = nil
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.curves = curves
    self.across = across
    self.up = up
    self.markLabel = markLabel
    self.dashLabel = dashLabel
    self.floor = floor
  }

  /// Between the foot of the plot and the lowest triangles, and between those of two curves, as parts of its height.
  private static let markHeight = 0.022
  private static let dashes = " dt (8,5)"

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    guard let axes = CurveAxes(self) else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: curves.joinedValues.contains(where: \.isFinite),
        format: format, output: output)
    }
    var drawing = Drawing()
    drawing.add(axes.commands + "set grid ytics lc rgb '#e6e6e6' lw 0.6 lt 1\n")
    for (number, (curve, colour)) in zip(curves, colours).enumerated() {
      let style = "lw 1.8 lc rgb '\(colour)'\(curve.isDashed ? Self.dashes : "")"
      let points = curve.points.map { [axes.place($0.x), $0.y] }
      let parts = runs(points.count) { points[$0].allSatisfy(\.isFinite) && axes.shows(points[$0][1]) }
      let lines = parts.map { Array(points[$0]) }
      if lines.isEmpty, !curve.isDashed {
        drawing.entry("with lines \(style)", title: curve.label + ": none")
      } else if !lines.isEmpty {
        let name = drawing.block(lines)
        let kind = across == .numbers ? "linespoints pt 7 ps 0.6*mark" : "lines"
        drawing.plot("\(name) using 1:2 with \(kind) \(style)", title: curve.isDashed ? nil : curve.label)
      }
      for line in lines { drawing.avoid(line.map { axes.fractions($0) }) }
      let marks = curve.marks.filter(\.isFinite)
      guard !marks.isEmpty else { continue }
      let height = Self.markHeight * (1 + 1.3 * Double(number))
      let name = drawing.block([marks.map { [$0, axes.value(atFraction: height)] }])
      drawing.plot("\(name) using 1:2 with points pt 9 ps 0.7*mark lc rgb '\(colour)'")
      drawing.avoid(marks.map { (axes.fractions([$0, 1]).x, height) })
    }
    if let markLabel, curves.contains(where: { !$0.marks.isEmpty }) {
      drawing.entry("with points pt 9 ps 0.7*mark lc rgb '\(Palette.annotation)'", title: markLabel)
    }
    if let dashLabel, curves.contains(where: \.isDashed) {
      drawing.entry("with lines lw 1.8 lc rgb '\(Palette.annotation)'\(Self.dashes)", title: dashLabel)
    }
    let canvas = Canvas(title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: axes.labelWidth)
    return drawing.script(on: canvas, format: format, output: output)
  }

  /// The colour of every curve: one each, but for those that are dashed.
  private var colours: [String] {
    let own = Palette.categories(curves.count { !$0.isDashed })
    var number = -1
    return curves.map { curve in
      if !curve.isDashed { number += 1 }
      return own[max(0, min(number, own.count - 1))]
    }
  }
}

extension [CurvesFigure.Curve] {
  /// The vertical values of all curves, where the horizontal ones are known.
  var joinedValues: [Double] { flatMap(\.points).filter { $0.x.isFinite }.map(\.y) }
}
