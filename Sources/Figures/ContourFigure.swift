#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The contours of a positive quantity over a plane, coloured by their level, and a cross at the origin.
public struct ContourFigure: Figure, Equatable {
  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The label of the levels.
  public var valueLabel: FigureText
  /// The coordinates, ascending, at least two each, and the quantity over [y][x].
  public let x: [Double], y: [Double], values: [[Double]]
  /// The levels, positive and ascending.
  public var levels: [Double]

  /// The contours of `values`, indexed [y][x].
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, valueLabel: FigureText, x: [Double], y: [Double],
    values: [[Double]], levels: [Double]
  ) {
    precondition(x.count > 1 && y.count > 1 && values.count == y.count && values.allSatisfy { $0.count == x.count })
    precondition([x, y].allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 && $1.isFinite } })
    precondition(levels.allSatisfy { $0 > 0 && $0.isFinite }, "levels are of a logarithm")
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.valueLabel = valueLabel
    self.x = x
    self.y = y
    self.values = values
    self.levels = levels
  }

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    guard !levels.isEmpty else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: values.joined().contains(where: \.isFinite),
        format: format, output: output)
    }
    let labels = levels.map { FigureText.number($0) }
    let axes = [x, y].map { LinearAxis(from: $0[0], to: $0[$0.count - 1]) }
    let canvas = Canvas(
      title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: axes[1].labelWidth,
      colours: (valueLabel, labels.map(\.width).max() ?? 0))
    var drawing = Drawing()
    drawing.add(axes[0].commands("x") + axes[1].commands("y") + "set border 15\n")
    let colours = Palette.ramp(levels.count)
    let exponents = levels.map { log10($0) }
    // One step of colour a level, so that a line and its place on the box are of one colour.
    let entries = colours.indices.map { "\($0) '\(colours[$0])'" }.joined(separator: ", ")
    let tics = levels.indices.map { "\(labels[$0].quoted) \($0)" }.joined(separator: ", ")
    drawing.add(
      """
      set palette defined (\(levels.count > 1 ? entries : "0 '\(colours[0])', 1 '\(colours[0])'"))
      set palette maxcolors \(max(2, levels.count))
      set cbrange [-0.5:\(Double(max(2, levels.count)) - 0.5)]
      set cbtics (\(tics))
      set colorbox user origin \(canvas.right + Canvas.boxGap),\(canvas.bottom) size \(Canvas.boxWidth),\(canvas.height)

      """)
    let number = exponents.indices.map { index in
      index + 1 < exponents.count ? "$3<\((exponents[index] + exponents[index + 1]) / 2)?\(index):" : "\(index)"
    }
    drawing.addContours(
      levels: exponents,
      grid: y.indices.map { row in
        x.indices.map { column in
          let value = values[row][column]
          return [x[column], y[row], value >= 0 && value.isFinite ? log10(max(value, 1e-300)) : .nan]
        }
      },
      place: ("$1", "$2"), height: number.joined(), styles: ["lw 1.6 lc palette"])
    if axes.allSatisfy({ $0.low <= 0 && $0.high >= 0 }) {
      let origin = drawing.block([[[0, 0]]])
      drawing.plot("\(origin) using 1:2 with points pt 1 ps 1.2*mark lw 2 lc rgb '\(Palette.annotation)'")
    }
    return drawing.script(on: canvas, format: format, output: output)
  }
}
