/// How the parts of an LU figure are drawn: zone and mark behind, then bands, lines, points and the foot of the plot.
struct LUDrawing {
  let figure: LUFigure
  let xAxis: LogAxis
  let yAxis: LogAxis

  /// Up to this many grid points each point of a curve is marked, so that the grid is seen.
  private static let markedPoints = 25
  /// The most families that the key names; of more, some in between are left out, as their colours are in order.
  private static let namedFamilies = 10

  private var families: [FigureText] {
    figure.curves.map(\.label).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private var isFamilyFigure: Bool { families.count < figure.curves.count }

  func draw(into drawing: inout Drawing) {
    let curves = figure.curves.filter { $0.center.contains { $0.isFinite && $0 >= 0 } }
    for curve in curves { drawBand(of: curve, into: &drawing) }
    for curve in curves { drawLine(of: curve, into: &drawing) }
    for curve in curves { drawPoints(of: curve, into: &drawing) }
    drawFamilyEntries(into: &drawing)
    if let label = figure.bandLabel {
      drawing.entry("with filledcurves fillcolor rgb '#808080'", title: label)
    }
    drawZoneAndMark(into: &drawing)
    drawFoot(of: curves, into: &drawing)
  }

  /// The colour and dashes of a curve: of a lone pair by role, of families by label.
  private func style(of curve: LUCurveBand) -> (colour: String, dashes: String) {
    let roles = figure.curves.map(\.role)
    let dashes = curve.role == .test && roles.contains(.train) ? " dashtype (8,4)" : ""
    if !isFamilyFigure, roles.count(where: { $0 == .train }) <= 1, roles.count(where: { $0 == .test }) <= 1 {
      return (curve.role == .train ? Palette.train : Palette.test, dashes)
    }
    let colours = families.count < 3 ? Palette.categories(families.count) : Palette.ramp(families.count)
    return (colours[families.firstIndex(of: curve.label) ?? 0], dashes)
  }

  private func isShown(_ curve: LUCurveBand, _ index: Int) -> Bool {
    figure.x[index] > 0 && figure.x[index].isFinite && curve.center[index].isFinite
      && curve.center[index] >= yAxis.low
  }

  private func drawBand(of curve: LUCurveBand, into drawing: inout Drawing) {
    let (x, low, high) = (figure.x, curve.low, curve.high)
    let bands = runs(x.count) {
      isShown(curve, $0) && low[$0].isFinite && high[$0].isFinite && high[$0] >= yAxis.low && high[$0] > low[$0]
    }.filter { $0.count > 1 }
    guard !bands.isEmpty else { return }
    let rows = bands.map { run in run.map { [x[$0], max(low[$0], yAxis.low), min(high[$0], yAxis.high)] } }
    let name = drawing.block(rows)
    drawing.plot("\(name) using 1:2:3 with filledcurves linecolor rgb '\(style(of: curve).colour)'")
    for run in rows {
      for column in 1...2 {
        drawing.avoid(run.map { (xAxis.fraction($0[0]), yAxis.fraction($0[column])) })
      }
    }
  }

  private func drawLine(of curve: LUCurveBand, into drawing: inout Drawing) {
    let lines = runs(figure.x.count) { isShown(curve, $0) }
    guard !lines.isEmpty else { return }
    let rows = lines.map { run in run.map { [figure.x[$0], curve.center[$0]] } }
    let (colour, dashes) = style(of: curve)
    let name = drawing.block(rows)
    drawing.plot(
      "\(name) using 1:2 with lines lw 1.6 lc rgb '\(colour)'\(dashes)", title: isFamilyFigure ? nil : curve.label)
    for run in rows { drawing.avoid(run.map { (xAxis.fraction($0[0]), yAxis.fraction($0[1])) }) }
  }

  /// Marks grid points, and gives a point that has no neighbour its band as a bar.
  private func drawPoints(of curve: LUCurveBand, into drawing: inout Drawing) {
    let lines = runs(figure.x.count) { isShown(curve, $0) }
    let isCoarse = figure.x.count <= Self.markedPoints
    let marked = lines.filter { isCoarse || $0.count == 1 }.joined()
    guard !marked.isEmpty else { return }
    let colour = style(of: curve).colour
    let bars = lines.filter { $0.count == 1 }.joined().filter { curve.low[$0] < curve.high[$0] }.map {
      [figure.x[$0], max(curve.low[$0], yAxis.low), curve.high[$0]]
    }
    if !bars.isEmpty {
      drawing.plot("\(drawing.block([bars])) using 1:2:(0):($3-$2) with vectors nohead lw 1 lc rgb '\(colour)'")
    }
    let name = drawing.block([marked.map { [figure.x[$0], curve.center[$0]] }])
    drawing.plot("\(name) using 1:2 with points pointtype 7 pointsize 0.35*mark lw 1 lc rgb '\(colour)'")
  }

  /// For families, one entry a colour and one a style instead of one a curve.
  private func drawFamilyEntries(into drawing: inout Drawing) {
    guard isFamilyFigure else { return }
    let labels = families
    let step = (labels.count + Self.namedFamilies - 1) / Self.namedFamilies
    for (index, label) in labels.enumerated() where index % step == 0 {
      guard let curve = figure.curves.first(where: { $0.label == label }) else { continue }
      drawing.entry("with lines lw 1.6 lc rgb '\(style(of: curve).colour)'", title: label)
    }
    drawing.entry("with lines lw 1.6 lc rgb '#808080'", title: "train")
    drawing.entry("with lines lw 1.6 lc rgb '#808080' dashtype (8,4)", title: "test")
  }

  private func drawZoneAndMark(into drawing: inout Drawing) {
    if let zone = figure.zone, zone.lowerBound > 0, zone.upperBound.isFinite, zone.upperBound > xAxis.low,
      zone.lowerBound < xAxis.high
    {
      let ends = [max(zone.lowerBound, xAxis.low), min(zone.upperBound, xAxis.high)]
      drawing.add(
        "set object 1 rectangle from \(ends[0]),graph 0 to \(ends[1]),graph 1 "
          + "fillcolor rgb '\(Palette.zone)' fillstyle solid 0.35 noborder behind\n")
      drawing.entry(
        "with filledcurves fillcolor rgb '\(Palette.zone)' fillstyle solid 0.35 noborder", title: figure.zoneLabel)
      for end in ends { drawing.avoid([(xAxis.fraction(end), 0), (xAxis.fraction(end), 1)]) }
    }
    if let mark = figure.mark, mark.x >= xAxis.low, mark.x <= xAxis.high {
      let style = "lw 1 lc rgb '\(Palette.annotation)' dashtype (5,4)"
      drawing.add("set arrow 1 from \(mark.x),graph 0 to \(mark.x),graph 1 nohead back \(style)\n")
      drawing.entry("with lines \(style)", title: mark.label)
      drawing.avoid([(xAxis.fraction(mark.x), 0), (xAxis.fraction(mark.x), 1)])
    }
  }

  /// Triangles at the foot of the plot for losses that are too small for the axis.
  private func drawFoot(of curves: [LUCurveBand], into drawing: inout Drawing) {
    let height = yAxis.value(atFraction: 0.015)
    var values: [Double] = []
    for curve in curves {
      let below = figure.x.indices.filter {
        figure.x[$0] > 0 && figure.x[$0].isFinite && curve.center[$0] >= 0 && curve.center[$0] < yAxis.low
      }
      guard !below.isEmpty else { continue }
      values += below.map { curve.center[$0] }
      let name = drawing.block([below.map { [figure.x[$0], height] }])
      drawing.plot(
        "\(name) using 1:2 with points pointtype 10 pointsize 0.7*mark lw 1 lc rgb '\(style(of: curve).colour)'")
      drawing.avoid(below.map { (xAxis.fraction(figure.x[$0]), 0.015) })
    }
    guard !values.isEmpty else { return }
    let label: FigureText = values.allSatisfy { $0 == 0 } ? "loss of zero" : "below " + .number(yAxis.low)
    drawing.entry("with points pointtype 10 pointsize 0.7*mark lw 1 lc rgb '\(Palette.annotation)'", title: label)
  }
}
