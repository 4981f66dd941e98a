#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A positive quantity over a plane as a surface seen from the side, its height and colour in the quantity's logarithm, with
/// contours on the floor.
///
/// Where a value is not finite or negative the surface has a hole; what is twelve decades below the largest value or zero
/// stands on the floor. Of a grid of more lines than a page resolves every second, third, ... is drawn.
public struct SurfaceFigure: Figure, Equatable {
  /// The title, empty for none.
  public var title: FigureText
  /// The labels of the axes on the floor.
  public var xLabel: FigureText, yLabel: FigureText
  /// The label of the height.
  public var valueLabel: FigureText
  /// The coordinates, ascending, at least two each, and the quantity over [y][x].
  public let x: [Double], y: [Double], values: [[Double]]
  /// The levels of the contours on the floor.
  public var levels: [Double]

  /// A surface of `values`, indexed [y][x].
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, valueLabel: FigureText, x: [Double], y: [Double],
    values: [[Double]], levels: [Double] = []
  ) {
    precondition(x.count > 1 && y.count > 1 && values.count == y.count && values.allSatisfy { $0.count == x.count })
    precondition([x, y].allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 && $1.isFinite } })
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.valueLabel = valueLabel
    self.x = x
    self.y = y
    self.values = values
    self.levels = levels
  }

  /// So many lines of a grid are told apart along an axis.
  private static let mostLines = 80

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    let cells = values.joined()
    guard
      let heights = LogAxis(
        covering: cells, ends: .wholeDecades, floor: LogAxis.floor(below: cells), direction: .up, plainLabels: true)
    else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: cells.contains(where: \.isFinite), format: format,
        output: output)
    }
    let canvas = Canvas(title: title, xLabel: "", yLabel: "", ticWidth: 0)
    // Every line of the title takes its room from the height.
    let stretch = 1.2 - 1.35 * (0.94 - canvas.top)
    var drawing = Drawing()
    drawing.isSpatial = true
    let ends = [x, y].map { LinearAxis(from: $0[0], to: $0[$0.count - 1]) }
    drawing.add(ends[0].commands("x") + ends[1].commands("y") + heights.commands("z"))
    // Of a spatial plot gnuplot scales what it draws to the margins before turning it; it chooses better ones.
    drawing.add(
      """
      set cbrange [\(heights.low):\(heights.high)]
      set logscale cb
      \(Palette.gnuplotPalette)unset colorbox
      unset lmargin
      unset rmargin
      unset bmargin
      unset tmargin
      set origin 0.01,-0.04
      set view 60,36,1,\(stretch)
      set xyplane at \(heights.low)
      set border 31
      set pm3d depthorder border lc rgb '#303030' lw 0.25
      set ztics offset 0.4,0
      set xtics offset 0,-0.3
      set ytics offset 0.4,-0.2
      set xlabel \(xLabel.quoted) rotate parallel offset 0,-0.6
      set ylabel \(yLabel.quoted) rotate parallel offset 0,-0.6
      set label 98 \(valueLabel.quoted) at screen 0.035,\((canvas.top + canvas.bottom) / 2) center rotate by 90

      """)
    // The floor lies below everything, so that what is drawn later hides it.
    drawing.addContours(
      levels: levels.filter { $0 > heights.low }.map { log10($0) },
      grid: y.indices.map { row in x.indices.map { [x[$0], y[row], logarithm(values[row][$0])] } },
      place: ("$1", "$2"), height: "\(heights.low)", styles: ["lw 0.9 lc rgb '#505050'"])
    let (columns, rows) = (Self.thinned(x.count), Self.thinned(y.count))
    let surface = drawing.block(
      rows.map { row in
        columns.map { column in
          let value = values[row][column]
          let isShown = value.isFinite && value >= 0
          return [x[column], y[row], isShown ? max(value, heights.low) : .nan]
        }
      })
    drawing.plot("\(surface) using 1:2:3 with pm3d")
    return drawing.script(on: canvas, format: format, output: output)
  }

  private func logarithm(_ value: Double) -> Double { value > 0 && value.isFinite ? log10(value) : .nan }

  /// The numbers of the lines that are drawn, both ends among them.
  private static func thinned(_ count: Int) -> [Int] {
    let stride = (count - 1 + mostLines - 1) / mostLines
    var numbers = Array(Swift.stride(from: 0, to: count, by: max(1, stride)))
    if numbers.last != count - 1 { numbers.append(count - 1) }
    return numbers
  }
}
