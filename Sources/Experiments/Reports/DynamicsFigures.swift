import Figures

/// The figures of dynamics: values of a file in, a picture out.
enum DynamicsFigures {
  /// Medians over seeds of both accuracies against the step, a run a value along the line.
  static func accuracy(_ line: DynamicsLine, alpha: Int, threshold: Int) -> AccuracyCurvesFigure {
    let file = line.stops[0].file
    let runs = line.stops.map { stop in
      let file = stop.file
      let place = DynamicsFile.Place(
        trainingSet: stop.trainingSet, alpha: alpha, weightDecay: stop.weightDecay, threshold: threshold)
      let (train, test) = (file.history(.train, at: place), file.history(.test, at: place))
      return AccuracyCurvesFigure.Run(
        label: FigureText("\(name(of: line)) \(NumberText.coordinate(stop.value))"), steps: file.historySteps,
        train: OverSeeds.medians(train, columns: file.historySteps.count),
        test: OverSeeds.medians(test, columns: file.historySteps.count))
    }
    let scale = NumberText.coordinate(file.alpha[alpha])
    let seeds = file.seeds.count > 1 ? ", medians over \(file.seeds.count) seeds" : ""
    let places = (file.at.filter { $0.key != line.key } + line.at.filter { !file.at.contains($0) }).map(\.text)
    let title = (file.provenance.title.map { [$0] } ?? []) + places + ["alpha = \(scale)\(seeds)"]
    return AccuracyCurvesFigure(
      title: FigureText(title.joined(separator: ", ")), runs: runs,
      level: file.accuracyLevel)
  }

  /// Medians over seeds of the time to generalise along lines of one axis with the fitted law and the predicted times.
  static func times(_ lines: [DynamicsLine], threshold: Int) -> PowerLawFigure {
    let file = lines[0].stops[0].file
    let sections = lines.flatMap { line in
      file.alpha.indices.map { TimesReport.Section(line, alpha: $0, threshold: threshold) }
    }
    let series = sections.flatMap { section in
      let name = (section.at.map(\.text) + ["alpha = \(NumberText.coordinate(section.alpha.value))"])
        .joined(separator: ", ")
      let x = section.rows.map(\.value.value)
      let line = section.slope.map { slope in
        let exponent = NumberText.fixed(slope.mean.value)
        return PowerLawFigure.Line(
          label: FigureText("fit, exponent \(exponent)"), slope: slope.mean.value, intercept: section.intercept.value)
      }
      return [
        PowerLawFigure.Series(
          label: FigureText("\(name), measured"), x: x, y: section.rows.map(\.timeToTest.median.value),
          low: section.rows.map(\.timeToTest.shortest.value), high: section.rows.map(\.timeToTest.longest.value),
          line: line),
        PowerLawFigure.Series(
          label: FigureText("\(name), predicted"), x: x, y: section.rows.map(\.predictedTime.value), kind: .theory),
      ]
    }
    return PowerLawFigure(
      title: FigureText(file.provenance.title ?? ""), xLabel: FigureText(name(of: lines[0])),
      yLabel: FigureText("steps to generalise, threshold \(NumberText.coordinate(file.thresholds[threshold]))"),
      series: series)
  }
  private static func name(of line: DynamicsLine) -> String {
    switch line.key {
    case "weight_decay": "weight decay"
    case "n_train": "training-set size"
    default: line.key
    }
  }
}
