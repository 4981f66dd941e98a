import Stores

extension ResultFile {
  /// So many slices are still read as tables one after another.
  static let mostSlices = 16

  /// The parts of this file at each combination of the values of its further axes, those at `places` alone.
  ///
  /// A slice has the axes that all files of its kind have; one of these that `places` name has length 1.
  ///
  /// - Throws: `ReportError` of kind `badRequest` for a place that the file does not hold, and for more than `most` slices.
  func slices(at places: [Coordinate], atMost most: Int) throws(ReportError) -> [ResultFile] {
    let file = try cut(at: places)
    let count = file.furtherAxes.reduce(1) { $0 * Double($1.values.count) }
    guard count <= Double(most) else {
      let axes = file.furtherAxes.filter { $0.values.count > 1 }
      let choices = axes.map { "--at \($0.key)=VALUE from \($0.list)" }.joined(separator: ", and ")
      throw ReportError(
        .badRequest, "Cannot show '\(path)' at \(Int(count)) combinations of its further axes at once: give \(choices)."
      )
    }
    return file.everySlice
  }

  /// The part of this file at `places`.
  ///
  /// - Throws: `ReportError` of kind `badRequest` for a place that the file does not hold.
  func cut(at places: [Coordinate]) throws(ReportError) -> ResultFile {
    var file = self
    for place in places {
      let (axis, index) = try file.root.position(of: place, in: path)
      file = file.cut(axis, at: index)
    }
    return file
  }

  private var everySlice: [ResultFile] {
    guard let axis = furtherAxes.first else { return [self] }
    return axis.values.indices.flatMap { cut(axis, at: $0).everySlice }
  }

  private func cut(_ axis: ResultAxis, at index: Int) -> ResultFile {
    let isFurther = furtherAxes.contains { $0.dimension == axis.dimension }
    var file = cutting(axis.dimension, at: index, keepingAxis: !isFurther)
    if isFurther { file.at.append(Coordinate(key: axis.key, value: axis.values[index])) }
    return file
  }
}

extension StoredGroup {
  /// The axes with coordinates, in the order of the file.
  var axes: [ResultAxis] {
    dimensions.compactMap { dimension in
      let values: [Coordinate.Value]
      switch dimension.coordinates {
      case .text(let words): values = words.map(Coordinate.Value.word)
      case let coordinates: values = (coordinates?.numbers ?? []).map(Coordinate.Value.number)
      }
      var key = dimension.name
      for attribute in dimension.attributes where attribute.name == "key" {
        if case .text(let text) = attribute.value { key = text }
      }
      return values.isEmpty ? nil : ResultAxis(key: key, dimension: dimension.name, values: values)
    }
  }

  /// Where `place` is: along which axis, and its number there.
  ///
  /// - Throws: `ReportError` of kind `badRequest` for a place that the group, from the file at `path`, does not hold.
  func position(of place: Coordinate, in path: String) throws(ReportError) -> (axis: ResultAxis, index: Int) {
    guard let axis = axes.first(where: { $0.key == place.key || $0.dimension == place.key }) else {
      let names = axes.filter { $0.values.count > 1 }.map(\.key).joined(separator: ", ")
      throw ReportError(
        .badRequest,
        "Cannot look at '\(path)' at \(place.text), because it has no axis '\(place.key)': "
          + (names.isEmpty ? "leave it out." : "choose from \(names)."))
    }
    guard let index = axis.values.firstIndex(where: { $0.matches(place.value) }) else {
      throw ReportError(
        .badRequest, "Cannot look at '\(path)' at \(place.text), which it does not hold: choose from \(axis.list).")
    }
    return (axis, index)
  }
}

/// An axis of a result file.
struct ResultAxis {
  /// The key of the study, and the name of the dimension.
  let key: String, dimension: String
  let values: [Coordinate.Value]

  /// Such as `0.1, 1`; the ends of a long list.
  var list: String {
    let texts = values.map(\.text)
    return (texts.count > 12 ? texts.prefix(10) + ["...", texts[texts.count - 1]] : texts[...]).joined(separator: ", ")
  }
}
