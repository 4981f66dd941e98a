import Figures
import Landscapes

/// The figures of a landscape: values of a file in, a picture out.
enum LandscapeFigures {
  /// So many training-set sizes are still told apart as families of curves.
  static let mostFamilies = 4

  /// Medians over seeds with bands from the smallest to the largest value, a family of curves a training-set size.
  static func lu(_ file: LandscapeFile, messiness: Int) throws(ReportError) -> LUFigure {
    guard file.trainingSetSizes.count <= mostFamilies else {
      let sizes = file.trainingSetSizes.map(String.init).joined(separator: ", ")
      throw ReportError(
        .badRequest,
        "Cannot draw the curves of \(file.trainingSetSizes.count) training-set sizes of '\(file.provenance.file)' "
          + "in one figure, at most \(mostFamilies): choose one with --at n_train=VALUE from \(sizes), or ask for 'heatmap'."
      )
    }
    // A file without a single finished point knows no norm; its figure says that there is nothing to draw.
    let x = file.weightNorms.allSatisfy(\.isFinite) ? file.weightNorms : file.alpha
    var bands: [LUCurveBand] = []
    var last: LUMetrics?
    let families = file.trainingSetSizes.count
    for (index, size) in file.trainingSetSizes.enumerated() {
      let curves = try file.curves(trainingSetSizeIndex: index, messinessIndex: messiness)
      let label: FigureText = .italic("N") + FigureText(" = \(size)")
      for (table, role) in [(curves.trainLoss, LUCurveBand.Role.train), (curves.testLoss, .test)] {
        let label = families > 1 ? label : role == .train ? "train" : "test"
        let extremes = OverSeeds.extremes(table, columns: x.count)
        bands.append(
          LUCurveBand(
            label: label, center: OverSeeds.medians(table, columns: x.count), low: extremes.low, high: extremes.high,
            role: role))
      }
      last = LUMetrics(curves)
    }
    let ofLargest = families > 1 ? ", largest " : ""
    return LUFigure(
      title: title(file, hasSizes: false), xLabel: "weight norm " + .italic("w"), x: x, curves: bands,
      bandLabel: file.seeds.count > 1 ? FigureText("min-max over \(file.seeds.count) seeds") : nil,
      zone: last.flatMap { zone($0, file: file, x: x) },
      zoneLabel: families > 1 ? "Goldilocks zone" + FigureText(ofLargest) + .italic("N") : "Goldilocks zone",
      mark: last.flatMap { metrics in
        guard metrics.weightC.mean.isFinite else { return nil }
        let label: FigureText = .italic("w") + .subscript("c") + FigureText(ofLargest)
        return LUFigure.Mark(x: metrics.weightC.mean, label: families > 1 ? label + .italic("N") : label)
      })
  }

  /// The Goldilocks zone on the axis of w; an edge that no seed knows is the end of the grid, and a zone without any
  /// edge is none.
  private static func zone(_ metrics: LUMetrics, file: LandscapeFile, x: [Double]) -> ClosedRange<Double>? {
    guard metrics.zoneLow.count + metrics.zoneHigh.count > 0, let first = x.first, let last = x.last,
      let smallest = file.alpha.first
    else { return nil }
    let scale = first / smallest
    let low = metrics.zoneLow.count > 0 ? metrics.zoneLow.mean * scale : first
    let high = metrics.zoneHigh.count > 0 ? metrics.zoneHigh.mean * scale : last
    return low < high ? low...high : nil
  }

  /// The study's title and the place along the file's further axes, and of messiness where there is any.
  private static func title(_ file: LandscapeFile, hasSizes: Bool) -> FigureText {
    let sizes = file.trainingSetSizes
    let size = hasSizes || sizes.count > 1 ? [] : sizes.map { Coordinate(key: "n_train", value: .number(Double($0))) }
    let mess = file.messiness.first ?? 0
    let isMessy = file.messiness.count > 1 || mess > 0
    let places = size + (isMessy ? [Coordinate(key: "messiness", value: .number(mess))] : []) + file.at
    return FigureText(((file.provenance.title.map { [$0] } ?? []) + places.map(\.text)).joined(separator: ", "))
  }

  /// The median over seeds of the test error, or of the test loss for tasks without one, over (alpha, n_train).
  static func heatMap(_ file: LandscapeFile, messiness: Int, levels: [Double]) -> HeatMapFigure {
    let values = file.trainingSetSizes.indices.map { size in
      OverSeeds.medians(
        file.testQuantity(trainingSetSizeIndex: size, messinessIndex: messiness), columns: file.alpha.count)
    }
    return HeatMapFigure(
      title: title(file, hasSizes: true), xLabel: .italic("w") + "/" + .italic("w") + .subscript("0"),
      yLabel: "training-set size " + .italic("N"), valueLabel: file.hasAccuracy ? "test error" : "test loss",
      x: file.alpha, y: file.trainingSetSizes.map(Double.init), values: values, levels: levels)
  }
}
