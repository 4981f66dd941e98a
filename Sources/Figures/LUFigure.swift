/// One curve of an LU figure with its band over seeds.
public struct LUCurveBand: Sendable, Equatable {
  /// Which loss a curve shows; it decides the line's style.
  public enum Role: Sendable {
    /// The reduced training loss, the "L".
    case train
    /// The test loss, the "U".
    case test
  }

  /// What the key calls the curve.
  ///
  /// Curves of equal label (the train and test loss of one n_train) share a colour.
  public let label: FigureText
  /// The centre, such as the median over seeds: a value for each x of the figure.
  public let center: [Double]
  /// The lower edge of the band.
  public let low: [Double]
  /// The upper edge of the band.
  public let high: [Double]
  /// Which loss it is.
  public let role: Role

  /// A curve with a band; `low` and `high` may be `center` itself for a curve without one.
  public init(label: FigureText, center: [Double], low: [Double], high: [Double], role: Role) {
    precondition(low.count == center.count && high.count == center.count, "a band has as many values as its centre")
    self.label = label
    self.center = center
    self.low = low
    self.high = high
    self.role = role
  }
}

/// The "LU" picture: training and test loss over the weight norm, both axes logarithmic, with bands over seeds.
///
/// NaN, infinite and negative values are holes. Losses of zero, or below `lossFloor`, have no place on the axis: their
/// line ends, and a triangle at the foot of the plot says so.
public struct LUFigure: Figure, Equatable {
  /// A vertical line with an entry in the key, such as w_c.
  public struct Mark: Sendable, Equatable {
    /// Where it stands.
    public let x: Double
    /// What the key calls it.
    public let label: FigureText

    /// A mark at `x`.
    public init(x: Double, label: FigureText) {
      self.x = x
      self.label = label
    }
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The abscissas, positive, ascending.
  public var x: [Double]
  /// The curves, each with a value for every x.
  public var curves: [LUCurveBand]
  /// What the key says of the bands, such as "10-90 % over 8 seeds"; nil for no entry.
  public var bandLabel: FigureText?
  /// The Goldilocks zone.
  public var zone: ClosedRange<Double>?
  /// What the key calls it.
  public var zoneLabel: FigureText
  /// A vertical mark.
  public var mark: Mark?
  /// The smallest loss that the axis shows; nil for twelve decades below the largest.
  public var lossFloor: Double?

  /// A figure of `curves` over `x`.
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText = "loss", x: [Double], curves: [LUCurveBand],
    bandLabel: FigureText? = nil, zone: ClosedRange<Double>? = nil, zoneLabel: FigureText = "Goldilocks zone",
    mark: Mark? = nil, lossFloor: Double? = nil
  ) {
    precondition(curves.allSatisfy { $0.center.count == x.count }, "a curve has a value for every x")
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.x = x
    self.curves = curves
    self.bandLabel = bandLabel
    self.zone = zone
    self.zoneLabel = zoneLabel
    self.mark = mark
    self.lossFloor = lossFloor
  }

  /// Whether losses are so close that their axis has plain numbers instead of powers of ten.
  private static func spansLittle(_ losses: [Double]) -> Bool {
    let positive = losses.filter { $0 > 0 && $0.isFinite }
    return (positive.max() ?? 1) < 20 * (positive.min() ?? 1)
  }

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    script(for: format, output: output)
  }
}

extension LUFigure: PlotFigure {
  struct Axes: PlotAxes {
    let x: LogAxis, y: LogAxis

    func commands(labelled isX: Bool, _ isY: Bool) -> String {
      x.commands("x", isLabelled: isX) + y.commands("y", isLabelled: isY)
    }
    var xWidth: Double { x.labelWidth }
    var yWidth: Double { y.labelWidth }
  }

  var isFinite: Bool { curves.flatMap(\.center).contains(where: \.isFinite) }

  static func axes(of figures: [Self], across: LogTics.Direction, up: LogTics.Direction) -> Axes? {
    let abscissas = figures.flatMap { figure in
      figure.x.indices.filter { index in figure.curves.contains { $0.center[index].isFinite } }.map { figure.x[$0] }
    }
    // The axis is chosen by the centres; edges of bands may widen it upwards.
    let curves = figures.flatMap(\.curves), centres = curves.flatMap(\.center)
    let foot = centres.filter { $0 > 0 && $0.isFinite }.min() ?? 0
    let losses = centres + curves.flatMap { $0.low + $0.high }.filter { $0 >= foot / 10 }
    guard let x = LogAxis(covering: abscissas, ends: .tight, direction: across, plainLabels: true),
      let y = LogAxis(
        covering: losses, ends: .wholeDecades,
        floor: figures.compactMap(\.lossFloor).min() ?? LogAxis.floor(below: centres), direction: up,
        plainLabels: Self.spansLittle(losses))
    else { return nil }
    return Axes(x: x, y: y)
  }

  func draw(on axes: Axes, into drawing: inout Drawing) {
    drawing.add(
      """
      set grid ytics lc rgb '#e6e6e6' lw 0.6 lt 1
      set style fill transparent solid 0.22 noborder

      """)
    LUDrawing(figure: self, xAxis: axes.x, yAxis: axes.y).draw(into: &drawing)
  }
}
