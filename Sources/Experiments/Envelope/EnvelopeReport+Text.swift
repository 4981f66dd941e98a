extension EnvelopeReport {
  /// The report as a table of points and a summary.
  public var text: String {
    let hasMessiness = points.contains { $0.alongMessiness != nil }
    var table = TextTable(
      headings: ["point", "seed", "n_train", "messiness", swept, "train loss", "tangent/radial", "dl/dw", "error"]
        + (hasMessiness ? ["dl/dm", "error"] : []) + ["counts"])
    table.rows = points.map { point in
      var row = [
        String(point.point), String(point.seed), String(point.nTrain), NumberText.coordinate(point.messiness.value),
        NumberText.coordinate(point.sweptValue.value), NumberText.measured(point.trainLoss.value),
        NumberText.measured(point.stationarity.value),
      ]
      for comparison in [point.alongNorm] + (hasMessiness ? [point.alongMessiness].compactMap(\.self) : []) {
        row += [
          NumberText.measured(comparison.derivative.value), Self.percent(comparison.relativeError.value),
        ]
      }
      return row + [point.counts ? "yes" : "no"]
    }
    var lines = [
      title,
      "derivatives of the reduced training loss against differences of minima at w (1 +- h)"
        + (hasMessiness ? " and m +- h" : "") + ", h = \(NumberText.coordinate(step))", "",
    ]
    lines += table.lines
    var items = [
      (
        "points with a tangential gradient of at most \(Self.percent(stationarityBound)) of the radial derivative",
        "\(countingPoints) of \(points.count) (\(Self.percent(countingFraction.value)))"
      ), ("their median relative error of dl/dw", Self.percent(medianRelativeError.norm.value)),
    ]
    if let messiness = medianRelativeError.messiness {
      items.append(("their median relative error of dl/dm", Self.percent(messiness.value)))
    }
    items.append(("within \(Self.percent(tolerance))", agrees ? "yes" : "no"))
    return (lines + [""] + TextTable.list(items.map { (name: $0.0, value: $0.1) })).joined(separator: "\n")
  }

  private static func percent(_ fraction: Double) -> String {
    fraction.isFinite ? "\(NumberText.measured(100 * fraction)) %" : "-"
  }
}
