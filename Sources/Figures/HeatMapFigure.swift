#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A quantity over (alpha, n_train), (alpha, messiness) or the coordinates of a slice as exact cells in logarithmic colours, with contours at chosen
/// levels, curves and stars.
///
/// Nothing is interpolated but the contours (linear in the logarithms of the quantity and of the axes). Cells that are
/// NaN, infinite or negative are holes in grey. Zero, and what is some
/// twelve decades below the largest value, takes the darkest colour.
public struct HeatMapFigure: Figure, Equatable {
  /// How rows are spaced.
  public enum RowSpacing: Sendable {
    /// By the logarithm of their value.
    case logarithmic
    /// By their value.
    case linear
    /// Equally, in their order.
    case equal

    fileprivate var ofCells: CellAxis.Spacing {
      switch self {
      case .logarithmic: .logarithmic
      case .linear: .linear
      case .equal: .equal
      }
    }
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The label of the colours.
  public var valueLabel: FigureText
  /// The columns' values, such as alpha: finite, ascending, and positive if they are spaced by logarithms.
  public var x: [Double]
  /// The rows' values, such as n_train: finite, ascending, and positive if they are spaced by logarithms.
  public var y: [Double]
  /// The quantity over [row][column].
  public var values: [[Double]]
  /// How rows and columns are spaced.
  public var rowSpacing: RowSpacing, columnSpacing: RowSpacing
  /// The levels at which contours are drawn, positive.
  public var levels: [Double]
  /// Lines drawn over the cells, in units of the axes; not for equal rows.
  public var curves: [PlaneCurve]
  /// Stars drawn over the cells, in units of the axes; not for equal rows.
  public var stars: [PlaneStar]
  /// Levels that are marked on the colours' box beside `levels`: those of the curves.
  public var markedLevels: [Double]

  /// A heat map of `values`, indexed [y][x].
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, valueLabel: FigureText, x: [Double], y: [Double],
    values: [[Double]], rowSpacing: RowSpacing = .logarithmic, columnSpacing: RowSpacing = .logarithmic,
    levels: [Double] = [], curves: [PlaneCurve] = [], stars: [PlaneStar] = [], markedLevels: [Double] = []
  ) {
    precondition(values.count == y.count && values.allSatisfy { $0.count == x.count }, "a heat map has a value a cell")
    precondition((x + y).allSatisfy(\.isFinite), "a heat map stands on finite axes")
    precondition(rowSpacing != .logarithmic || y.allSatisfy { $0 > 0 }, "logarithms are of positive numbers")
    precondition(columnSpacing != .logarithmic || x.allSatisfy { $0 > 0 }, "logarithms are of positive numbers")
    precondition(rowSpacing != .equal || curves.isEmpty && stars.isEmpty, "equal rows have no place for curves")
    precondition([x, y].allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } }, "a heat map's axes ascend")
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.valueLabel = valueLabel
    self.x = x
    self.y = y
    self.values = values
    self.rowSpacing = rowSpacing
    self.columnSpacing = columnSpacing
    self.levels = levels
    self.curves = curves
    self.stars = stars
    self.markedLevels = markedLevels
  }

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    script(for: format, output: output)
  }
}

extension HeatMapFigure: PlotFigure {
  struct Axes: PlotAxes {
    let columns: CellAxis, rows: CellAxis
    let values: LogAxis
    let valueLabel: FigureText

    func commands(labelled x: Bool, _ y: Bool) -> String {
      columns.commands("x", isLabelled: x) + rows.commands("y", isLabelled: y) + values.commands("cb")
    }
    var xWidth: Double { columns.labelWidth }
    var yWidth: Double { rows.labelWidth }
    var colours: (label: FigureText, ticWidth: Double)? { (valueLabel, values.labelWidth) }
  }

  var isFinite: Bool { values.joined().contains(where: \.isFinite) }

  func sharesAxes(with other: Self) -> Bool {
    x == other.x && y == other.y && valueLabel == other.valueLabel && rowSpacing == other.rowSpacing
      && columnSpacing == other.columnSpacing
  }

