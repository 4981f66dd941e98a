import Stores

/// A file that grokscape wrote, read whole, and the questions that all kinds of such files answer.
struct ResultFile: Sendable {
  /// What a file holds, as its attribute `kind` says.
  enum Kind: String, Sendable, CaseIterable {
    case landscape
    case dynamics
    case path
    case pca
    case slice
    case hessian

    /// What stands in a sentence for the content of such a file.
    var content: String {
      switch self {
      case .landscape: "a landscape"
      case .dynamics: "dynamics"
      case .path: "reduced paths"
      case .pca: "principal components"
      case .slice: "a slice of a loss"
      case .hessian: "the curvature at a point"
      }
    }

    /// The dimensions that files of this kind may have without any further key being swept.
    var ownDimensions: Set<String> {
      switch self {
      case .landscape: ["seed", "n_train", "messiness", "alpha", "weight_norm"]
      case .dynamics:
        ["seed", "n_train", "alpha", "start_weight_norm", "weight_decay", "threshold", "history_step"]
      case .path: ["seed", "n_train", "start", "weight_decay", "level", "messiness", "alpha", "weight_norm"]
      case .pca: ["run", "component", "state", "plane_x", "plane_y"]
      case .slice: ["x", "y", "z"]
      case .hessian: ["block", "top_rank", "bottom_rank", "vector_block"]
      }
    }
  }

  /// What is as long as the parameters, which no figure or report shows.
  private static let vectors: Set = [
    "parameters", "direction", "mean", "centre", "corner", "top_eigenvector",
    "bottom_eigenvector",
  ]

  static let schema = "grokscape/1"

  let path: String
  let kind: Kind
  /// Where along its further axes this is a slice of the file.
  var at: [Coordinate] = []
  private(set) var root: StoredGroup

  /// Reads the file at `path`.
  init(path: String) throws(ReportError) {
    self.path = path
    kind = try Self.kind(of: path)
    do throws(StoreError) {
      root = try StoredGroup(contentsOf: path, except: Self.vectors)
    } catch {
      throw ReportError(.badInput, error.description)
    }
  }

