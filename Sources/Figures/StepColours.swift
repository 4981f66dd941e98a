/// The colours of steps, and the box beside the plot that explains them.
struct StepColours {
  private let marks: [(fraction: Double, label: FigureText)]
  private let place: @Sendable (Double) -> Double

  /// The slices of the box.
  private static let slices = 48

  /// Colours for these steps; nil if there are none.
  init?(_ steps: [Double]) {
    let shown = steps.filter { $0 >= 0 && $0.isFinite }
    guard let last = shown.max() else { return nil }
    let first = shown.filter { $0 > 0 }.min() ?? last
    if last > 100 * first,
      let axis = LogAxis(covering: [first, last], ends: .tight, direction: .up, plainLabels: true)
    {
      marks = axis.marks
      place = { $0 > 0 ? axis.fraction($0) : 0 }
    } else {
      let least = min(shown.min() ?? 0, last), axis = LinearAxis(from: least, to: last > least ? last : least + 1)
      marks = axis.marks
      place = axis.fraction
    }
  }

  var labelWidth: Double { marks.map(\.label.width).max() ?? 0 }

  /// The colour of a step as the number that gnuplot takes.
  func colour(_ step: Double) -> Int { Int(Palette.stepColour(at: place(step)).dropFirst(), radix: 16) ?? 0 }

  func drawBox(at left: Double, on canvas: Canvas, into drawing: inout Drawing) {
    let right = left + Canvas.boxWidth
    for slice in 0..<Self.slices {
      let (low, high) = (Double(slice) / Double(Self.slices), Double(slice + 1) / Double(Self.slices))
      // A little over the next one, so that no seam shows.
      let top = canvas.bottom + canvas.height * min(1, high + 0.004)
      drawing.add(
        "set object \(slice + 1) rectangle from screen \(left),\(canvas.bottom + canvas.height * low) "
          + "to screen \(right),\(top) fillcolor rgb '\(Palette.stepColour(at: (low + high) / 2))' "
          + "fillstyle solid 1.0 noborder\n")
    }
    drawing.add(
      "set object \(Self.slices + 1) rectangle from screen \(left),\(canvas.bottom) to screen \(right),\(canvas.top) "
        + "fillstyle empty border lc rgb '#333333' lw 0.8\n")
    for (number, mark) in marks.enumerated() where mark.fraction > -0.001 && mark.fraction < 1.001 {
      let height = canvas.bottom + canvas.height * mark.fraction
      drawing.add(
        "set arrow from screen \(right),\(height) to screen \(right + 0.007),\(height) nohead lw 0.8 lc rgb '#333333'\n"
          + "set label \(100 + number) \(mark.label.quoted) at screen \(right + 0.012),\(height) left "
          + "textcolor rgb '#222222'\n")
    }
  }
}
