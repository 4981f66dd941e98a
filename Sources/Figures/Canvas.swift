/// The page of a figure in fractions of its width and height, and the plot's place on it.
///
/// Margins are fixed instead of left to gnuplot, so that the room for titles and keys is known before anything is
/// drawn.
struct Canvas: Sendable {
  /// The font size as a fraction of the page's width and the distance between lines as one of its height.
  static let em = 0.0266
  static let line = 0.045

  let left: Double
  var right: Double
  var top: Double
  let bottom = 0.155
  private let title: [FigureText]
  private let xLabel: FigureText
  private let yLabel: FigureText
  private let colourLabel: FigureText?

  /// The place of the colours' box between the plot and its tics, in fractions of the page's width.
  static let boxGap = 0.025
  static let boxWidth = 0.03
  /// From the frame to the tics' labels, and from there to the middle of the axis's label.
  private static let ticRoom = 0.02
  private static let labelRoom = 0.028

  /// A page with room for a title, broken into lines where it is long, and for the axes' labels.
  ///
  /// - Parameters:
  ///   - ticWidth: the width of the widest label of the vertical axis, in units of the font size.
  ///   - colours: the label of the colours' box, where there is one, and the width of its widest label.
  init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, ticWidth: Double,
    colours: (label: FigureText, ticWidth: Double)? = nil
  ) {
    self.title = title.isEmpty ? [] : title.lines(limit: 0.92 / Self.em)
    self.xLabel = xLabel
    self.yLabel = yLabel
    colourLabel = colours?.label
    left = 0.01 + 2 * Self.labelRoom + ticWidth * Self.em + Self.ticRoom
    right = 0.965
    if let colours {
      right =
        0.985 - 2 * Self.labelRoom - colours.ticWidth * Self.em - Self.ticRoom - Self.boxWidth - Self.boxGap
    }
    top = 0.94 - Self.line * Double(self.title.count)
  }

  var width: Double { right - left }
  var height: Double { top - bottom }

  /// What every script begins with.
  ///
  /// A user's own gnuplot settings are undone where they touch the picture.
  func preamble(for format: FigureFormat, output: String) -> String {
    let name = gnuplotString(Self.safe(output))
    return """
      reset
      set encoding utf8
      set terminal \(format.terminal)
      set output \(name)
      mark = \(format.pointScale)
      set border 3 lw 0.8 lc rgb '#333333'
      set tics nomirror out scale 0.7 textcolor rgb '#222222'
      unset key

      """
  }

  /// The commands that place the plot and write its labels.
  ///
  /// Those beside the plot are placed by hand, because gnuplot misjudges the width of labels with exponents.
  var placement: String {
    var commands = """
      set lmargin at screen \(left)
      set rmargin at screen \(right)
      set bmargin at screen \(bottom)
      set tmargin at screen \(top)
      set xlabel \(xLabel.quoted)
      \(sideLabel(98, yLabel, at: 0.01 + Self.labelRoom))

      """
    if let colourLabel { commands += sideLabel(97, colourLabel, at: 0.985 - Self.labelRoom / 2) + "\n" }
    guard !title.isEmpty else { return commands }
    let half = (title.map(\.width).max() ?? 0) * Self.em / 2
    let middle = max(0.02 + half, min((left + right) / 2, 0.975 - half))
    let lines = title.map(\.quoted).joined(separator: ".\"\\n\".")
    return commands + "set label 99 \(lines) at screen \(middle),0.945 center\n"
  }

  /// The horizontal axis's label of a page of several plots, whose own ones have none.
  var xTitle: String { "set label 93 \(xLabel.quoted) at screen \((left + right) / 2),0.05 center\n" }

  private func sideLabel(_ tag: Int, _ text: FigureText, at place: Double) -> String {
    "set label \(tag) \(text.quoted) at screen \(place),\((top + bottom) / 2) center rotate by 90"
  }

  /// gnuplot reads a leading "|" as a pipe and "~" as a home folder: such names are written as in this folder.
  private static func safe(_ output: String) -> String {
    output.hasPrefix("|") || output.hasPrefix("~") ? "./" + output : output
  }
}

/// A single-quoted gnuplot string without markup; control characters become spaces.
func gnuplotString(_ text: String) -> String {
  let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
  return "'"
    + String(String.UnicodeScalarView(scalars)).split(separator: "'", omittingEmptySubsequences: false)
    .joined(separator: "''") + "'"
}