  /// What the file at `path` holds; known before anything large is read.
  private static func kind(of path: String) throws(ReportError) -> Kind {
    let (schema, name): (String?, String?)
    do throws(StoreError) {
      let reader = try StoreReader(path: path)
      let present = try reader.attributeNames(of: "")
      schema = present.contains("schema") ? try reader.text(attribute: "schema", of: "") : nil
      name = present.contains("kind") ? try reader.text(attribute: "kind", of: "") : nil
    } catch {
      throw ReportError(.badInput, error.description)
    }
    if schema == Self.schema, name == "trajectory" {
      throw ReportError(
        .badInput,
        "Cannot show '\(path)' because it holds a trajectory, whose checkpoints are no figure: take its principal "
          + "components with `grokscape trajectory pca`, and show those.")
    }
    guard schema == Self.schema, let kind = name.flatMap(Kind.init(rawValue:)) else {
      let found = schema.map { "its schema is '\($0)' and its kind '\(name ?? "")'" } ?? "it states no schema"
      throw ReportError(
        .badInput,
        "Cannot read '\(path)' as a result of grokscape because \(found): "
          + "give a file of schema '\(Self.schema)' and one of the kinds "
          + Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ") + ".")
    }
    return kind
  }

  /// Throws unless the file is of the kind that a command is for.
  func require(_ wanted: Kind) throws(ReportError) {
    guard kind == wanted else {
      throw ReportError(
        .badInput,
        "Cannot read '\(path)' as \(wanted.content) because it holds \(kind.content): give a \(wanted.rawValue).h5.")
    }
  }

  // MARK: - Parts

  var provenance: Provenance {
    var rootSeed: Int64?
    switch attribute("root_seed") {
    case .int64(let value): rootSeed = value
    case .int32(let value): rootSeed = Int64(value)
    case .text(let text): rootSeed = Int64(text)
    default: rootSeed = nil
    }
    return Provenance(
      file: path, title: text("title"), source: text("source"), preset: text("preset"),
      studySha256: text("study_sha256"), rootSeed: rootSeed)
  }

  func attribute(_ name: String) -> AttributeValue? { root.attributes.first { $0.name == name }?.value }

  /// Those of the root's attributes that have one of these names.
  func attributes(named names: [String]) -> [StoredAttribute] { root.attributes.filter { names.contains($0.name) } }

  /// A root attribute that is a text, if there is one of that name.
  func text(_ name: String) -> String? {
    if case .text(let text) = attribute(name) { text } else { nil }
  }

  /// A root attribute that is one real number.
  func number(attribute name: String) throws(ReportError) -> Double {
    guard case .double(let value) = attribute(name) else { throw lacks("a number as its attribute '\(name)'") }
    return value
  }

  func hasDimension(_ name: String) -> Bool { root.dimensions.contains { $0.name == name } }

  /// The length of a dimension; 0 if there is none of that name.
  func length(_ dimension: String) -> Int { root.dimensions.first { $0.name == dimension }?.count ?? 0 }

  /// What a dimension's coordinates are.
  func longName(ofDimension name: String) -> String? {
    let attributes = root.dimensions.first { $0.name == name }?.attributes ?? []
    guard case .text(let text) = attributes.first(where: { $0.name == "long_name" })?.value else { return nil }
    return text
  }

  /// The coordinates of a dimension that are texts; none where they are not.
  func words(_ dimension: String) -> [String] {
    guard case .text(let words) = root.dimensions.first(where: { $0.name == dimension })?.coordinates else { return [] }
    return words
  }

  /// The coordinates of a dimension.
  func coordinates(_ name: String) throws(ReportError) -> [Double] {
    guard let values = root.dimensions.first(where: { $0.name == name })?.coordinates?.numbers else {
      throw lacks("numbers along a dimension '\(name)'")
    }
    return values
  }

  /// The coordinates of a dimension that are whole numbers.
  func wholeCoordinates(_ name: String) throws(ReportError) -> [Int] {
    let values = try coordinates(name)
    let whole = values.compactMap { Int(exactly: $0) }
    guard whole.count == values.count else { throw lacks("whole numbers along its dimension '\(name)'") }
    return whole
  }

  /// The coordinates of a dimension that are positive and ascend, as logarithmic axes need them.
  func ascendingCoordinates(_ name: String) throws(ReportError) -> [Double] {
    let values = try coordinates(name)
    guard !values.isEmpty, values.allSatisfy({ $0 > 0 && $0.isFinite }),
      zip(values, values.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw lacks("positive, ascending numbers along its dimension '\(name)'") }
    return values
  }

  /// The axes with coordinates, in the order of the file.
  var axes: [ResultAxis] { root.axes }

  /// The axes of further swept keys.
  var furtherAxes: [ResultAxis] { axes.filter { !kind.ownDimensions.contains($0.dimension) } }

  /// This file at one position along a dimension.
  func cutting(_ dimension: String, at index: Int, keepingAxis: Bool) -> ResultFile {
    var file = self
    file.root = root.cut(dimension, at: index, keepingAxis: keepingAxis)
    return file
  }

  /// A root attribute that is one real number, or where its key is swept the value at this slice.
  func number(attribute name: String, orAt key: String) throws(ReportError) -> Double {
    if let place = at.first(where: { $0.key == key }) { return place.value.number }
    return try number(attribute: name)
  }

  func hasVariable(_ name: String) -> Bool { variable(name) != nil }

  /// The variable of that name, if there is one.
  func variable(_ name: String) -> StoredVariable? { root.variables.first { $0.name == name } }

  /// The elements of a variable of numbers over just these dimensions, in row-major order.
  func values(_ name: String, over dimensions: [String]) throws(ReportError) -> [Double] {
    guard let variable = variable(name), variable.dimensions == dimensions, let values = variable.values.numbers else {
      throw lacks("numbers '\(name)' over (\(dimensions.joined(separator: ", ")))")
    }
    return values
  }

  private func lacks(_ part: String) -> ReportError {
    ReportError(
      .badInput,
      "Cannot read '\(path)' as \(kind.content) because it lacks \(part): compose it again with `grokscape run`.")
  }
}
