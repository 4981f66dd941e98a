/// Rows of text in aligned columns: numbers to the right, the last column, which may be words, to the left.
struct TextTable {
  let headings: [String]
  var rows: [[String]] = []
  var lastIsWords = false

  /// The lines, headings first, indented by two spaces.
  var lines: [String] {
    let all = [headings] + rows
    let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return lastIsWords && column == row.count - 1 ? row[column] : padding + row[column]
      }
      return "  " + cells.joined(separator: "  ")
    }
  }

  /// Named values, one a line, the values beginning in one column.
  static func list(_ items: [(name: String, value: String)]) -> [String] {
    let width = items.map(\.name.count).max() ?? 0
    return items.map { "  \($0.name)\(String(repeating: " ", count: width - $0.name.count))  \($0.value)" }
  }
}
