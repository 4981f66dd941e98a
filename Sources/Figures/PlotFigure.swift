/// The axes of a plot.
protocol PlotAxes {
  /// The commands for both axes, and for the colours where there are any.
  ///
  /// - Parameters:
  ///   - x: whether the horizontal axis has labels.
  ///   - y: whether the vertical axis has.
  func commands(labelled x: Bool, _ y: Bool) -> String
  /// The widths of the widest labels in units of the font size.
  var xWidth: Double { get }
  var yWidth: Double { get }
  /// What the colours are called, and the width of their widest label, where a box explains them.
  var colours: (label: FigureText, ticWidth: Double)? { get }
}

extension PlotAxes {
  var colours: (label: FigureText, ticWidth: Double)? { nil }
}

/// A figure that is one plot: it may have a page for itself, or share one and its axes with others of its kind.
protocol PlotFigure: Figure {
  associatedtype Axes: PlotAxes
  var title: FigureText { get }
  var xLabel: FigureText { get }
  var yLabel: FigureText { get }
  /// Whether there is any finite value, so that a figure without axes can say what it lacks.
  var isFinite: Bool { get }

  /// Axes that show the data of all `figures`, nil where there are none to be shown.
  static func axes(of figures: [Self], across: LogTics.Direction, up: LogTics.Direction) -> Axes?
  /// Adds what belongs to the page, such as the box of colours.
  func drawPage(_ axes: Axes, on canvas: Canvas, into drawing: inout Drawing)
  /// Adds what lies between the axes.
  func draw(on axes: Axes, into drawing: inout Drawing)
  /// Whether this figure can share axes with `other`.
  func sharesAxes(with other: Self) -> Bool
}

extension PlotFigure {
  func drawPage(_ axes: Axes, on canvas: Canvas, into drawing: inout Drawing) {}
  func sharesAxes(with other: Self) -> Bool { true }

  /// The script of the figure on a page of its own.
  func script(for format: FigureFormat, output: String) -> String {
    guard let axes = Self.axes(of: [self], across: .across, up: .up) else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: isFinite, format: format, output: output)
    }
    let canvas = Canvas(
      title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: axes.yWidth, colours: axes.colours)
    var drawing = Drawing()
    drawing.add(axes.commands(labelled: true, true))
    drawPage(axes, on: canvas, into: &drawing)
    draw(on: axes, into: &drawing)
    return drawing.script(on: canvas, format: format, output: output)
  }
}
