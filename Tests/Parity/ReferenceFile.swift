import Foundation
import Stores

/// A reference file: its configuration and its arrays.
struct ReferenceFile {
  let store: StoreReader
  let configuration: Configuration

  /// Opens the file at `path` and reads its configuration.
  init(path: String) throws(ReferenceError) {
    do {
      store = try StoreReader(path: path)
      let json = Data(try store.text(attribute: "config", of: "").utf8)
      configuration = try JSONDecoder().decode(Configuration.self, from: json)
    } catch let error as StoreError {
      throw .unreadable(error.description)
    } catch {
      throw .unreadable("The configuration of '\(path)' is not the JSON object that is needed (\(error)).")
    }
  }

  /// Compares the engine with the file, by the kind of the file.
  func compare() throws(ReferenceError) -> Comparison {
    switch configuration.kind {
    case "mlp": return try comparePerceptron()
    case "addition": return try compareAddition()
    case "losses": return try compareLosses()
    case "activations": return try compareActivations()
    case "initializers": return try compareInitializers()
    case "pca": return try comparePrincipalComponents()
    case "filter_normalised": return try compareSlice()
    case "interpolation": return try compareInterpolation()
    case "hessian": return try compareHessian()
    case "reduced_ode": return try compareReducedPath()
    default: throw .unsupported("kind '\(configuration.kind)' is not supported")
    }
  }

  // MARK: - Comparing

  /// Compares a tensor with that at `path`.
  func compare(
    _ part: WritableKeyPath<Errors, Double?>, _ found: [Double], with path: String, _ errors: inout Errors
  ) throws(ReferenceError) {
    errors.add(part, found, try doubles(path, count: found.count))
  }

  /// Compares a table with that at `path`, each element judged by its own size.
  func compareEach(
    _ part: WritableKeyPath<Errors, Double?>, _ found: [Double], with path: String, _ errors: inout Errors
  ) throws(ReferenceError) {
    for (a, b) in zip(found, try doubles(path, count: found.count)) { errors.add(part, [a], [b]) }
  }

  // MARK: - Reading

  func exists(_ path: String) -> Bool { store.exists(path) }

  func names(in group: String) throws(ReferenceError) -> [String] {
    try reading { () throws(StoreError) in try store.names(in: group) }
  }

  func doubles(_ path: String) throws(ReferenceError) -> [Double] {
    try reading { () throws(StoreError) in try store.doubles(at: path) }
  }

  /// The `count` numbers at `path`.
  func doubles(_ path: String, count: Int) throws(ReferenceError) -> [Double] {
    let values = try doubles(path)
    guard values.count == count else {
      throw .unreadable("'\(path)' has \(values.count) elements instead of \(count).")
    }
    return values
  }

  func integers(_ path: String) throws(ReferenceError) -> [Int64] {
    try reading { () throws(StoreError) in try store.integers(at: path) }
  }

  /// The number of rows and of columns; an array of one axis is a column.
  func shape(_ path: String) throws(ReferenceError) -> (rows: Int, columns: Int) {
    let shape = try reading { () throws(StoreError) in try store.shape(of: path) }
    guard let rows = shape.first, rows > 0, shape.allSatisfy({ $0 > 0 }) else {
      throw .unreadable("'\(path)' has the shape \(shape), without rows.")
    }
    return (rows, shape.dropFirst().reduce(1, *))
  }

  /// The class labels at `path`, each below `classes`.
  func labels(_ path: String, below classes: Int) throws(ReferenceError) -> [Int32] {
    let labels = try integers(path)
    guard labels.allSatisfy({ $0 >= 0 && $0 < classes }) else {
      throw .unreadable("'\(path)' holds a label that is not in 0 ..< \(classes).")
    }
    return labels.map { Int32($0) }
  }

  func attribute(_ name: String, of path: String) throws(ReferenceError) -> AttributeValue {
    try reading { () throws(StoreError) in try store.value(attribute: name, of: path) }
  }

  private func reading<Value>(_ body: () throws(StoreError) -> Value) throws(ReferenceError) -> Value {
    do { return try body() } catch { throw .unreadable(error.description) }
  }
}
