import Glibc
import Objectives
import Stores

/// The arrays of every checkpoint that are its parameters, in their order.
struct ArraySelection: Sendable {
  /// Names, shapes and places in a row.
  let layout: ParameterLayout
  /// The precision that holds all of them.
  private(set) var precision: StreamedVariable.Precision
  /// The checkpoint that the others are compared with.
  private let first: String

  /// Chooses among the arrays of the first checkpoint.
  ///
  /// Patterns come one after the other; arrays of one pattern, or all without patterns, in the order of their names,
  /// in which numbers count by value. Arrays of integers are no parameters.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  init(_ checkpoint: CheckpointArrays, _ request: TrajectoryImport.Request) throws(ReportError) {
    let sorted = checkpoint.arrays.filter { $0.precision != nil }.sorted { precedesByNumbers($0.name, $1.name) }
    var chosen: [CheckpointArrays.Array] = []
    for pattern in request.patterns.isEmpty ? ["*"] : request.patterns {
      let matching = sorted.filter { fnmatch(pattern, $0.name, 0) == 0 }
      guard !matching.isEmpty else {
        let names = checkpoint.arrays.prefix(8).map(\.name).joined(separator: ", ")
        throw .importing(
          checkpoint.path, "no array of real numbers in it matches '\(pattern)'",
          checkpoint.arrays.isEmpty ? "give another file" : "choose among \(names)")
      }
      for array in matching where !chosen.contains(where: { $0.name == array.name }) { chosen.append(array) }
    }
    // A stacked file may have its steps as real numbers.
    if request.patterns.isEmpty { chosen.removeAll { $0.name == "step" } }
    var layout = ParameterLayout()
    for array in chosen {
      let shape = try Self.shape(array, checkpoint, request)
      let (end, overflow) = layout.count.addingReportingOverflow(shape.reduce(1, *))
      guard !overflow, end < 1 << 40 else {
        throw .importing(checkpoint.path, "it has more than 2^40 parameters", "choose fewer with --pattern")
      }
      layout.append(array.name, shape: shape)
    }
    guard layout.count > 0 else {
      throw .importing(checkpoint.path, "it has no arrays of real numbers with elements", "give another file")
    }
    self.layout = layout
    precision = chosen.contains { $0.precision == .double } ? .double : .float
    first = checkpoint.path
  }

  /// The shape of an array at one checkpoint.
  private static func shape(
    _ array: CheckpointArrays.Array, _ checkpoint: CheckpointArrays, _ request: TrajectoryImport.Request
  ) throws(ReportError) -> [Int] {
    guard request.isStacked else { return array.shape }
    guard !array.shape.isEmpty else {
      throw .importing(
        checkpoint.path, "its array '\(array.name)' is one number and has no axis of checkpoints",
        "leave it out with --pattern, or leave --stacked out")
    }
    return Array(array.shape.dropFirst())
  }

  /// The arrays of a checkpoint that are parameters; those that match a pattern are the same everywhere.
  ///
  /// - Throws: `ReportError` of kind `badInput` if one is missing or too many, or has another shape.
  func arrays(
    of checkpoint: CheckpointArrays, _ request: TrajectoryImport.Request
  ) throws(ReportError) -> [CheckpointArrays.Array] {
    let own = try ArraySelection(checkpoint, request)
    let names = own.layout.slices.map(\.name)
    if let missing = layout.slices.first(where: { !names.contains($0.name) }) {
      throw .importing(
        checkpoint.path, "it lacks the array '\(missing.name)', which '\(first)' has",
        "import the two as trajectories of their own")
    }
    for slice in own.layout.slices {
      guard let known = layout[slice.name] else {
        throw .importing(
          checkpoint.path, "it has the array '\(slice.name)', which '\(first)' has not",
          "choose the arrays with --pattern")
      }
      guard known.shape == slice.shape else {
        throw .importing(
          checkpoint.path, "its array '\(slice.name)' has the shape \(slice.shape), and in '\(first)' \(known.shape)",
          "import the two as trajectories of their own")
      }
    }
    return layout.slices.compactMap { slice in checkpoint.arrays.first { $0.name == slice.name } }
  }

  /// Checks a checkpoint, and widens the precision to its own.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  mutating func check(_ checkpoint: CheckpointArrays, _ request: TrajectoryImport.Request) throws(ReportError) {
    if try arrays(of: checkpoint, request).contains(where: { $0.precision == .double }) { precision = .double }
  }

  /// Opens a checkpoint that has been checked before, and checks that it is as it was.
  ///
  /// - Throws: `ReportError` of kind `badInput`.
  func open(
    _ location: CheckpointLocation, _ request: TrajectoryImport.Request
  ) throws(ReportError) -> [CheckpointArrays.Array] {
    try arrays(of: CheckpointArrays(location, group: request.group), request)
  }
}
