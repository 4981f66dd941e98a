import Landscapes
import Stores

extension ResultFile {
  /// The elements of the variable that `path` names, at the coordinates that it chooses; nil if there are none.
  ///
  /// A blur runs over the plane of a landscape, the weight norm and messiness, or n_train where messiness is not swept; nil
  /// for a variable that is not over it.
  func numbers(at path: QuantityPath, blur: GaussianBlur? = nil) -> [Double]? {
    guard path.steps.count == 1, let step = path.steps.first, let variable = variable(step.name),
      var values = variable.values.numbers
    else { return nil }
    if let blur {
      guard let blurred = blurred(values, over: variable.dimensions, by: blur) else { return nil }
      values = blurred
    }
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

  /// Row-major values over `dimensions` with every plane of them blurred.
  private func blurred(_ values: [Double], over dimensions: [String], by blur: GaussianBlur) -> [Double]? {
    let lengths = dimensions.compactMap { try? coordinates($0).count }
    func place(_ names: [String]) -> Int? {
      names.lazy.compactMap { dimensions.firstIndex(of: $0) }.first { lengths[$0] > 1 }
    }
    guard lengths.count == dimensions.count, lengths.reduce(1, *) == values.count,
      let across = place(["alpha", "weight_norm"]), let up = place(["messiness", "n_train"])
    else { return nil }
    let strides = lengths.indices.map { lengths[($0 + 1)...].reduce(1, *) }
    var result = values
    // Each plane begins where both of its places are 0.
    for start in values.indices
    where start / strides[across] % lengths[across] == 0 && start / strides[up] % lengths[up] == 0 {
      let offsets = (0..<lengths[up]).map { row in
        (0..<lengths[across]).map { start + row * strides[up] + $0 * strides[across] }
      }
      let plane = blur.blurred(offsets.map { $0.map { values[$0] } })
      for (places, row) in zip(offsets, plane) { for (offset, value) in zip(places, row) { result[offset] = value } }
    }
    return result
  }
}
