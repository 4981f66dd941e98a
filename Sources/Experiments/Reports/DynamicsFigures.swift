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

  /// Medians over seeds of the times to fit and to generalise along lines of one axis with the fitted law and the predicted times.
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
          label: FigureText("\(name), to fit"), x: x, y: section.rows.map(\.timeToTrain.median.value),
          low: section.rows.map(\.timeToTrain.shortest.value), high: section.rows.map(\.timeToTrain.longest.value),
          kind: .reference),
        PowerLawFigure.Series(
          label: FigureText("\(name), to generalise"), x: x, y: section.rows.map(\.timeToTest.median.value),
          low: section.rows.map(\.timeToTest.shortest.value), high: section.rows.map(\.timeToTest.longest.value),
          line: line),
        PowerLawFigure.Series(
          label: FigureText("\(name), to generalise, predicted"), x: x, y: section.rows.map(\.predictedTime.value), kind: .theory),
      ]
    }
    return PowerLawFigure(
      title: FigureText(file.provenance.title ?? ""), xLabel: FigureText(name(of: lines[0])),
      yLabel: FigureText("steps, threshold \(NumberText.coordinate(file.thresholds[threshold]))"),
      series: series)
  }

  /// Phases of learning over alpha and the axis of a line.
  static func phases(_ line: DynamicsLine, threshold: Int, _ thresholds: PhaseThresholds) -> TileFigure {
    let file = line.stops[0].file
    let section = PhasesReport.Section(line, threshold: threshold, thresholds)
    let columns = file.alpha.count
    // Decays stand in the order of the study.
    let rows = line.stops.indices.sorted { line.stops[$0].value < line.stops[$1].value }
    let places = (file.at.filter { $0.key != line.key } + line.at.filter { !file.at.contains($0) }).map(\.text)
    let level = "level \(NumberText.coordinate(file.accuracyLevel))"
    let error = section.threshold.value.isFinite ? ["threshold \(NumberText.coordinate(section.threshold.value))"] : []
    let title = (file.provenance.title.map { [$0] } ?? []) + places + error + [level, "groks: test \(thresholds.text)"]
    let letters: [Phase: (String, String)] = [
      .neither: ("N", "neither"), .fits: ("F", "fits"), .groks: ("D", "groks"),
      .generalises: ("G", "generalises"),
    ]
    return TileFigure(
      title: FigureText(title.joined(separator: ", ")), xLabel: "initial " + .italic("w") + "/" + .italic("w") + .subscript("0"),
      yLabel: FigureText(name(of: line)), x: file.alpha, y: rows.map { line.stops[$0].value },
      categories: Phase.allCases.map { phase in
        let (letter, label) = letters[phase] ?? ("?", phase.rawValue)
        return TileFigure.Category(letter: letter, label: FigureText(label))
      },
      tiles: rows.map { row in
        section.cells[(row * columns)..<((row + 1) * columns)].map { cell in
          TileFigure.Tile(category: cell.phase.flatMap { Phase.allCases.firstIndex(of: $0) }, isMarked: !cell.isUnanimous)
        }
      }, markLabel: "seeds differ")
  }

  private static func name(of line: DynamicsLine) -> String {
    switch line.key {
    case "weight_decay": "weight decay"
    case "n_train": "training-set size"
    default: line.key
    }
  }
}