  static func axes(of figures: [Self], across: LogTics.Direction, up: LogTics.Direction) -> Axes? {
    let cells = figures.flatMap { $0.values.joined() }
    // A map of nothing but zeros has one colour; its scale is arbitrary.
    let scale = cells.contains { $0 > 0 && $0.isFinite } ? cells : cells.contains(0) ? [1] : []
    guard let first = figures.first,
      let values = LogAxis(
        covering: scale, ends: .tight, floor: LogAxis.floor(below: cells), direction: .up, plainLabels: true)
    else { return nil }
    return Axes(
      columns: CellAxis(first.x, first.columnSpacing.ofCells, direction: across),
      rows: CellAxis(first.y, first.rowSpacing.ofCells, direction: up), values: values, valueLabel: first.valueLabel)
  }

  func drawPage(_ axes: Axes, on canvas: Canvas, into drawing: inout Drawing) {
    let box = canvas.right + Canvas.boxGap
    drawing.add(
      """
      set border 15
      set colorbox user origin \(box),\(canvas.bottom) size \(Canvas.boxWidth),\(canvas.height)
      \(Palette.gnuplotPalette)set style fill solid 1.0 noborder

      """)
    markLevels(axes.values, box, box + Canvas.boxWidth, canvas, into: &drawing)
  }

  func draw(on axes: Axes, into drawing: inout Drawing) {
    let (columns, rows) = (axes.columns, axes.rows)
    drawCells(columns, rows, axes.values, into: &drawing)
    drawContours(columns, rows, into: &drawing)
    drawing.add(curves, stars) { [columns.fraction($0.x), rows.fraction($0.y)] }
  }

  private func drawCells(_ columns: CellAxis, _ rows: CellAxis, _ colours: LogAxis, into drawing: inout Drawing) {
    var (shown, holes): ([[Double]], [[Double]]) = ([], [])
    for row in y.indices {
      for column in x.indices {
        let value = values[row][column]
        let cell =
          [columns.centres[column], rows.centres[row]] + columns.edges(of: column) + rows.edges(of: row)
        if value.isFinite, value >= 0 {
          shown.append(cell + [min(max(value, colours.low), colours.high)])
        } else {
          holes.append(cell)
        }
      }
    }
    if !holes.isEmpty {
      let name = drawing.block([holes])
      drawing.plot("\(name) using 1:2:3:4:5:6 with boxxyerror fillcolor rgb '\(Palette.hole)'")
      drawing.note("grey: no value")
    }
    guard !shown.isEmpty else { return }
    let name = drawing.block([shown])
    drawing.plot("\(name) using 1:2:3:4:5:6:7 with boxxyerror fillcolor palette")
  }

  /// Lets gnuplot find the contours on the logarithms, in which the axes are uniform, and draws them white on black.
  private func drawContours(_ columns: CellAxis, _ rows: CellAxis, into drawing: inout Drawing) {
    let logarithms = values.map { $0.map { $0 > 0 && $0.isFinite ? log10($0) : .nan } }
    let drawn = drawing.addContours(
      levels: levels.filter { $0 > 0 }.map { log10($0) },
      grid: y.indices.map { row in
        x.indices.map { [columns.positions[$0], rows.positions[row], logarithms[row][$0]] }
      },
      place: (columns.inverse("$1"), rows.inverse("$2")),
      styles: ["lw 2.6 lc rgb '#202020'", "lw 1.3 lc rgb 'white'"])
    let shown = levels.filter { $0 > 0 && drawn.contains(log10($0)) }
    if !shown.isEmpty {
      drawing.note((shown.count > 1 ? "contours at " : "contour at ") + .list(shown.map { .number($0) }))
    }
  }

  /// Draws each level as a line across the colours' box, so that it is read off there.
  private func markLevels(
    _ colours: LogAxis, _ left: Double, _ right: Double, _ canvas: Canvas, into drawing: inout Drawing
  ) {
    for level in levels + markedLevels where level > colours.low && level < colours.high {
      let height = canvas.bottom + canvas.height * colours.fraction(level)
      for style in ["lw 2.6 lc rgb '#202020'", "lw 1.3 lc rgb 'white'"] {
        drawing.add("set arrow from screen \(left),\(height) to screen \(right),\(height) nohead front \(style)\n")
      }
    }
  }
}
