#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Training runs in a plane of parameters, coloured by step, over the loss on the plane where that is known.
///
/// Colours of steps are logarithmic where steps span more than two decades; step 0 has the colour of the first of them.
public struct TrajectoryFigure: Figure, Equatable {
  /// One run.
  public struct Run: Sendable, Equatable {
    /// What it is called.
    public let name: FigureText
    /// The checkpoints' places, and the steps taken there, ascending.
    public let places: [SIMD2<Double>], steps: [Double]
    /// Marked checkpoints: letters, such as A, B and C, and the numbers of the checkpoints.
    public let states: [(letter: String, checkpoint: Int)]

    /// A run.
    public init(name: FigureText, places: [SIMD2<Double>], steps: [Double], states: [(String, Int)] = []) {
      precondition(places.count == steps.count, "a checkpoint has a place and a step")
      precondition(states.allSatisfy { places.indices.contains($0.1) }, "a state is at a checkpoint")
      self.name = name
      self.places = places
      self.steps = steps
      self.states = states.map { (letter: $0.0, checkpoint: $0.1) }
    }

    /// Whether all parts are equal.
    public static func == (left: Run, right: Run) -> Bool {
      left.name == right.name && left.places == right.places && left.steps == right.steps
        && left.states.elementsEqual(right.states) { $0 == $1 }
    }
  }

  /// A loss on a grid of the plane.
  public struct Background: Sendable, Equatable {
    /// The label of the loss.
    public let label: FigureText
    /// The coordinates, ascending, at least two each, and the loss over [y][x].
    public let x: [Double], y: [Double], values: [[Double]]

