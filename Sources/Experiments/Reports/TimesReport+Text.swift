extension TimesReport {
  /// The report as tables for people.
  public var text: String {
    let level = accuracyLevel.value.isFinite ? NumberText.coordinate(accuracyLevel.value) : "the level"
    let rate =
      learningRate.value.isFinite ? ", learning rate \(NumberText.coordinate(learningRate.value))" : ""
    let head =
      provenance.lines + [
        "Steps until the accuracy first reaches \(level), "
          + "medians over \(seeds.count) \(seeds.count == 1 ? "seed" : "seeds"); "
          + "predicted = ln(w_start / w_c) / (learning rate x gamma)\(rate)"
      ]
    return ([head] + sections.map(\.lines)).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }
}

extension TimesReport.Section {
  fileprivate var lines: [String] {
    let name = (at.map(\.text) + ["alpha = \(NumberText.coordinate(alpha.value))"]).joined(separator: ", ")
    let axis = along == "weight_decay" ? "gamma" : along
    let heading = threshold.value.isFinite ? "\(name), threshold = \(NumberText.coordinate(threshold.value))" : name
    var table = TextTable(headings: [
      axis, "t_train", "t_test", "runs that generalise", "||w|| at t_test", "predicted", "t_test / predicted",
    ])
    for row in rows {
      let numbers = [row.weightNormAtTest, row.predictedTime, row.ratio].map { NumberText.measured($0.value) }
      table.rows.append(
        [
          NumberText.coordinate(row.value.value), NumberText.coordinate(row.timeToTrain.median.value),
          NumberText.coordinate(row.timeToTest.median.value), "\(row.timeToTest.reached) of \(row.runs)",
        ] + numbers)
    }
    let law =
      slope.map { "  t_test ~ \(axis)^s with s = \($0.text), 95 % interval, over \($0.count) values of \(axis)" }
      ?? "  no power law: fewer than two values of \(axis) > 0 have a median t_test"
    return [heading] + table.lines + [law]
  }
}
