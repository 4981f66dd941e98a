/// Where one of several plots stands, in fractions of the page.
struct PanelPlace {
  /// The lengths of its axes.
  var across: LogTics.Direction { LogTics.Direction(isAcross: true, length: (right - left) / Canvas.em) }
  var up: LogTics.Direction { LogTics.Direction(isAcross: false, length: (top - bottom) / Canvas.line) }

  let left: Double, right: Double, bottom: Double, top: Double
  /// Whether no other plot stands below, and to the left.
  let isLowest: Bool, isLeftmost: Bool
}

/// The rows and columns in which plots stand on a page.
struct PanelGrid {
  let rows: Int, columns: Int
  private let count: Int

  /// The room for a header, between rows beside that, and between columns beside half a label on either side.
  private static let header = 1.15 * Canvas.line, rowGap = 0.025, columnGap = 0.014

  /// Places for `count` plots: three in a row, or four of many, but two by two.
  init(_ count: Int) {
    self.count = count
    columns = count == 4 ? 2 : count == 9 || count < 7 ? max(min(count, 3), 1) : 4
    rows = max((count + columns - 1) / columns, 1)
  }

  /// The place of a plot on a page.
  ///
  /// - Parameter labelWidth: the width of the widest label below the plots, in units of the font size.
  func place(_ index: Int, on canvas: Canvas, labelWidth: Double) -> PanelPlace {
    let gap = Self.columnGap + labelWidth * Canvas.em
    let width = (canvas.width - gap * Double(columns - 1)) / Double(columns)
    let pitch = (canvas.height + Self.rowGap) / Double(rows)
    let (row, column) = (index / columns, index % columns)
    let left = canvas.left + Double(column) * (width + gap)
    let top = canvas.top - Double(row) * pitch - Self.header
    return PanelPlace(
      left: left, right: left + width, bottom: top - pitch + Self.rowGap + Self.header, top: top,
      isLowest: index + columns >= count, isLeftmost: column == 0)
  }
}
