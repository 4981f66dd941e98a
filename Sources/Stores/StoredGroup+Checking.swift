extension StoredGroup {
  /// Throws unless this group can be stored: names are valid and unique, dimensions known, counts consistent.
  ///
  /// - Parameters:
  ///   - lengths: The lengths of the dimensions of the enclosing groups.
  ///   - place: What the names inside are preceded by in messages: empty for the root, else such as `history/`.
  ///   - streamed: Variables beside this group's own.
  func check(
    _ attempt: Attempt, lengths: [String: Int] = [:], place: String = "", streamed: [StreamedVariable] = []
  ) throws(StoreError) {
    let checker = Checker(attempt: attempt)
    try checker.checkAttributes(attributes, of: place.isEmpty ? "the file" : "the group '\(place.dropLast())'")

    var lengths = lengths
    var names: Set<String> = []
    for dimension in dimensions {
      try checker.checkName(dimension.name, "dimension", in: place, &names)
      guard lengths[dimension.name] == nil else {
        throw checker.malformed(
          "'\(place)\(dimension.name)' has the name of a dimension of an enclosing group", "rename one of them")
      }
      try checker.checkDimension(dimension, place + dimension.name)
      lengths[dimension.name] = dimension.count
    }
    for variable in variables {
      try checker.checkName(variable.name, "variable", in: place, &names)
      try checker.checkVariable(variable, place + variable.name, lengths)
    }
    for variable in streamed {
      try checker.checkName(variable.name, "variable", in: place, &names)
      _ = try checker.checkAxes(variable.dimensions, variable.name, variable.name, lengths)
      try checker.checkAttributes(variable.attributes, of: "the variable '\(variable.name)'")
    }
    for group in groups {
      try checker.checkName(group.name, "group", in: place, &names)
      try group.check(attempt, lengths: lengths, place: place + group.name + "/")
    }
  }
}

/// The rules that a value must keep to become an HDF5 file that is also netCDF-4.
private struct Checker {
  let attempt: Attempt

  func malformed(_ problem: String, _ advice: String) -> StoreError { attempt.error(.malformed, problem, advice) }

  func checkName(
    _ name: String, _ what: String, in place: String, _ names: inout Set<String>
  ) throws(StoreError) {
    try checkCharacters(name, what, in: place)
    guard names.insert(name).inserted else {
      throw malformed(
        "the name '\(place)\(name)' is used twice",
        "the dimensions, variables and groups beside each other need different names")
    }
  }

  /// The rules of netCDF for names; HDF5 itself also reads "." as "this group".
  private func checkCharacters(_ name: String, _ what: String, in place: String) throws(StoreError) {
    let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 && $0 != "/" }
    let isWord = !name.isEmpty && name != "." && name != ".." && !name.hasPrefix(" ") && !name.hasSuffix(" ")
    guard isPlain && isWord && name.utf8.count <= 256 else {
      throw malformed(
        "'\(place)\(name)' cannot be the name of a \(what)",
        "use 1 to 256 bytes without slashes, control characters and spaces at the ends")
    }
  }

  func checkAttributes(_ attributes: [StoredAttribute], of owner: String) throws(StoreError) {
    var names: Set<String> = []
    for attribute in attributes {
      try checkCharacters(attribute.name, "attribute", in: "")
      guard names.insert(attribute.name).inserted else {
        throw malformed("the attribute '\(attribute.name)' of \(owner) is given twice", "give it once")
      }
      guard !Bookkeeping.reserved.contains(attribute.name), attribute.name != Bookkeeping.fillValue else {
        throw malformed(
          "the attribute '\(attribute.name)' of \(owner) is kept by the file format itself", "use another name")
      }
      try checkText(attribute.value.elements.values, "the attribute '\(attribute.name)' of \(owner)")
    }
  }

  func checkDimension(_ dimension: StoredDimension, _ name: String) throws(StoreError) {
    guard let coordinates = dimension.coordinates else {
      guard dimension.attributes.isEmpty else {
        throw malformed(
          "the dimension '\(name)' has attributes but no coordinates", "give it coordinates or no attributes")
      }
      guard dimension.count >= 0 else {
        throw malformed("the dimension '\(name)' has the length \(dimension.count)", "give it a length of 0 or more")
      }
      return
    }
    guard coordinates.count == dimension.count else {
      throw malformed(
        "the dimension '\(name)' has the length \(dimension.count) but \(coordinates.count) coordinates",
        "give it one coordinate per position")
    }
    try checkText(coordinates, "the dimension '\(name)'")
    try checkAttributes(dimension.attributes, of: "the dimension '\(name)'")
  }

  /// The lengths of the axes of a variable.
  func checkAxes(
    _ dimensions: [String], _ variable: String, _ name: String, _ lengths: [String: Int]
  ) throws(StoreError) -> [Int] {
    guard lengths[variable] == nil else {
      throw malformed(
        "the variable '\(name)' has the name of a dimension", "rename it, or make it the coordinates of the dimension")
    }
    guard Set(dimensions).count == dimensions.count, dimensions.count <= 32 else {
      throw malformed(
        "the variable '\(name)' has a dimension twice or more than 32 of them",
        "name each axis differently, and join some if there are so many")
    }
    var shape: [Int] = []
    for dimension in dimensions {
      guard let length = lengths[dimension] else {
        throw malformed(
          "the variable '\(name)' is over '\(dimension)', which is not a dimension of its group or an enclosing one",
          "add that dimension or correct its name")
      }
      shape.append(length)
    }
    return shape
  }

  func checkVariable(_ variable: StoredVariable, _ name: String, _ lengths: [String: Int]) throws(StoreError) {
    let shape = try checkAxes(variable.dimensions, variable.name, name, lengths)
    let count = Extent.count(shape)
    guard variable.values.count == count else {
      let axes = zip(variable.dimensions, shape).map { "\($0) \($1)" }.joined(separator: ", ")
      throw malformed(
        "the variable '\(name)' has \(variable.values.count) values for \(count) places (\(axes))",
        "give it one value per place")
    }
    try checkText(variable.values, "the variable '\(name)'")
    try checkAttributes(variable.attributes, of: "the variable '\(name)'")
  }

  /// In a file a text ends at its first NUL.
  private func checkText(_ values: StoredValues, _ owner: String) throws(StoreError) {
    guard case .text(let texts) = values else { return }
    guard !texts.contains(where: { $0.utf8.contains(0) }) else {
      throw malformed("\(owner) has a text with a NUL character", "remove that character")
    }
  }
}
