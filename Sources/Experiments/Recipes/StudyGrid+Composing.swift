import Stores

extension StudyGrid {
  /// The axes of the swept keys in result files.
  var keyDimensions: [StoredDimension] { (study.swept?.keys ?? []).map(\.dimension) }
}

extension SweptKey {
  /// The axis of the key in result files: numbers, or words where some values are none.
  ///
  /// Names that programs can use as their own have no dots; `steps` is a variable, what limits it is `step_limit`.
  var dimension: StoredDimension {
    let whole = values.compactMap { Int64($0) }
    let coordinates: StoredValues =
      whole.count == values.count ? .int64(whole) : numbers.map(StoredValues.double) ?? .text(values)
    return StoredDimension(
      name == "steps" ? "step_limit" : name.split(separator: ".").joined(separator: "_"), coordinates, units: "1",
      longName: "the study's \(name)", attributes: [StoredAttribute("key", .text(name))])
  }
}
