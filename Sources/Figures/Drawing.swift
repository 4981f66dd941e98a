/// A gnuplot script in the making: data blocks, commands, plotted elements and the key's entries, in drawing order.
struct Drawing {
  private var blocks = ""
  private var blockCount = 0
  private var preparation = ""
  private var commands = ""
  private var elements: [String] = []
  private var entries: [FigureText] = []
  private var obstacles: [[Key.Point]] = []
  /// Whether the plot has three axes.
  var isSpatial = false

  /// Adds a data block of rows in runs, which gnuplot draws as separate lines, and returns its name.
  mutating func block(_ runs: [[[Double]]]) -> String {
    blockCount += 1
    let text = runs.map { run in
      run.map { row in row.map { $0.isFinite ? "\($0)" : "NaN" }.joined(separator: " ") }.joined(separator: "\n")
    }
    blocks += "$data\(blockCount) << EOD\n" + text.joined(separator: "\n\n") + "\nEOD\n"
    return "$data\(blockCount)"
  }

  /// Adds commands that run before any other, each line ended.
  mutating func prepare(_ lines: String) { preparation += lines }

  /// Adds commands, each line ended.
  mutating func add(_ lines: String) { commands += lines }

  /// Adds an element of the plot command, with an entry in the key if it has a title.
  mutating func plot(_ element: String, title: FigureText? = nil) {
    elements.append(element + (title.map { " title \($0.quoted)" } ?? " notitle"))
    if let title { entries.append(title) }
  }

  /// Adds an entry to the key for something that is drawn otherwise.
  mutating func entry(_ style: String, title: FigureText) { plot("keyentry " + style, title: title) }

  /// Adds a line in fractions of the plot that the key must not cover.
  mutating func avoid(_ line: [Key.Point]) { obstacles.append(line) }

  /// The whole script.
  func script(on canvas: Canvas, format: FigureFormat, output: String) -> String {
    var canvas = canvas
    let key = Key(entries: entries).place(on: &canvas, avoiding: obstacles)
    return canvas.preamble(for: format, output: output) + blocks + preparation + canvas.placement + commands + key
      + (isSpatial ? "splot " : "plot ") + elements.joined(separator: ", \\\n  ") + "\nunset output\n"
  }

  /// The script of a figure that has nothing to draw: its title, its empty axes, and a statement.
  static func empty(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, isFinite: Bool, format: FigureFormat, output: String
  ) -> String {
    let statement = isFinite ? "no positive data" : "no finite data"
    let canvas = Canvas(title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: 2)
    return canvas.preamble(for: format, output: output) + canvas.placement + """
      unset xtics
      unset ytics
      set label 1 '\(statement)' at graph 0.5,0.5 center textcolor rgb '\(Palette.annotation)'
      set xrange [0:1]
      set yrange [0:1]
      plot NaN notitle
      unset output

      """
  }
}

/// The maximal runs of consecutive elements that `keep` accepts, as index ranges.
func runs(_ count: Int, where keep: (Int) -> Bool) -> [Range<Int>] {
  var result: [Range<Int>] = []
  for index in 0..<count where keep(index) {
    if let last = result.last, last.upperBound == index {
      result[result.count - 1] = last.lowerBound..<(index + 1)
    } else {
      result.append(index..<(index + 1))
    }
  }
  return result
}