    /// A loss on a grid.
    public init(label: FigureText, x: [Double], y: [Double], values: [[Double]]) {
      precondition(x.count > 1 && y.count > 1 && values.count == y.count && values.allSatisfy { $0.count == x.count })
      precondition([x, y].allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 && $1.isFinite } })
      self.label = label
      self.x = x
      self.y = y
      self.values = values
    }
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The runs.
  public var runs: [Run]
  /// The loss behind them, if it is known.
  public var background: Background?

  /// A figure of `runs`.
  public init(
    title: FigureText, xLabel: FigureText, yLabel: FigureText, runs: [Run], background: Background? = nil
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.runs = runs
    self.background = background
  }

  /// So many runs are named above the plot; of more only the numbers stand at their ends.
  private static let mostNames = 6

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    let places = runs.flatMap(\.places).filter { $0.x.isFinite && $0.y.isFinite }
    // The grid of a loss already reaches beyond the runs.
    let (xs, ys) = (background?.x ?? places.map(\.x), background?.y ?? places.map(\.y))
    guard !places.isEmpty, let xAxis = LinearAxis(covering: xs, padding: background == nil ? 0.08 : 0),
      let yAxis = LinearAxis(covering: ys, padding: background == nil ? 0.08 : 0),
      let steps = StepColours(runs.flatMap(\.steps))
    else {
      return Drawing.empty(
        title: title, xLabel: xLabel, yLabel: yLabel, isFinite: false, format: format, output: output)
    }
    var canvas = Canvas(
      title: title, xLabel: xLabel, yLabel: yLabel, ticWidth: yAxis.labelWidth, colours: ("step", steps.labelWidth))
    let stepBox = canvas.right + Canvas.boxGap
    var drawing = Drawing()
    drawing.add(xAxis.commands("x") + yAxis.commands("y") + "set border 15\n")
    name(on: &canvas, &drawing)
    if let background {
      let loss = LossBands(background)
      canvas.right -= loss.room
      loss.draw(into: &drawing, on: canvas)
    }
    steps.drawBox(at: stepBox, on: canvas, into: &drawing)
    func fraction(_ place: SIMD2<Double>) -> SIMD2<Double> { [xAxis.fraction(place.x), yAxis.fraction(place.y)] }
    for run in runs { draw(run, steps, into: &drawing) }
    markEnds(fraction, &drawing)
    markStates(fraction, &drawing)
    return drawing.script(on: canvas, format: format, output: output)
  }

  /// Writes the names above the plot, beside the numbers that stand at the ends of the runs.
  private func name(on canvas: inout Canvas, _ drawing: inout Drawing) {
    guard runs.count > 1, runs.count <= Self.mostNames else { return }
    for (number, run) in runs.enumerated() {
      let text = FigureText("run \(number): ") + run.name
      drawing.add(
        "set label \(200 + number) \(text.quoted) at screen \(canvas.left),\(canvas.top - 0.5 * Canvas.line) left\n")
      canvas.top -= Canvas.line
    }
    canvas.top -= 0.01
  }

  private func draw(_ run: Run, _ steps: StepColours, into drawing: inout Drawing) {
    let rows = run.places.indices.map { [run.places[$0].x, run.places[$0].y, Double(steps.colour(run.steps[$0]))] }
    let known = Figures.runs(rows.count) { rows[$0].allSatisfy(\.isFinite) }
    guard !known.isEmpty else { return }
    let name = drawing.block(known.map { Array(rows[$0]) })
    drawing.plot("\(name) using 1:2 with lines lw 3.4 lc rgb 'white'")
    drawing.plot("\(name) using 1:2:3 with lines lw 2 lc rgb variable")
    if rows.count <= 80 { drawing.plot("\(name) using 1:2:3 with points pt 7 ps 0.45 lc rgb variable") }
  }

  /// A star at every end, with the number of the run where there are several.
  private func markEnds(_ fraction: (SIMD2<Double>) -> SIMD2<Double>, _ drawing: inout Drawing) {
    let ends = runs.indices.compactMap { number -> (Int, SIMD2<Double>)? in
      runs[number].places.last.flatMap { $0.x.isFinite && $0.y.isFinite ? (number, $0) : nil }
    }
    guard !ends.isEmpty else { return }
    let stars = drawing.block([ends.map { [$0.1.x, $0.1.y] }])
    for (size, colour) in [(17, "white"), (12, Palette.test)] {
      drawing.plot("\(stars) using 1:2:('★') with labels font 'DejaVu Sans,\(size)' textcolor rgb '\(colour)'")
    }
    guard runs.count > 1 else { return }
    var labels: [(place: SIMD2<Double>, text: String)] = []
    for (number, place) in ends {
      if let near = labels.firstIndex(where: { Self.areNear(fraction($0.place), fraction(place)) }) {
        labels[near].text += ", \(number)"
      } else {
        labels.append((place, "\(number)"))
      }
    }
    for label in labels {
      let name = drawing.block([[[label.place.x, label.place.y]]])
      drawing.plot("\(name) using 1:2:('\(label.text)') with labels offset 0,-1 font ',9' textcolor rgb 'black'")
    }
  }

  /// Whether marks at two places of the plot would lie on one another.
  private static func areNear(_ one: SIMD2<Double>, _ other: SIMD2<Double>) -> Bool {
    abs(one.x - other.x) < 0.035 && abs(one.y - other.y) < 0.05
  }

  /// White discs with letters; states of all runs that lie on one another share a disc.
  private func markStates(_ fraction: (SIMD2<Double>) -> SIMD2<Double>, _ drawing: inout Drawing) {
    var discs: [(place: SIMD2<Double>, letters: [String])] = []
    for run in runs {
      for (letter, checkpoint) in run.states {
        let place = run.places[checkpoint]
        guard place.x.isFinite, place.y.isFinite else { continue }
        let near = discs.firstIndex { Self.areNear(fraction($0.place), fraction(place)) }
        if let near {
          if !discs[near].letters.contains(letter) { discs[near].letters.append(letter) }
        } else {
          discs.append((place, [letter]))
        }
      }
    }
    for disc in discs {
      let name = drawing.block([[[disc.place.x, disc.place.y]]])
      let text = disc.letters.sorted().joined()
      drawing.plot("\(name) using 1:2 with points pt 7 ps \(1.85 + 1.0 * Double(text.count - 1)) lc rgb '#202020'")
      drawing.plot("\(name) using 1:2 with points pt 7 ps \(1.6 + 1.0 * Double(text.count - 1)) lc rgb 'white'")
      drawing.plot("\(name) using 1:2:(\(gnuplotString(text))) with labels font ',8' textcolor rgb 'black'")
    }
  }
}

