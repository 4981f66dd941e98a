/// The file formats that figures are drawn in; a figure looks the same in all three.
public enum FigureFormat: String, Sendable, CaseIterable {
  /// Scalable Vector Graphics, 504 x 360 pixels; identical data give identical bytes.
  case svg
  /// Portable Document Format, 7 x 5 inches, fonts embedded; only the creation date differs from run to run.
  case pdf
  /// Portable Network Graphics, 1260 x 900 pixels (180 dots per inch at 7 x 5 inches).
  case png

  /// The format that a file name asks for by its extension, in upper or lower case.
  ///
  /// - Throws: `FigureError` of kind `badRequest` if the extension is none of the three.
  public init(path: String) throws(FigureError) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count > 1, let last = pieces.last, let format = FigureFormat(rawValue: last.lowercased()) else {
      throw FigureError(
        .badRequest, "Cannot tell the format of the figure \(path): end its name in .svg, .pdf or .png.")
    }
    self = format
  }

  /// What sizes of points are multiplied with, so that they look the same in all formats: the terminal for SVG draws them
  /// larger and takes no scale.
  var pointScale: Double { self == .svg ? 0.8 : 1 }

  /// The gnuplot terminal.
  ///
  /// The sizes of fonts, lines and points differ by terminal so that the pictures do not.
  var terminal: String {
    let font = "font 'Liberation Sans,10'"
    switch self {
    case .svg:
      return "svg size 504,360 \(font) fontscale 1.33 linewidth 0.9 butt enhanced background rgb 'white'"
    case .pdf:
      return "pdfcairo size 7in,5in \(font) fontscale 1.0 linewidth 1.8 dashlength 1.6 pointscale 0.9 butt enhanced"
    case .png:
      return "pngcairo size 1260,900 \(font) fontscale 2.5 linewidth 2.2 dashlength 1.6 pointscale 2.2 butt enhanced"
    }
  }
}
