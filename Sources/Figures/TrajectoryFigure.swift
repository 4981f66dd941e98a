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
    if rows.count <= 80 { drawing.plot("\(name) using 1:2:3 with points pt 7 ps 0.45*mark lc rgb variable") }
  }
}
