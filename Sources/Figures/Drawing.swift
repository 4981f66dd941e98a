/// A gnuplot script in the making: data blocks, commands, plotted elements and the key's entries, in drawing order.
struct Drawing {
  /// What the key says of something that is drawn, and how that looks.
  private struct Entry {
    let style: String
    let title: FigureText
  }

  private var blocks = ""
  private(set) var blockCount = 0
  private var preparation = ""
  private var commands = ""
  private var elements: [(plot: String, title: FigureText?)] = []
  private var entries: [Entry] = []
  private var notes: [FigureText] = []
  private var panels = ""
  /// The size of stars and arrow heads, 1 on a page of one plot.
  let markSize: Double

  init(markSize: Double = 1) { self.markSize = markSize }

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
    elements.append((element, title))
    guard let title, let style = element.firstRange(of: "with ") else { return }
    if !entries.contains(where: { $0.title == title }) {
      entries.append(Entry(style: String(element[style.lowerBound...]), title: title))
    }
  }

  /// Adds an entry to the key for something that is drawn otherwise.
  mutating func entry(_ style: String, title: FigureText) { plot("keyentry " + style, title: title) }

  /// Adds a line in fractions of the plot that the key must not cover.
  mutating func avoid(_ line: [Key.Point]) { obstacles.append(line) }

  /// Adds a remark that stands once below the plot, whoever makes it.
  mutating func note(_ text: FigureText) {
    if !notes.contains(text) { notes.append(text) }
  }

  private var remarks: String {
    guard !notes.isEmpty else { return "" }
    return
      "set label 92 \(FigureText.list(notes).quoted) at screen 0.985,0.04 right textcolor rgb '\(Palette.annotation)'\n"
  }

  /// The whole script.
  func script(on canvas: Canvas, format: FigureFormat, output: String) -> String {
    var canvas = canvas
    let key = Key(entries: entries.map(\.title)).place(on: &canvas, avoiding: obstacles)
    let plotted = elements.map { $0.plot + ($0.title.map { " title \($0.quoted)" } ?? " notitle") }
    return canvas.preamble(for: format, output: output) + blocks + preparation + canvas.placement + remarks + commands
      + key + (isSpatial ? "splot " : "plot ") + plotted.joined(separator: ", \\\n  ") + "\nunset output\n"
  }

  // MARK: - Several plots on a page

  /// Ends a plot of several: what is added from now on belongs to the next one.
  mutating func endPanel(in place: PanelPlace, header: FigureText) {
    let plotted = elements.filter { !$0.plot.hasPrefix("keyentry ") }.map { $0.plot + " notitle" }
    let isEmpty = plotted.isEmpty
    panels += """
      set lmargin at screen \(place.left)
      set rmargin at screen \(place.right)
      set bmargin at screen \(place.bottom)
      set tmargin at screen \(place.top)
      set label 95 \(header.quoted) at screen \((place.left + place.right) / 2),\(place.top + 0.58 * Canvas.line) center

      """
    if isEmpty {
      panels += "set label 94 'no data' at graph 0.5,0.5 center textcolor rgb '\(Palette.annotation)'\n"
    }
    panels += commands + "plot " + (isEmpty ? "NaN notitle" : plotted.joined(separator: ", \\\n  "))
    panels += "\nunset label\nunset arrow\nunset object\n"
    (commands, elements, obstacles) = ("", [], [])
  }

  /// The titles of the key's entries.
  var entryTitles: [FigureText] { entries.map(\.title) }

  /// The script of the plots that are ended, on a page with the key that `key` places.
  func script(on canvas: Canvas, key: String, format: FigureFormat, output: String) -> String {
    // The page's labels and its key belong to a plot without anything else, the last, so that samples look as in the
    // plots.
    let samples = entries.map { "keyentry \($0.style) title \($0.title.quoted)" }
    return canvas.preamble(for: format, output: output) + blocks + preparation + "set multiplot\n" + panels
      + canvas.placement + remarks + """
        unset border
        unset grid
        unset colorbox
        unset logscale
        unset xlabel
        set xrange [0:1]
        set yrange [0:1]
        set xtics ('' 2)
        set ytics ('' 2)
        \(canvas.xTitle)\(key)plot \((["NaN notitle"] + samples).joined(separator: ", \\\n  "))
        unset multiplot
        unset output

        """
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
