extension PhasesReport {
  /// The report as tables for people.
  public var text: String {
    let level = accuracyLevel.value.isFinite ? NumberText.coordinate(accuracyLevel.value) : "the level"
    let runs =
      seeds.count == 1
      ? "one seed" : "\(seeds.count) seeds: the furthest phase that more than half of the runs get to"
    let head =
      provenance.lines + [
        "Phases by the steps at which the accuracies first reach \(level), \(runs)",
        "  neither: training accuracy never; fits: test accuracy never; groks: test accuracy \(thresholds.text);",
        "  generalises: test accuracy before that; *: seeds differ",
      ]
    return ([head] + sections.map(\.lines)).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }
}

extension PhasesReport.Section {
  fileprivate var lines: [String] {
    let axis = along == "weight_decay" ? "gamma" : along
    let errors = threshold.value.isFinite ? ["threshold = \(NumberText.coordinate(threshold.value))"] : []
    let places = at.map(\.text) + errors
    let columns = cells.prefix { $0.value == cells.first?.value }
    var table = TextTable(headings: [axis] + columns.map { "alpha \(NumberText.coordinate($0.alpha.value))" })
    for start in stride(from: 0, to: cells.count, by: max(columns.count, 1)) {
      table.rows.append(
        [NumberText.coordinate(cells[start].value.value)]
          + cells[start..<(start + columns.count)].map { cell in
            (cell.phase?.rawValue ?? "-") + (cell.isUnanimous ? "" : "*")
          })
    }
    return [places.isEmpty ? "Phases over alpha and \(axis)" : places.joined(separator: ", ")] + table.lines
  }
}
