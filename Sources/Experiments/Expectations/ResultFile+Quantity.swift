import Stores

extension ResultFile {
  /// The elements of the variable that `path` names, at the coordinates that it chooses; nil if there are none.
  func numbers(at path: QuantityPath) -> [Double]? {
    guard path.steps.count == 1, let step = path.steps.first, let variable = variable(step.name),
      let values = variable.values.numbers
    else { return nil }
    // For each dimension the places that are chosen.
    var places: [[Int]] = []
    for name in variable.dimensions {
      guard let coordinates = try? coordinates(name) else { return nil }
      let choice = step.choices.first { $0.key == name }
      places.append(coordinates.indices.filter { choice?.matches(coordinates[$0]) ?? true })
      guard places.last?.isEmpty == false else { return nil }
    }
    guard step.choices.allSatisfy({ variable.dimensions.contains($0.key) }) else { return nil }
    let lengths = variable.dimensions.compactMap { try? coordinates($0).count }
    var offsets = [0]
    for (chosen, length) in zip(places, lengths) {
      offsets = offsets.flatMap { offset in chosen.map { offset * length + $0 } }
    }
    return offsets.map { values[$0] }
  }
}
