import Figures

/// The figures of reduced paths and of the planes that they are in: values of a file in, a picture out.
enum PathFigures {
  /// The median over seeds of a loss over (alpha, messiness).
  static func plane(
    _ file: LandscapeFile, size: Int, loss: FigureRequest.Loss, levels: [Double]
  ) throws(ReportError) -> HeatMapFigure {
    let quantity: LandscapeFile.Quantity = loss == .train ? .trainLoss : .testLoss
    let values = file.messiness.indices.map { mess in
      let table = file.table(quantity, trainingSetSizeIndex: size, messinessIndex: mess) ?? []
      return OverSeeds.medians(table, columns: file.alpha.count)
    }
    try requireAscending(file.messiness, file.provenance.file)
    let seeds = file.seeds.count > 1 ? ", medians over seeds" : ", seed \(file.seeds[0])"
    return HeatMapFigure(
      title: title(file.provenance, "n_train = \(file.trainingSetSizes[size])\(seeds)"), xLabel: alphaLabel,
      yLabel: messinessLabel, valueLabel: label(loss), x: file.alpha, y: file.messiness, values: values,
      rowSpacing: .linear, levels: levels)
  }

  /// A loss over (alpha, messiness) with the contours of the training loss, the paths of one weight decay, stars at
  /// their starts, their ends and the solution, and the ways that training took from these starts.
  static func plane(
    _ file: PathFile, seed: Int, size: Int, weightDecay: Int, loss: FigureRequest.Loss, trained: TrainedPaths? = nil
  ) throws(ReportError) -> HeatMapFigure {
    try requireAscending(file.messiness, file.provenance.file)
    let paths = (0..<file.startCount).map {
      file.line(.init(seed: seed, size: size, start: $0, weightDecay: weightDecay))
    }
    let ways = try trained.map { trained throws(ReportError) in
      let ways = (0..<file.startCount).flatMap {
        file.ways(.init(seed: seed, size: size, start: $0, weightDecay: weightDecay), of: trained)
      }
      guard !ways.isEmpty else { throw trained.noRun(like: "the paths in '\(file.provenance.file)'") }
      return ways
    }
    let contours = file.levels.indices.map { file.contour(seed: seed, size: size, level: $0) }
    let stars =
      (file.solution(seed: seed, size: size).map { [PlaneStar(at: $0, .solution)] } ?? [])
      + paths.compactMap { $0.last.map { PlaneStar(at: $0, .end) } }
      + paths.compactMap { $0.first.map { PlaneStar(at: $0, .start) } }
    let blue = ways == nil ? "" : "; training blue"
    let facts =
      "n_train = \(file.trainingSetSizes[size]), seed \(file.seeds[seed]), weight decay "
      + "\(NumberText.coordinate(file.weightDecays[weightDecay])) "
      + "(stars: start white, end red, lowest test loss green\(blue))"
    return HeatMapFigure(
      title: title(file, facts), xLabel: file.sweepsWeightNorm ? normLabel : alphaLabel,
      yLabel: messinessLabel, valueLabel: label(loss), x: file.axis, y: file.messiness,
      values: file.landscape(loss == .train ? "train_loss" : "test_loss", seed: seed, size: size),
      rowSpacing: .linear,
      curves: contours.map { PlaneCurve($0, style: .contour) }
        + file.levels.indices.map { level in
          PlaneCurve(descents(file, seed: seed, size: size, level: level), style: .arrows)
        } + (ways.map { [PlaneCurve($0, style: .reference)] } ?? []) + [PlaneCurve(paths, style: .path)],
      stars: stars,
      markedLevels: loss == .train ? file.levels : [])
  }

  /// So many arrows stand along a contour, the longest of them over this part of an axis.
  private static let arrowCount = 14, arrowLength = 0.08

