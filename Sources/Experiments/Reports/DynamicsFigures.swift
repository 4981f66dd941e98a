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
    func scale(_ section: TimesReport.Section) -> String { "alpha = \(NumberText.coordinate(section.alpha.value))" }
    let series = sections.flatMap { section in
      // What all have in common stands in the title.
      let name = section.at.map(\.symbol) + (file.alpha.count > 1 ? [FigureText(scale(section))] : [])
      let exponent = section.slope.map {
        "slope \(NumberText.fixed($0.mean.value))".replacing("-", with: "−")
      }
      let line = section.slope.map { slope in
        PowerLawFigure.Line(
          label: FigureText("fit, \(exponent ?? "")"), slope: slope.mean.value, intercept: section.intercept.value)
      }
      let family =
        sections.count > 1 ? FigureText.list(name + (exponent.map { [FigureText($0)] } ?? [])) : nil
      func points(
        _ label: String, _ times: [TimesReport.Time], _ kind: PowerLawFigure.Series.Kind, _ line: PowerLawFigure.Line?
      ) -> PowerLawFigure.Series {
        PowerLawFigure.Series(
          label: FigureText(label), family: family,
          x: section.rows.map(\.value.value), y: times.map(\.median.value), low: times.map(\.shortest.value),
          high: times.map(\.longest.value), kind: kind, line: line)
      }
      return [
        points("to fit", section.rows.map(\.timeToTrain), .reference, nil),
        points("to generalise", section.rows.map(\.timeToTest), .measured, line),
        PowerLawFigure.Series(
          label: "predicted", family: family,
          x: section.rows.map(\.value.value), y: section.rows.map(\.predictedTime.value), kind: .theory),
      ]
    }
    let error = file.thresholds[threshold]
    let alpha = file.alpha.count == 1 ? sections.prefix(1).map(scale) : []
    let title =
      (file.provenance.title.map { [$0] } ?? [])
      + (error.isFinite ? ["threshold \(NumberText.coordinate(error))"] : []) + alpha
    return PowerLawFigure(
      title: FigureText(title.joined(separator: ", ")), xLabel: label(of: lines[0]),
      yLabel: FigureText("steps to accuracy \(NumberText.coordinate(file.accuracyLevel))"), series: series)
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
    return TileFigure(
      title: FigureText(title.joined(separator: ", ")),
      xLabel: "initial " + .italic("w") + "/" + .italic("w") + .subscript("0"),
      yLabel: label(of: line), x: file.alpha, y: rows.map { line.stops[$0].value },
      categories: Phase.allCases.map { phase in
        TileFigure.Category(letter: phase.letter, label: FigureText(phase.rawValue))
      },
      tiles: rows.map { row in
        section.cells[(row * columns)..<((row + 1) * columns)].map { cell in
          TileFigure.Tile(
            category: cell.phase.flatMap { Phase.allCases.firstIndex(of: $0) }, isMarked: !cell.isUnanimous)
        }
      }, markLabel: "seeds differ")
  }

  private static func label(of line: DynamicsLine) -> FigureText {
    switch line.key {
    case "weight_decay": "weight decay " + .italic("γ")
    case "n_train": "training-set size " + .italic("N")
    default: FigureText(line.key)
    }
  }

  private static func name(of line: DynamicsLine) -> String {
    switch line.key {
    case "weight_decay": "weight decay"
    case "n_train": "training-set size"
    default: line.key
    }
  }
}
