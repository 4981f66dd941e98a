import Figures

// The figures of slice.h5.
extension ProjectionFigures {
  /// Both losses along a line, or one of them over a plane: as cells, as contours, or as a surface.
  static func slice(
    _ file: ResultFile, as picture: FigureRequest.Picture, loss: FigureRequest.Loss?, level: Double?
  ) throws(ReportError) -> any Figure {
    let x = try ascending(file, "x"), facts = FigureText(title(file))
    if file.hasDimension("z") {
      throw ReportError(
        .badRequest, "Cannot draw '\(file.path)' because it has three axes: compute a slice with one or two.")
    }
    guard file.hasDimension("y") else {
      if level != nil || picture != .slice {
        throw ReportError(
          .badRequest,
          "Cannot draw '\(file.path)' with contours or as a surface because it is a line: leave --level and --figure out."
        )
      }
      return try line(file, x, facts, loss)
    }
    let y = try ascending(file, "y"), loss = loss ?? .train
    let stored = try file.values("\(loss.rawValue)_loss", over: ["x", "y"])
    let values = y.indices.map { row in x.indices.map { stored[$0 * y.count + row] } }
    let levels = level.map { [$0] } ?? ContourLevels.round(covering: stored, most: picture == .contours ? 12 : 7)
    // What a coordinate is a multiple of is said once: along the shorter side there is no room for it.
    let across = FigureText("first " + axisLabel(file, "x")), up: FigureText = "second coordinate"
    switch picture {
    case .contours:
      return ContourFigure(
        title: facts, xLabel: across, yLabel: up, valueLabel: label(loss), x: x, y: y, values: values,
        levels: levels.filter { $0 > 0 })
    case .surface:
      return SurfaceFigure(
        title: facts, xLabel: "first coordinate", yLabel: up, valueLabel: label(loss), x: x, y: y,
        values: values, levels: levels)
    default:
      return HeatMapFigure(
        title: facts, xLabel: across, yLabel: up, valueLabel: label(loss), x: x, y: y, values: values,
        rowSpacing: .linear, columnSpacing: .linear, levels: levels)
    }
  }

  private static func line(
    _ file: ResultFile, _ x: [Double], _ facts: FigureText, _ loss: FigureRequest.Loss?
  ) throws(ReportError) -> CurvesFigure {
    let losses: [FigureRequest.Loss] = loss.map { [$0] } ?? [.train, .test]
    var curves: [CurvesFigure.Curve] = []
    for loss in losses {
      let values = try file.values("\(loss.rawValue)_loss", over: ["x"])
      curves.append(.init(label: label(loss), points: zip(x, values).map { [$0, $1] }))
    }
    return CurvesFigure(
      title: facts, xLabel: FigureText(axisLabel(file, "x")), yLabel: loss.map(label) ?? "loss", curves: curves)
  }
}
