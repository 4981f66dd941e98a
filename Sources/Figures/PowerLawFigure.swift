#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A quantity against another on logarithmic axes with fitted power laws, such as the time to generalise against gamma.
public struct PowerLawFigure: Figure, Equatable {
  /// A fitted or predicted power law y = exp(intercept) x^slope.
  public struct Line: Sendable, Equatable {
    /// What the key calls it, with its exponent.
    public let label: FigureText
    /// The exponent.
    public let slope: Double
    /// ln y at x = 1.
    public let intercept: Double

    /// A line in logarithms.
    public init(label: FigureText, slope: Double, intercept: Double) {
      self.label = label
      self.slope = slope
      self.intercept = intercept
    }
  }

  /// A set of points of one kind.
  public struct Series: Sendable, Equatable {
    /// How points are drawn.
    public enum Kind: Sendable {
      /// Filled, for what was measured.
      case measured
      /// Open, for what a theory says.
      case theory
      /// Small squares, for what was measured beside it.
      case reference
    }

    /// What the key calls the points.
    public let label: FigureText
    /// What it belongs to, nil for a colour and entries in the key of its own.
    ///
    /// Series of one family have one colour and one entry, and another one of each kind says what its points are.
    public let family: FigureText?
    /// The abscissas.
    public let x: [Double]
    /// The ordinates; NaN, or what is not positive, leaves a hole.
    public let y: [Double]
    /// The lower ends of error bars, or `y` itself.
    public let low: [Double]
    /// The upper ends of error bars, or `y` itself.
    public let high: [Double]
    /// How the points are drawn.
    public let kind: Kind
    /// The law fitted to the points.
    public let line: Line?

    /// A series, without error bars unless both ends are given.
    public init(
      label: FigureText, family: FigureText? = nil, x: [Double], y: [Double], low: [Double]? = nil,
      high: [Double]? = nil, kind: Kind = .measured,
      line: Line? = nil
    ) {
      precondition(
        y.count == x.count && (low ?? y).count == x.count && (high ?? y).count == x.count, "a series is of pairs")
      self.label = label
      self.family = family
      self.x = x
      self.y = y
      self.low = low ?? y
      self.high = high ?? y
      self.kind = kind
      self.line = line
    }

    fileprivate var points: [[Double]] {
      x.indices.filter { x[$0] > 0 && x[$0].isFinite && y[$0] > 0 && y[$0].isFinite }.map { index in
        let ends = [low[index], high[index]].map { $0 > 0 && $0.isFinite ? $0 : y[index] }
        return [x[index], y[index], ends[0], ends[1]]
      }
    }
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The points and their laws, in the order of their colours.
  public var series: [Series]

  /// A figure of `series`.
  public init(title: FigureText, xLabel: FigureText, yLabel: FigureText, series: [Series]) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
  }

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    let points = series.flatMap(\.points)
    guard let xAxis = LogAxis(covering: points.map { $0[0] }, ends: .loose, direction: .across, plainLabels: true),
      let yAxis = LogAxis(
        covering: points.flatMap { $0.dropFirst() }, ends: .loose, direction: .up, plainLabels: true)
    else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: series.flatMap(\.y).contains(where: \.isFinite),
        format: format, output: output)
    }
    var drawing = Drawing()
    drawing.add(xAxis.commands("x") + yAxis.commands("y"))
    drawing.add(
      """
      set grid lc rgb '#e6e6e6' lw 0.6 lt 1

      """)
    let names = series.indices.map { series[$0].family ?? FigureText("series \($0)") }
    let distinct = names.reduce(into: [FigureText]()) { if !$0.contains($1) { $0.append($1) } }
    let colours = Palette.categories(distinct.count)
    for (series, name) in zip(series, names) {
      draw(series, colours[distinct.firstIndex(of: name) ?? 0], xAxis, yAxis, into: &drawing)
    }
    addFamilyEntries(colours, distinct, to: &drawing)
    let canvas = Canvas(title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: yAxis.labelWidth)
    return drawing.script(on: canvas, format: format, output: output)
  }

  /// An entry for every family, and a grey one for every kind of points.
  private func addFamilyEntries(_ colours: [String], _ names: [FigureText], to drawing: inout Drawing) {
    let members = series.filter { $0.family != nil && !$0.points.isEmpty }
    guard !members.isEmpty else { return }
    for (name, colour) in zip(names, colours) where members.contains(where: { $0.family == name }) {
      drawing.entry("with lines lw 4 lc rgb '\(colour)'", title: name)
    }
    for (index, member) in members.enumerated() where !members[..<index].contains(where: { $0.label == member.label }) {
      let (form, size) = Self.marker(member.kind)
      drawing.entry("with points pointtype \(form) pointsize \(size)*mark lw 1.2 lc rgb '#808080'", title: member.label)
    }
    if members.contains(where: { $0.line != nil }) {
      drawing.entry("with lines lw 1.2 lc rgb '#808080' dashtype (6,4)", title: "fit")
    }
  }

  private static func marker(_ kind: Series.Kind) -> (form: Int, size: Double) {
    switch kind {
    case .measured: (7, 0.8)
    case .theory: (6, 0.8)
    case .reference: (5, 0.5)
    }
  }

  private func draw(
    _ series: Series, _ colour: String, _ xAxis: LogAxis, _ yAxis: LogAxis, into drawing: inout Drawing
  ) {
    let points = series.points
    guard let least = points.map({ $0[0] }).min(), let greatest = points.map({ $0[0] }).max() else { return }
    let (form, size) = Self.marker(series.kind)
    let style = "pointtype \(form) pointsize \(size)*mark lw 1.2 lc rgb '\(colour)'"
    let name = drawing.block([points])
    if points.contains(where: { $0[2] < $0[3] }) {
      drawing.plot("\(name) using 1:3:(0):($4-$3) with vectors nohead lw 1.2 lc rgb '\(colour)'")
    }
    drawing.plot("\(name) using 1:2 with points \(style)", title: series.family == nil ? series.label : nil)
    for point in points {
      drawing.avoid([
        (xAxis.fraction(point[0]), yAxis.fraction(point[2])), (xAxis.fraction(point[0]), yAxis.fraction(point[3])),
      ])
    }
    if let line = series.line, line.slope.isFinite, line.intercept.isFinite {
      let ends = [least, greatest].map { [$0, exp(line.intercept + line.slope * log($0))] }
      let name = drawing.block([ends])
      drawing.plot(
        "\(name) using 1:2 with lines lw 1.2 lc rgb '\(colour)' dashtype (6,4)",
        title: series.family == nil ? line.label : nil)
      drawing.avoid(ends.map { (xAxis.fraction($0[0]), yAxis.fraction($0[1])) })
    }
  }
}
