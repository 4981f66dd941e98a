/// Categories over two axes as coloured tiles with letters, such as phases of learning over alpha and weight decay.
///
/// The colours are steps of one ramp of rising brightness, in the order of the categories, so that they are told apart in
/// grey and by colour-blind readers; each tile has its category's letter besides. Tiles without a category are holes.
public struct TileFigure: Figure, Equatable {
  /// What a tile may be.
  public struct Category: Sendable, Equatable {
    /// The letter on its tiles.
    public let letter: String
    /// What the key calls it.
    public let label: FigureText

    /// A category.
    public init(letter: String, label: FigureText) {
      self.letter = letter
      self.label = label
    }
  }

  /// A tile.
  public struct Tile: Sendable, Equatable {
    /// The number of its category, nil for a hole.
    public let category: Int?
    /// Whether its letter has an asterisk.
    public let isMarked: Bool

    /// A tile.
    public init(category: Int?, isMarked: Bool = false) {
      self.category = category
      self.isMarked = isMarked
    }
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The columns' values: finite, positive, ascending.
  public var x: [Double]
  /// The rows' values, finite and ascending; equally spaced if one of them is not positive, else by logarithms.
  public var y: [Double]
  /// What tiles may be, in an order.
  public var categories: [Category]
  /// The tiles over [row][column].
  public var tiles: [[Tile]]
  /// What the key says of asterisks, if there are any.
  public var markLabel: FigureText

  /// A figure of `tiles`, indexed [y][x].
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, x: [Double], y: [Double], categories: [Category],
    tiles: [[Tile]], markLabel: FigureText
  ) {
    precondition(tiles.count == y.count && tiles.allSatisfy { $0.count == x.count }, "a map has a tile a cell")
    precondition(x.allSatisfy { $0 > 0 && $0.isFinite } && y.allSatisfy(\.isFinite), "tiles stand on finite axes")
    precondition([x, y].allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } }, "a map's axes ascend")
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.x = x
    self.y = y
    self.categories = categories
    self.tiles = tiles
    self.markLabel = markLabel
  }

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    script(for: format, output: output)
  }
}

extension TileFigure: PlotFigure {
  struct Axes: PlotAxes {
    let columns: CellAxis, rows: CellAxis

    func commands(labelled x: Bool, _ y: Bool) -> String {
      columns.commands("x", isLabelled: x) + rows.commands("y", isLabelled: y)
    }
    var xWidth: Double { columns.labelWidth }
    var yWidth: Double { rows.labelWidth }
  }

  var isFinite: Bool { false }

  func sharesAxes(with other: Self) -> Bool { x == other.x && y == other.y && categories == other.categories }

  static func axes(of figures: [Self], across: LogTics.Direction, up: LogTics.Direction) -> Axes? {
    guard let first = figures.first, figures.contains(where: { $0.tiles.joined().contains { $0.category != nil } })
    else { return nil }
    return Axes(
      columns: CellAxis(first.x, .logarithmic, direction: across),
      rows: CellAxis(first.y, first.y.allSatisfy { $0 > 0 } ? .logarithmic : .equal, direction: up))
  }

  func draw(on axes: Axes, into drawing: inout Drawing) {
    drawing.add("set border 15\nset style fill solid 1.0 noborder\n")
    let colours = Palette.steps(categories.count)
    for (number, category) in categories.enumerated() {
      draw(number, category, colours[number], axes.columns, axes.rows, into: &drawing)
    }
    if tiles.joined().contains(where: { $0.category == nil }) { drawing.note("white: no run") }
    if tiles.joined().contains(where: \.isMarked) {
      drawing.entry("with points pointtype -1", title: "* " + markLabel)
    }
    // Tiles are everywhere: the key stands outside.
    for height in stride(from: 0.0, through: 1, by: 0.1) { drawing.avoid([(0, height), (1, height)]) }
  }

  private func draw(
    _ number: Int, _ category: Category, _ colour: (fill: String, text: String), _ columns: CellAxis,
    _ rows: CellAxis, into drawing: inout Drawing
  ) {
    drawing.entry(
      "with boxes fillcolor rgb '\(colour.fill)'", title: FigureText("\(category.letter)  ") + category.label)
    var cells: [[Double]] = []
    for row in y.indices {
      for column in x.indices where tiles[row][column].category == number {
        let place = [columns.centres[column], rows.centres[row]]
        cells.append(place + columns.edges(of: column) + rows.edges(of: row))
        let letter = gnuplotString(category.letter + (tiles[row][column].isMarked ? "*" : ""))
        drawing.add(
          "set label \(letter) at first \(place[0]),\(place[1]) center front textcolor rgb '\(colour.text)'\n")
      }
    }
    guard !cells.isEmpty else { return }
    drawing.plot("\(drawing.block([cells])) using 1:2:3:4:5:6 with boxxyerror fillcolor rgb '\(colour.fill)'")
  }
}
