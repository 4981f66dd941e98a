/// A picture as a value: what is drawn, and the gnuplot script that draws it.
public protocol Figure: Sendable {
  /// The script that draws the figure into the file `output`.
  ///
  /// It is self-contained (the data stand in it) and a pure function of the figure: `gnuplot SCRIPT` in the folder of
  /// the script draws the figure again.
  func gnuplotScript(for format: FigureFormat, output: String) -> String
}
