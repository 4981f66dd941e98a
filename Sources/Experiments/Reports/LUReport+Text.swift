extension LUReport {
  /// The report as tables for people.
  public var text: String {
    let sections = landscapes.map { $0.lines(seeds: seeds.count) } + thumbTips.map { [$0.line(of: seeds.count)] }
    let head = provenance.lines + (notes.isEmpty ? [] : [notes.joined(separator: " ")])
    return ([head] + sections).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }
}

/// Such as `, messiness = 0.5, weight_decay = 0.1`, or nothing where there is none.
private func suffix(messiness: ReportNumber, _ at: [Coordinate]) -> String {
  let mess = messiness.value.isFinite ? [Coordinate(key: "messiness", value: .number(messiness.value))] : []
  return (mess + at).map { ", \($0.text)" }.joined()
}

extension LUReport.Landscape {
  fileprivate func lines(seeds: Int) -> [String] {
    let name = "n_train = \(nTrain)\(suffix(messiness: messiness, at))"
    return ["\(name): the reduced landscape, medians over \(seeds) \(seeds == 1 ? "seed" : "seeds")"] + table.lines
      + ["", "\(name): LU metrics, 95 % intervals over seeds"] + TextTable.list(metrics.items(seeds: seeds))
      + (regularised.map { landscape in
        let gamma = NumberText.coordinate(landscape.weightDecay.value)
        return ["", "\(name): the minimum of train loss + gamma w^2 / 2, gamma = \(gamma)"]
          + TextTable.list(landscape.items(seeds: seeds))
      } ?? [])
  }

  private var table: TextTable {
    let hasError = points.contains { $0.testError != nil }
    var table = TextTable(
      headings: ["alpha = w/w_0", "w", "train loss", "test loss"] + (hasError ? ["test error"] : [])
        + ["tangent gradient", "stop reasons"],
      lastIsWords: true)
    for point in points {
      let numbers =
        [point.trainLoss, point.testLoss] + (point.testError.map { [$0] } ?? []) + [point.tangentGradientNorm]
      let outcomes = point.outcomes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      table.rows.append(
        [NumberText.coordinate(point.alpha.value), NumberText.measured(point.weightNorm.value)]
          + numbers.map { NumberText.measured($0.value) }
          + [outcomes.map { "\($0.key) \($0.value)" }.joined(separator: ", ")])
    }
    return table
  }
}

extension EstimateReport {
  /// The text, and on how many seeds it rests if not on all.
  fileprivate func text(of seeds: Int) -> String {
    count == seeds ? text : "\(text) (\(count) of \(seeds) seeds)"
  }
}

extension LUReport.Metrics {
  fileprivate func items(seeds: Int) -> [(name: String, value: String)] {
    [
      ("alpha_c", alphaC.text(of: seeds)), ("w_c", weightNormC.text(of: seeds)),
      ("lowest test loss", lowestTestLoss.text(of: seeds)),
    ] + (lowestTestError.map { [("lowest test error", $0.text(of: seeds))] } ?? []) + [
      ("Goldilocks zone from alpha", zoneLow.text(of: seeds)),
      ("Goldilocks zone to alpha", zoneHigh.text(of: seeds)),
      ("LU gap / zero-predictor loss", gap.text(of: seeds)),
      ("minimum inside the grid", hasInteriorMinimum.text),
      ("train loss is an \"L\"", isL.text),
      ("test loss is a \"U\"", isU.text),
    ]
  }
}

extension LUReport.Regularised {
  fileprivate func items(seeds: Int) -> [(name: String, value: String)] {
    [
      ("alpha", alpha.text(of: seeds)), ("w", weightNorm.text(of: seeds)), ("train loss", trainLoss.text(of: seeds)),
      ("test loss", testLoss.text(of: seeds)), ("minimum inside the grid", hasInteriorMinimum.text),
    ]
  }
}

extension LUReport.Tip {
  fileprivate func line(of seedCount: Int) -> String {
    let name = quantity.split(separator: "_").joined(separator: " ")
    let reached = seeds.count { $0.value.isFinite }
    let size = median.value.isFinite ? NumberText.coordinate(median.value) : "beyond the grid"
    return
      "N*\(suffix(messiness: messiness, at)): the smallest n_train with \(name) <= \(NumberText.coordinate(level.value)) "
      + "at any alpha is \(size) (lower median; \(reached) of \(seedCount) seeds reach it)"
  }
}
