/// The key of a figure, put where it covers nothing.
///
/// Places inside the plot are tried first, corners before edges; if curves pass through all of them, the plot gives way
/// and the key stands to its right.
struct Key: Sendable {
  /// A corner of the plane in fractions of the plot, (0, 0) below left.
  typealias Point = (x: Double, y: Double)

  private static let sample = 0.055

  /// The texts of the entries, one below the other.
  let entries: [FigureText]

  private var textWidth: Double { (entries.map(\.width).max() ?? 0) * Canvas.em + Self.sample + 0.01 }

  /// The commands that place the key of a page of several plots; `canvas` loses height or width.
  func placeOutside(on canvas: inout Canvas) -> String {
    entries.isEmpty ? "unset key\n" : placeOutside(width: textWidth, on: &canvas)
  }

  /// The commands that place the key; `canvas` loses width if the key has to stand outside.
  ///
  /// - Parameter lines: what is drawn, as polylines in fractions of the plot.
  func place(on canvas: inout Canvas, avoiding lines: [[Point]]) -> String {
    guard !entries.isEmpty else { return "unset key\n" }
    let text = textWidth
    let width = text / canvas.width
    let height = (Double(entries.count) * Canvas.line + 0.01) / canvas.height
    let (edge, gap) = (0.015, 0.008)
    let (right, top) = (1 - edge - width, 1 - edge - height)
    let places = [
      (right, top), (edge, top), (edge, edge), (right, edge), (edge, top / 2), (right, top / 2), (right / 2, top),
      (right / 2, edge),
    ]
    for (x, y) in places where width < 0.6 && height < 0.8 {
      let isFree = lines.allSatisfy {
        !Self.passes($0, x: (x - gap)...(x + width + gap), y: (y - gap)...(y + height + gap))
      }
      guard isFree else { continue }
      return command("at graph \(x),\(y + height) left top")
    }
    return placeOutside(width: text, on: &canvas)
  }

  /// The commands that place the key above or beside the plot, whichever leaves more of it.
  private func placeOutside(width: Double, on canvas: inout Canvas) -> String {
    let columns = max(1, Int((0.98 - canvas.left + Self.gap) / (width + Self.gap)))
    let rows = (entries.count + columns - 1) / columns
    let top = canvas.top
    let height = Double(rows) * Canvas.line + 0.015
    let right = min(canvas.right, max(0.5, 0.97 - width))
    guard rows > 2, (right - canvas.left) * canvas.height > canvas.width * (canvas.height - height) else {
      canvas.top -= height
      return command("at screen \(canvas.left),\(top) left top vertical maxrows \(rows)", narrowing: narrowing)
    }
    canvas.right = right
    return command("at screen \(canvas.right + 0.01),\(top) left top")
  }

  /// Between columns of entries.
  private static let gap = 0.03
  /// What gnuplot takes for the width of a character, as a fraction of the page.
  private static let character = 0.0166

  /// The characters by which a column is to be narrower than gnuplot takes it to be, which only counts characters.
  private var narrowing: Double {
    let counted = Double(entries.map(\.count).max() ?? 0)
    return (counted - (textWidth - Self.sample + Self.gap) / Self.character).rounded()
  }

  private func command(_ place: String, narrowing: Double = 0) -> String {
    "set key \(place) Left reverse noinvert samplen 1.3 spacing 1.1 width \(-narrowing) height 0\n"
  }

  /// Whether a polyline enters a rectangle; walked in steps that are short against any key.
  private static func passes(_ line: [Point], x: ClosedRange<Double>, y: ClosedRange<Double>) -> Bool {
    if line.contains(where: { x.contains($0.x) && y.contains($0.y) }) { return true }
    return zip(line, line.dropFirst()).contains { from, to in
      let length = max(abs(to.x - from.x), abs(to.y - from.y))
      guard length.isFinite else { return false }
      let steps = Int(min(length / 0.01, 1000))
      return (0...steps).contains { step in
        let part = Double(step) / Double(max(steps, 1))
        return x.contains(from.x + part * (to.x - from.x)) && y.contains(from.y + part * (to.y - from.y))
      }
    }
  }
}
