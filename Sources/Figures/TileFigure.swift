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
    guard tiles.joined().contains(where: { $0.category != nil }) else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: false, format: format, output: output)
    }
    let columns = CellAxis(x, .logarithmic, direction: .across)
    let rows = CellAxis(y, y.allSatisfy { $0 > 0 } ? .logarithmic : .equal, direction: .up)
    var drawing = Drawing()
    drawing.add(columns.commands("x") + rows.commands("y"))
    drawing.add("set border 15\nset style fill solid 1.0 noborder\n")
    let colours = Palette.steps(categories.count)
    for (number, category) in categories.enumerated() {
      draw(number, category, colours[number], columns, rows, into: &drawing)
    }
    if tiles.joined().contains(where: { $0.category == nil }) {
      drawing.add(
        "set label 1 'white: no run' at screen 0.985,0.04 right textcolor rgb '\(Palette.annotation)'\n")
    }
    if tiles.joined().contains(where: \.isMarked) {
      drawing.entry("with points pointtype -1", title: "* " + markLabel)
    }
    // Tiles are everywhere: the key stands outside.
    for height in stride(from: 0.0, through: 1, by: 0.1) { drawing.avoid([(0, height), (1, height)]) }
    let canvas = Canvas(title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: rows.labelWidth)
    return drawing.script(on: canvas, format: format, output: output)
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
