extension StoredGroup {
  /// This group at one position along one of its dimensions, which then has length 1, or is gone.
  ///
  /// Subgroups are not cut.
  public func cut(_ dimension: String, at index: Int, keepingAxis: Bool) -> StoredGroup {
    guard let axis = dimensions.firstIndex(where: { $0.name == dimension }) else {
      preconditionFailure("a group is cut along a dimension of its own")
    }
    precondition((0..<dimensions[axis].count).contains(index), "a group is cut at a position that it has")
    let lengths = Dictionary(dimensions.map { ($0.name, $0.count) }, uniquingKeysWith: { first, _ in first })
    var group = self
    if keepingAxis {
      group.dimensions[axis].count = 1
      group.dimensions[axis].coordinates = dimensions[axis].coordinates?.elements([index])
    } else {
      group.dimensions.remove(at: axis)
    }
    for (i, variable) in variables.enumerated() {
      guard let position = variable.dimensions.firstIndex(of: dimension) else { continue }
      let count = dimensions[axis].count
      let inner = variable.dimensions[(position + 1)...].reduce(1) { $0 * (lengths[$1] ?? 1) }
      let outer = count > 0 ? variable.values.count / (count * max(inner, 1)) : 0
      let kept = (0..<outer).flatMap { row in
        let first = (row * count + index) * inner
        return first..<(first + inner)
      }
      group.variables[i].values = variable.values.elements(kept)
      if !keepingAxis { group.variables[i].dimensions.remove(at: position) }
    }
    return group
  }
}

extension StoredValues {
  /// The elements at these positions.
  fileprivate func elements(_ positions: [Int]) -> StoredValues {
    switch self {
    case .float(let values): .float(positions.map { values[$0] })
    case .double(let values): .double(positions.map { values[$0] })
    case .int32(let values): .int32(positions.map { values[$0] })
    case .int64(let values): .int64(positions.map { values[$0] })
    case .uint8(let values): .uint8(positions.map { values[$0] })
    case .text(let values): .text(positions.map { values[$0] })
    }
  }
}