/// The colours of steps, and the box beside the plot that explains them.
private struct StepColours {
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

/// A loss in bands of grey between round levels, with the contours of the levels.
private struct LossBands {
  private let background: TrajectoryFigure.Background
  private let levels: [Double]
  private let labels: [FigureText]

  /// The pixels of the picture.
  private static let (columns, rows) = (240, 180)

  init(_ background: TrajectoryFigure.Background) {
    self.background = background
    levels = ContourLevels.round(covering: background.values.joined())
    labels = levels.map { FigureText.number($0) }
  }

  private var labelWidth: Double { labels.map(\.width).max() ?? 0 }

  /// The width that the box of this loss takes beside that of the steps.
  var room: Double { Canvas.boxGap + Canvas.boxWidth + 0.06 + labelWidth * Canvas.em }

  func draw(into drawing: inout Drawing, on canvas: Canvas) {
    let left = canvas.right + Canvas.boxGap
    let tics = levels.indices.map { "\(labels[$0].quoted) \($0 + 1)" }.joined(separator: ", ")
    let side = left + Canvas.boxWidth + 0.02 + labelWidth * Canvas.em + 0.022
    drawing.add(
      """
      \(Palette.greys) maxcolors \(levels.count + 1)
      set cbrange [0:\(levels.count + 1)]
      set cbtics (\(tics))
      set colorbox user origin \(left),\(canvas.bottom) size \(Canvas.boxWidth),\(canvas.height)
      set label 96 \(background.label.quoted) at screen \(side),\((canvas.top + canvas.bottom) / 2) center rotate by 90

      """)
    let (x, y) = (background.x, background.y)
    let pixels = drawing.block([bands])
    let (dx, dy) = ((x[x.count - 1] - x[0]) / Double(Self.columns), (y[y.count - 1] - y[0]) / Double(Self.rows))
    drawing.plot(
      "\(pixels) matrix using (\(x[0] + dx / 2)+\(dx)*$1):(\(y[0] + dy / 2)+\(dy)*$2):3 with image")
    drawing.addContours(
      levels: levels.map { log10($0) },
      grid: y.indices.map { row in x.indices.map { [x[$0], y[row], logarithm(background.values[row][$0])] } },
      place: ("$1", "$2"), styles: ["lw 0.8 lc rgb 'white'"])
  }

  /// The number of the band of every pixel, by bilinear interpolation of the logarithm.
  private var bands: [[Double]] {
    let logarithms = background.values.map { $0.map(logarithm) }
    let edges = levels.map { log10($0) }
    let across = (0..<Self.columns).map { Self.cell(background.x, (Double($0) + 0.5) / Double(Self.columns)) }
    let up = (0..<Self.rows).map { Self.cell(background.y, (Double($0) + 0.5) / Double(Self.rows)) }
    return up.map { j, v in
      across.map { i, u in
        let low = (1 - u) * logarithms[j][i] + u * logarithms[j][i + 1]
        let high = (1 - u) * logarithms[j + 1][i] + u * logarithms[j + 1][i + 1]
        let value = (1 - v) * low + v * high
        return value.isFinite ? Double(edges.count { $0 < value }) + 0.5 : .nan
      }
    }
  }

  /// Losses of zero stand far below every level.
  private func logarithm(_ loss: Double) -> Double { loss.isFinite && loss >= 0 ? log10(max(loss, 1e-300)) : .nan }

  /// The cell in which a fraction of an axis lies, and the part of the cell.
  private static func cell(_ values: [Double], _ fraction: Double) -> (Int, Double) {
    let place = values[0] + fraction * (values[values.count - 1] - values[0])
    let index = min((values.firstIndex { $0 > place } ?? values.count) - 1, values.count - 2)
    return (index, (place - values[index]) / (values[index + 1] - values[index]))
  }
}