  /// Arrows along the negative gradient of the training loss in (ln w, m), at vertices of a contour.
  private static func descents(_ file: PathFile, seed: Int, size: Int, level: Int) -> [PathFile.Line] {
    let slopes = file.contourSlopes(seed: seed, size: size, level: level)
    let step = max(slopes.count / arrowCount, 1)
    let chosen = slopes.indices.filter { $0 % step == step / 2 }.map { slopes[$0] }
    // Equal parts of both axes are equally long on the page.
    let width = logarithm(file.axis[file.axis.count - 1] / file.axis[0])
    let height = file.messiness[file.messiness.count - 1] - file.messiness[0]
    let longest = chosen.map { max(abs($0.slope.x) / width, abs($0.slope.y) / height) }.max() ?? 0
    guard longest > 0 else { return [] }
    return chosen.map { place, slope in
      let move = -arrowLength / longest * slope
      return [place, [place.x * exponential(move.x), place.y + move.y]]
    }
  }

  /// Both losses along one path against time.
  static func losses(_ file: PathFile, _ place: PathFile.Place) -> LUFigure {
    let times = file.along("path_time", place)
    // The start has no place on a logarithmic axis.
    let shown = times.indices.filter { times[$0] > 0 }
    let curves = [("path_train_loss", "training loss", LUCurveBand.Role.train), ("path_test_loss", "test loss", .test)]
    let bands = curves.map { name, label, role in
      let values = file.along(name, place)
      let kept = shown.map { values[$0] }
      return LUCurveBand(label: FigureText(label), center: kept, low: kept, high: kept, role: role)
    }
    let facts =
      "losses along the path, n_train = \(file.trainingSetSizes[place.size]), seed \(file.seeds[place.seed]), "
      + "weight decay \(NumberText.coordinate(file.weightDecays[place.weightDecay]))"
    return LUFigure(
      title: title(file, facts), xLabel: "time " + .italic("t"), x: shown.map { times[$0] }, curves: bands)
  }

  /// The contours of all training-set sizes at one level.
  static func contours(_ file: PathFile, seed: Int, level: Int) throws(ReportError) -> PlaneCurvesFigure {
    try requireAscending(file.messiness, file.provenance.file)
    let families = file.trainingSetSizes.enumerated().map { index, size in
      PlaneCurvesFigure.Family(
        label: .italic("N") + FigureText(" = \(size)"),
        lines: file.contour(seed: seed, size: index, level: level))
    }
    let solution = file.solution(seed: seed, size: file.trainingSetSizes.count - 1)
    let (low, high) = (file.messiness[0], file.messiness[file.messiness.count - 1])
    // Room for a star at m = 0.
    let margin = 0.03 * (high - low)
    return PlaneCurvesFigure(
      title: title(
        file,
        "training loss = \(NumberText.coordinate(file.levels[level])), seed \(file.seeds[seed]) (star: solution)"
      ),
      xLabel: file.sweepsWeightNorm ? normLabel : alphaLabel, yLabel: messinessLabel, families: families,
      stars: solution.map { [PlaneStar(at: $0, .solution)] } ?? [],
      yRange: (low - margin)...(high + margin))
  }

  private static let alphaLabel: FigureText = .italic("w") + "/" + .italic("w") + .subscript("0")
  private static let normLabel: FigureText = "weight norm " + .italic("w")
  private static let messinessLabel: FigureText = "messiness " + .italic("m")

  private static func label(_ loss: FigureRequest.Loss) -> FigureText {
    loss == .train ? "training loss" : "test loss"
  }

  /// Smoothed losses say so.
  private static func title(_ file: PathFile, _ facts: String) -> FigureText {
    title(file.provenance, facts + (file.blur.map { ", losses blurred by \(NumberText.cells($0))" } ?? ""))
  }

  private static func title(_ provenance: Provenance, _ facts: String) -> FigureText {
    FigureText(provenance.title.map { "\($0), \(facts)" } ?? facts)
  }

  /// Planes need an axis of messiness.
  private static func requireAscending(_ messiness: [Double], _ path: String) throws(ReportError) {
    guard messiness.count > 1, zip(messiness, messiness.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ReportError(
        .badRequest,
        "Cannot draw the plane of '\(path)' because its messiness does not ascend over two or more values: "
          + "ask for another figure.")
    }
  }
}
