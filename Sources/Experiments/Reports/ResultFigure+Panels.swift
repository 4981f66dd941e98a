import Figures

extension FigureRequest {
  /// The figure at each value of an axis, side by side; of more values than find room some, evenly spread, which the
  /// figure says.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if the file has no such axis, and for figures that share no axes.
  func smallMultiples(of file: ResultFile, over key: String) throws(ReportError) -> any Figure {
    let several = file.axes.filter { $0.values.count > 1 && !Self.within.contains($0.dimension) }
    guard let axis = file.axes.first(where: { $0.key == key || $0.dimension == key }),
      !places.contains(where: { $0.key == axis.key || $0.key == axis.dimension })
    else {
      let names = several.map(\.key).joined(separator: ", ")
      throw ReportError(
        .badRequest,
        "Cannot draw '\(file.path)' side by side over '\(key)', "
          + (file.axes.contains { $0.key == key } ? "which --at holds at one value: " : "which is no axis of it: ")
          + (names.isEmpty ? "leave that out." : "choose from \(names)."))
    }
    let count = axis.values.count, shown = min(count, SmallMultiplesFigure.most)
    let values = (0..<shown).map { axis.values[shown > 1 ? $0 * (count - 1) / (shown - 1) : 0] }
    var panels: [SmallMultiplesFigure.Panel] = []
    for value in values {
      var request = self
      let place = Coordinate(key: axis.key, value: value)
      request.panels = nil
      request.places.append(place)
      panels.append(.init(header: place.symbol, figure: try request.figure(of: file)))
    }
    do throws(FigureError) {
      return try SmallMultiplesFigure(
        panels: panels, remark: shown < count ? FigureText("\(shown) of \(count) values of \(axis.key)") : nil)
    } catch {
      throw ReportError(
        .badRequest,
        "Cannot draw '\(file.path)' side by side over '\(key)', because its plots would not share their axes: choose an "
          + "axis that they do not show, and loss curves, heat maps, planes, accuracies or phases.")
    }
  }

  /// What lies within every figure.
  private static let within: Set = ["history_step"]
}

extension Coordinate {
  /// The place with the letter of its axis, where it has one.
  var symbol: FigureText {
    let value = FigureText(" = \(value.text)")
    return switch key {
    case "n_train": .italic("N") + value
    case "alpha": .italic("α") + value
    case "messiness": .italic("m") + value
    case "weight_decay": .italic("γ") + value
    default: FigureText(text)
    }
  }
}
