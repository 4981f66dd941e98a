/// Training and test accuracy against the step of one or several runs, the step on a logarithmic axis.
///
/// Step 0 has no logarithm: its accuracies are points at the left edge, at a tic called 0, not joined to the curves.
/// Curves of many records are thinned to the figure's resolution, which keeps the extremes of every column and changes
/// no picture.
public struct AccuracyCurvesFigure: Figure, Equatable {
  /// The accuracies of one run.
  public struct Run: Sendable, Equatable {
    /// What the key calls the run, such as its weight decay.
    public let label: FigureText
    /// The steps of the records, ascending.
    public let steps: [Int]
    /// The training accuracy at each of them; NaN leaves a hole.
    public let train: [Double]
    /// The test accuracy at each of them; NaN leaves a hole.
    public let test: [Double]

    /// A run of records.
    public init(label: FigureText, steps: [Int], train: [Double], test: [Double]) {
      precondition(train.count == steps.count && test.count == steps.count, "a run has two accuracies a step")
      self.label = label
      self.steps = steps
      self.train = train
      self.test = test
    }
  }

  /// The title, empty for none.
  public var title: FigureText
  /// The label of the horizontal axis.
  public var xLabel: FigureText
  /// The label of the vertical axis.
  public var yLabel: FigureText
  /// The runs, in the order of their colours.
  public var runs: [Run]
  /// A level to be marked by a horizontal line, such as that which defines the time to generalise.
  public var level: Double?

  /// A figure of `runs`.
  public init(
    title: FigureText, xLabel: FigureText = "step", yLabel: FigureText = "accuracy", runs: [Run], level: Double? = nil
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.runs = runs
    self.level = level
  }

  /// The script that draws the figure into `output`.
  public func gnuplotScript(for format: FigureFormat, output: String) -> String {
    script(for: format, output: output)
  }
}

extension AccuracyCurvesFigure: PlotFigure {
  struct Axes: PlotAxes {
    let steps: StepAxis
    let interval: Double

    func commands(labelled x: Bool, _ y: Bool) -> String {
      steps.commands(isLabelled: x)
        + """
        set yrange [\(StepAxis.lowest):\(StepAxis.highest)]
        set ytics \(interval)
        set format y '\(y ? "%g" : "")'
        set grid ytics lc rgb '#e6e6e6' lw 0.6 lt 1

        """
    }
    var xWidth: Double { steps.labelWidth }
    var yWidth: Double { FigureText("0.8").width }
  }

  var isFinite: Bool { false }

  static func axes(of figures: [Self], across: LogTics.Direction, up: LogTics.Direction) -> Axes? {
    let finite = figures.flatMap(\.runs).flatMap { run in
      run.steps.indices.filter { run.train[$0].isFinite || run.test[$0].isFinite }.map { run.steps[$0] }
    }
    guard !finite.isEmpty else { return nil }
    let positive = finite.filter { $0 > 0 }.map(Double.init)
    return Axes(
      steps: StepAxis(
        covering: positive.isEmpty ? [1, 10] : positive, hasZero: finite.contains { $0 <= 0 }, direction: across),
      interval: up.length > 9 ? 0.2 : 0.5)
  }

  func draw(on axes: Axes, into drawing: inout Drawing) {
    let axis = axes.steps
    let colours = Palette.categories(runs.count)
    for (run, colour) in zip(runs, colours) {
      draw(run.steps, run.train, "lw 1.6 lc rgb '\(colour)'", colour, axis, title: run.label, into: &drawing)
      draw(run.steps, run.test, "lw 1.6 lc rgb '\(colour)' dashtype (8,4)", colour, axis, title: nil, into: &drawing)
    }
    drawing.entry("with lines lw 1.6 lc rgb '#808080'", title: "train")
    drawing.entry("with lines lw 1.6 lc rgb '#808080' dashtype (8,4)", title: "test")
    if let level {
      let style = "lw 1 lc rgb '\(Palette.annotation)' dashtype (5,4)"
      drawing.add("set arrow 1 from graph 0,first \(level) to graph 1,first \(level) nohead back \(style)\n")
      drawing.entry("with lines \(style)", title: FigureText("level ") + .number(level))
      drawing.avoid([(0, axis.fraction(ofAccuracy: level)), (1, axis.fraction(ofAccuracy: level))])
    }
  }

  private func draw(
    _ steps: [Int], _ accuracies: [Double], _ style: String, _ colour: String, _ axis: StepAxis, title: FigureText?,
    into drawing: inout Drawing
  ) {
    let lines = Figures.runs(steps.count) { steps[$0] > 0 && accuracies[$0].isFinite }
    let rows = lines.map { line in axis.thinned(line.map { (Double(steps[$0]), accuracies[$0]) }) }
    let start = steps.indices.filter { steps[$0] <= 0 && accuracies[$0].isFinite }
      .map { [axis.zeroPosition, accuracies[$0]] }
    let alone = rows.filter { $0.count == 1 }.joined() + start
    if !alone.isEmpty {
      let name = drawing.block([Array(alone)])
      drawing.plot("\(name) using 1:2 with points pointtype 7 pointsize 0.4*mark lc rgb '\(colour)'")
      for point in alone { drawing.avoid([axis.fractions(point)]) }
    }
    if rows.isEmpty {
      if let title { drawing.entry("with lines \(style)", title: title) }
    } else {
      let name = drawing.block(rows)
      drawing.plot("\(name) using 1:2 with lines \(style)", title: title)
      for row in rows { drawing.avoid(row.map { axis.fractions($0) }) }
    }
  }
}
