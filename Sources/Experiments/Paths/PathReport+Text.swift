extension PathReport {
  /// The report as tables for people.
  public var text: String {
    let rate = representationRate.value.isFinite ? NumberText.coordinate(representationRate.value) : "eta_D / w^2"
    let tolerance = NumberText.coordinate(messinessTolerance.value)
    let head =
      provenance.lines + [
        "Reduced dynamics (Eq. 6), eta_D = \(NumberText.coordinate(decoderRate.value)), eta_R = \(rate), "
          + "medians over \(seeds.count) \(seeds.count == 1 ? "seed" : "seeds")"
          + (blur.value.isFinite ? ", losses blurred by \(NumberText.cells(blur.value))" : ""),
        "drift = from the first entry of low training loss to m <= \(tolerance); "
          + "paper = (L + h tan theta) / (eta_D gamma), general = (L + rho h tan theta) / (eta_D gamma)",
      ] + (notes.isEmpty ? [] : [notes.joined(separator: " ")])
    let laws = laws.map { law in
      "start \(law.start), n_train = \(law.nTrain), level \(NumberText.coordinate(law.level.value)): "
        + "drift ~ gamma^s with s = \(law.slope.text) over \(law.slope.count) values of gamma"
    }
    let sizes = criticalSizes.map { size in
      let reached = size.seeds.count { $0.value.isFinite }
      let median = size.median.value.isFinite ? NumberText.coordinate(size.median.value) : "beyond the file"
      return "critical data size at level \(NumberText.coordinate(size.level.value)): \(median) "
        + "(median; \(reached) of \(size.seeds.count) seeds have one)"
    }
    let compared = comparison.map { [[$0.text]] } ?? []
    return ([head] + sections.map { $0.lines(starts) } + [laws + sizes] + compared)
      .map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }
}

extension PathReport.Section {
  fileprivate func lines(_ starts: [[ReportNumber]]) -> [String] {
    let place = starts[start].map { NumberText.measured($0.value) }
    var table = TextTable(
      headings: [
        "n_train", "connects", "theta/deg", "L", "h", "rho", "entry", "drift", "paper", "general", "drift/general",
        "ends",
      ],
      lastIsWords: true)
    for row in rows {
      let numbers = [
        row.angle, row.length, row.height, row.rateRatio, row.timeOfEntry, row.driftTime, row.paperTime,
        row.predictedTime, row.ratio,
      ]
      let ends = row.ends.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
      table.rows.append(
        ["\(row.nTrain)", "\(row.connects.holding) of \(row.connects.determined)"]
          + numbers.map { NumberText.measured($0.value) } + [ends.joined(separator: ", ")])
    }
    let order =
      rows.count > 1 ? ["  larger training sets reach the solution sooner: \(moreDataIsFaster.text)"] : []
    return [
      "start \(start) (alpha = \(place[0]), m = \(place[1])), gamma = \(NumberText.coordinate(weightDecay.value)), "
        + "training loss <= \(NumberText.coordinate(level.value))"
    ] + table.lines + order
  }
}
