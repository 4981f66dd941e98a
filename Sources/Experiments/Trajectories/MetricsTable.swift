import Foundation
import TensorFiles

/// Metrics of one run over its steps, read from a table.
struct MetricsTable: Equatable {
  struct Metric: Equatable {
    let name: String
    let values: [Double]
  }

  /// Ascending.
  let steps: [Int]
  /// In the order of the table, the steps left out.
  let metrics: [Metric]
}

extension MetricsTable {
  /// Reads a .csv with a line of names, or an .npz with an array each; one is called `step`.
  ///
  /// - Throws: `ReportError` of kind `badInput` that names file, line and column.
  init(path: String) throws(ReportError) {
    let columns = path.lowercased().hasSuffix(".csv") ? try Self.lines(path) : try Self.arrays(path)
    guard let step = columns.first(where: { $0.name == "step" }) else {
      throw .importing(path, "it has no column 'step'", "name the column with the steps so")
    }
    let steps = step.values.compactMap { Int(exactly: $0) }
    guard steps.count == step.values.count, zip(steps, steps.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .importing(path, "its steps are not whole numbers that ascend", "sort its rows and remove repeated ones")
    }
    self.steps = steps
    metrics = columns.filter { $0.name != "step" }
  }

  private static func lines(_ path: String) throws(ReportError) -> [Metric] {
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
      throw .importing(path, "it cannot be read as text", "check the path, and save it as UTF-8")
    }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let names = fields(lines.first ?? "")
    guard Set(names).count == names.count, !names.contains(where: \.isEmpty) else {
      throw .importing(path, "its first line does not name every column differently", "give it a line of names")
    }
    var columns = [[Double]](repeating: [], count: names.count)
    for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
      let fields = fields(line)
      guard fields.count == names.count else {
        throw .importing(
          path, "line \(index + 1) has \(fields.count) fields for \(names.count) columns", "correct the line")
      }
      for (column, field) in fields.enumerated() {
        // A metric that was not measured at a step is left empty.
        guard let value = field.isEmpty ? .nan : Double(field) else {
          throw .importing(
            path, "line \(index + 1) has '\(field.prefix(40))' in column '\(names[column])'", "give it a number")
        }
        columns[column].append(value)
      }
    }
    return zip(names, columns).map { Metric(name: $0, values: $1) }
  }

  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
    }
  }

  private static func arrays(_ path: String) throws(ReportError) -> [Metric] {
    let content = try CheckpointArrays(CheckpointLocation(path: path, arrays: []))
    guard let first = content.arrays.first, first.shape.count == 1,
      content.arrays.allSatisfy({ $0.shape == first.shape })
    else {
      throw .importing(path, "its arrays are not all of one axis and one length", "save an array a metric")
    }
    // As large as the file itself, unless that is deflated.
    guard first.shape[0] <= 1 << 24 else {
      throw .importing(path, "it has \(first.shape[0]) steps", "give at most \(1 << 24)")
    }
    var metrics: [Metric] = []
    for array in content.arrays { metrics.append(Metric(name: array.name, values: try array.doubles())) }
    return metrics
  }
}
