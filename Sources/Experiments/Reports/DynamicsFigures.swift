import Figures

/// The figures of dynamics: values of a file in, a picture out.
enum DynamicsFigures {
  /// Medians over seeds of both accuracies against the step, a run a weight decay.
  static func accuracy(_ file: DynamicsFile, alpha: Int, threshold: Int) -> AccuracyCurvesFigure {
    let runs = file.weightDecays.enumerated().map { index, decay in
      let place = DynamicsFile.Place(alpha: alpha, weightDecay: index, threshold: threshold)
      let (train, test) = (file.history(.train, at: place), file.history(.test, at: place))
      return AccuracyCurvesFigure.Run(
        label: FigureText("weight decay \(NumberText.coordinate(decay))"), steps: file.historySteps,
        train: OverSeeds.medians(train, columns: file.historySteps.count),
        test: OverSeeds.medians(test, columns: file.historySteps.count))
    }
    let scale = NumberText.coordinate(file.alpha[alpha])
    let seeds = file.seeds.count > 1 ? ", medians over \(file.seeds.count) seeds" : ""
    return AccuracyCurvesFigure(
      title: FigureText("\(file.provenance.title.map { "\($0), " } ?? "")alpha = \(scale)\(seeds)"), runs: runs,
      level: file.accuracyLevel)
  }

  /// Medians over seeds of the time to generalise against weight decay with the fitted law and the predicted times.
  static func times(_ file: DynamicsFile, alphas: [Int]?, threshold: Int) -> PowerLawFigure {
    let series = (alphas ?? Array(file.alpha.indices)).flatMap { alpha in
      let section = TimesReport.Section(file, alpha: alpha, threshold: threshold)
      let name = "alpha = \(NumberText.coordinate(section.alpha.value))"
      let gamma = section.rows.map(\.weightDecay.value)
      let line = section.slope.map { slope in
        let exponent = NumberText.fixed(slope.mean.value)
        return PowerLawFigure.Line(
          label: FigureText("fit, exponent \(exponent)"), slope: slope.mean.value, intercept: section.intercept.value)
      }
      return [
        PowerLawFigure.Series(
          label: FigureText("\(name), measured"), x: gamma, y: section.rows.map(\.timeToTest.median.value),
          low: section.rows.map(\.timeToTest.shortest.value), high: section.rows.map(\.timeToTest.longest.value),
          line: line),
        PowerLawFigure.Series(
          label: FigureText("\(name), predicted"), x: gamma, y: section.rows.map(\.predictedTime.value), kind: .theory),
      ]
    }
    return PowerLawFigure(
      title: FigureText(file.provenance.title ?? ""), xLabel: "weight decay",
      yLabel: FigureText("steps to generalise, threshold \(NumberText.coordinate(file.thresholds[threshold]))"),
      series: series)
  }
}
