import Foundation
import Objectives
import Stores

/// All of a trajectory.h5 but the parameters, of which a row is asked for at a time.
///
/// Imports and our own runs write their files through this.
struct TrajectoryContent {
  /// The runs, by name.
  var runs: [String]
  /// The steps of each run's checkpoints, ascending.
  var steps: [[Int]]
  /// Names, shapes and places of the arrays in a row of parameters.
  var layout: ParameterLayout
  /// The metrics of each run, or none.
  var history: TrajectoryHistory?
  /// What is known of the runs, over `run`.
  var coordinates: [StoredVariable] = []
  /// What the file says of itself beside its layers.
  var attributes: [StoredAttribute]

  /// The number of positions along the dimension `checkpoint`.
  private var length: Int { steps.map(\.count).max() ?? 0 }

  /// Writes the file; memory for two rows is needed.
  ///
  /// - Parameter row: fills a buffer with the parameters of a run's checkpoint, in the order of the file.
  /// - Throws: `StoreError`, with the words of what `row` throws; what was at `path` is untouched then.
  func write<Element: StoredReal>(
    to path: String,
    _ row: @escaping (_ run: Int, _ checkpoint: Int, UnsafeMutableBufferPointer<Element>) throws -> Void
  ) throws(StoreError) {
    let count = layout.count
    let parameters = StreamedVariable(
      Self.name, over: Self.axes, Element.precision, storage: .plain, units: "1", longName: Self.longName,
      part: part { run, checkpoint in
        Element.stored(
          try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            try row(run, checkpoint, UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
          })
      })
    try group.write(to: path, streaming: [parameters])
  }

  /// Writes the file, for which rows are copied from where they are.
  ///
  /// - Parameter place: where the parameters of a run's checkpoint are, in the order of the file.
  /// - Throws: `StoreError`, with the words of what `place` throws; what was at `path` is untouched then.
  func write(
    to path: String, _ precision: StreamedVariable.Precision,
    copying place: @escaping (_ run: Int, _ checkpoint: Int) throws -> StoredPlace
  ) throws(StoreError) {
    let parameters = StreamedVariable(
      Self.name, over: Self.axes, precision, units: "1", longName: Self.longName, copying: part(place))
    try group.write(to: path, streaming: [parameters])
  }

  private static let name = "parameters", axes = ["run", "checkpoint", "parameter"]
  private static let longName = "all parameters of the model, in the order of the attribute 'layers'"

  /// What `row` gives for a part of the parameters, by run and checkpoint; nil where a run has no such checkpoint.
  private func part<Row>(
    _ row: @escaping (_ run: Int, _ checkpoint: Int) throws -> Row
  ) -> (Int) throws -> Row? {
    let (steps, length) = (steps, length)
    return { number in
      let (run, checkpoint) = (number / length, number % length)
      return checkpoint < steps[run].count ? try row(run, checkpoint) : nil
    }
  }

  private var group: StoredGroup {
    let padded = steps.flatMap { $0.map(Int64.init) + [Int64](repeating: -1, count: length - $0.count) }
    return StoredGroup(
      attributes: attributes + [StoredAttribute("layers", .text(layers))],
      dimensions: [
        StoredDimension("run", .text(runs), units: "1", longName: "name of the run"),
        StoredDimension("checkpoint", count: length), StoredDimension("parameter", count: layout.count),
      ],
      variables: coordinates + [
        StoredVariable(
          "step", over: ["run", "checkpoint"], .int64(padded), units: "step",
          longName: "optimiser steps taken; -1 where a run has no such checkpoint"),
        StoredVariable(
          "checkpoint_count", over: ["run"], .int64(steps.map { Int64($0.count) }), units: "1",
          longName: "number of the run's checkpoints, the others being missing"),
      ], groups: history.map { [$0.group(runCount: runs.count)] } ?? [])
  }

  /// Such as `[{"name":"layers.0.weight","offset":0,"shape":[200,5]}]`.
  private var layers: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(layout.slices)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }
}

/// Metrics over the steps of runs.
struct TrajectoryHistory {
  /// The steps of any run, ascending.
  private(set) var steps: [Int] = []
  /// Per metric: its name, and its values per run and step; NaN where a run has none.
  private(set) var metrics: [(name: String, values: [Double])] = []

  /// The histories of runs, each a table of metrics over its own steps.
  init(_ tables: [MetricsTable?]) {
    let all = Set(tables.flatMap { $0?.steps ?? [] }).sorted()
    let place = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    var names: [String] = []
    for name in tables.flatMap({ $0?.metrics.map(\.name) ?? [] }) where !names.contains(name) { names.append(name) }
    steps = all
    metrics = names.map { name in
      var values = [Double](repeating: .nan, count: tables.count * all.count)
      for (run, table) in tables.enumerated() {
        guard let table, let metric = table.metrics.first(where: { $0.name == name }) else { continue }
        for (step, value) in zip(table.steps, metric.values) {
          if let index = place[step] { values[run * all.count + index] = value }
        }
      }
      return (name, values)
    }
  }

  func group(runCount: Int) -> StoredGroup {
    StoredGroup(
      name: "history",
      dimensions: [
        StoredDimension(
          "history_step", .int64(steps.map(Int64.init)), units: "step", longName: "optimiser steps taken")
      ],
      variables: metrics.map {
        StoredVariable($0.name, over: ["run", "history_step"], .double($0.values), units: "1", longName: $0.name)
      })
  }
}
