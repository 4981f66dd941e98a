extension ContoursReport {
  /// The report as tables for people: a table a place along further axes, a column a training-set size.
  public var text: String {
    let what = quantity.rawValue.replacing("_", with: " ").replacing("train ", with: "training ")
    let over =
      seeds.count == 1 ? "" : ", medians over \(seeds.count) seeds (in brackets: how many pass it, if not all)"
    let blurred =
      blur.value.isFinite ? ", blurred by \(NumberText.cells(blur.value)) of the landscape" : ""
    let head =
      provenance.lines + [
        "alpha where the \(what) passes \(NumberText.coordinate(level.value)), first to last\(blurred)\(over)"
      ]
    var tables: [[String]] = [head]
    let places = rows.map(\.at).reduce(into: [[Coordinate]]()) { if $0.last != $1 { $0.append($1) } }
    for at in places {
      let rows = rows.filter { $0.at == at }
      tables.append((at.isEmpty ? [] : [at.map(\.text).joined(separator: ", ")]) + table(rows).lines)
    }
    return tables.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func table(_ rows: [Row]) -> TextTable {
    let hasMessiness = rows.contains { $0.messiness.value.isFinite }
    guard hasMessiness else {
      var table = TextTable(headings: ["n_train", "alpha"])
      table.rows = rows.map { ["\($0.nTrain)", cell($0)] }
      return table
    }
    let first = rows.filter { $0.nTrain == rows[0].nTrain }
    let sizes = rows.map(\.nTrain).reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
    var table = TextTable(headings: ["messiness"] + sizes.map { "n_train \($0)" })
    table.rows = first.indices.map { mess in
      [NumberText.coordinate(first[mess].messiness.value)]
        + sizes.indices.map { cell(rows[$0 * first.count + mess]) }
    }
    return table
  }

  private func cell(_ row: Row) -> String {
    guard row.count > 0 else { return "-" }
    let (first, last) = (NumberText.measured(row.first.value), NumberText.measured(row.last.value))
    return (first == last ? last : "\(first) to \(last)") + (row.count == seeds.count ? "" : " (\(row.count))")
  }
}
