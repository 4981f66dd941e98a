/// Where one of several plots stands, in fractions of the page.
struct PanelPlace {
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

  /// Places for `count` plots: in one row up to three, else in rows of about as many as there are rows, or one more.
  init(_ count: Int) {
    self.count = count
    var columns = min(count, 3)
    if count > 3 { while columns * columns < count { columns += 1 } }
    if count == 4 { columns = 2 }
    self.columns = max(columns, 1)
    rows = max((count + self.columns - 1) / self.columns, 1)
  }

  /// About as long as the axes of one plot, before the page is known better.
  var across: LogTics.Direction {
    LogTics.Direction(isAcross: true, length: columns == 1 ? LogTics.Direction.across.length : 26 / Double(columns) - 1)
  }
  var up: LogTics.Direction {
    LogTics.Direction(isAcross: false, length: rows == 1 ? LogTics.Direction.up.length : 16 / Double(rows) - 1.5)
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
