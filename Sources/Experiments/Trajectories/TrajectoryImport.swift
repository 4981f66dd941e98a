import Foundation
import Objectives
import Stores

/// An import of checkpoints that other programs saved into one trajectory.h5.
///
/// Each checkpoint is opened twice: its headers when the import is planned, its values when they are written. One is open at a
/// time, and memory holds two checkpoints' parameters at most.
public struct TrajectoryImport: Sendable {
  /// The checkpoints of one run.
  public struct Run: Sendable {
    /// What the run is called in the file.
    public var name: String
    /// Files, folders, or patterns of them.
    public var patterns: [String]

    /// The run `name` with the checkpoints that `patterns` stand for.
    public init(name: String, patterns: [String]) {
      self.name = name
      self.patterns = patterns
    }
  }

  /// Where the steps of checkpoints are taken from.
  public enum Steps: Sendable, Equatable {
    /// From metadata if all checkpoints have them, else from names.
    case automatic
    /// The last whole number in the name of the file or folder.
    case names
    /// An array `step`, the entry `step` of safetensors' metadata, or the attribute `step` of an HDF5 group.
    case metadata
    /// These, in the order of the checkpoints.
    case list([Int])
  }

  /// What is imported, and how.
  public struct Request: Sendable {
    /// The runs.
    public var runs: [Run]
    /// The arrays that are parameters, by their names; none for all arrays of real numbers.
    public var patterns: [String] = []
    /// Where the steps are taken from.
    public var steps = Steps.automatic
    /// Whether each run is one file with the checkpoints along the first axis of its arrays.
    public var isStacked = false
    /// The group of HDF5 files with the arrays; the root if it is empty.
    public var group = ""
    /// Tables of metrics, by the names of the runs.
    public var metrics: [String: String] = [:]

    /// A request for all arrays of real numbers of `runs`.
    public init(runs: [Run]) { self.runs = runs }
  }

  private let request: Request
  private let runs: [ImportedRun]
  private let selection: ArraySelection
  private let history: TrajectoryHistory?

  /// The number of checkpoints of each run, by the runs' names.
  public var checkpointCounts: [(run: String, count: Int)] {
    zip(request.runs, runs).map { ($0.name, $1.checkpoints.count) }
  }
  /// The number of parameters of a checkpoint.
  public var parameterCount: Int { selection.layout.count }
  /// The names of the arrays that are imported, in the order of the file.
  public var arrayNames: [String] { selection.layout.slices.map(\.name) }

  /// Looks at all checkpoints: that their arrays have the same names and shapes, and which steps they are of.
  ///
  /// - Throws: `ReportError` of kind `badInput` that names the file.
  public init(_ request: Request) throws(ReportError) {
    let names = request.runs.map(\.name)
    guard !names.isEmpty, Set(names).count == names.count else {
      throw ReportError(.badRequest, "Cannot import runs of equal names: name every run differently with --run.")
    }
    var selection: ArraySelection?
    var runs: [ImportedRun] = []
    for run in request.runs { runs.append(try ImportedRun(run, request, &selection)) }
    guard let selection else { throw ReportError(.badRequest, "Cannot import a run without checkpoints: name some.") }
    if let unknown = request.metrics.keys.first(where: { !names.contains($0) }) {
      throw ReportError(.badRequest, "Cannot import metrics of '\(unknown)': there is no run of that name.")
    }
    var tables: [MetricsTable?] = []
    for name in names {
      tables.append(try request.metrics[name].map { path throws(ReportError) in try .init(path: path) })
    }
    history = tables.contains { $0 != nil } ? TrajectoryHistory(tables) : nil
    self.request = request
    self.runs = runs
    self.selection = selection
  }

  /// Writes the trajectory to `path`, aside first.
  ///
  /// - Parameter progress: told how many checkpoints are written, of how many.
  /// - Throws: `StoreError`; what was at `path` is untouched then.
  public func write(to path: String, progress: (Int, Int) -> Void = { _, _ in }) throws {
    switch selection.precision {
    case .float: try write(to: path, as: Float.self, progress)
    case .double: try write(to: path, as: Double.self, progress)
    }
  }

  private func write<Element: StoredReal>(
    to path: String, as type: Element.Type, _ progress: (Int, Int) -> Void
  ) throws {
    let content = TrajectoryContent(
      runs: request.runs.map(\.name), steps: runs.map { $0.checkpoints.map(\.step) }, layout: selection.layout,
      history: history,
      attributes: ResultAttributes.all(kind: "trajectory", title: "Imported trajectories", references: ""))
    let total = runs.reduce(0) { $0 + $1.checkpoints.count }
    try withoutActuallyEscaping(progress) { progress in
      var done = 0
      var stack: StackedRun?
      try content.write(to: path) { (run, checkpoint, buffer: UnsafeMutableBufferPointer<Element>) in
        let location = runs[run].checkpoints[checkpoint].location
        if request.isStacked {
          if checkpoint == 0 {
            stack = StackedRun(try selection.open(location, request))
          }
          try stack?.read(into: buffer, selection)
        } else {
          let arrays = try selection.open(location, request)
          for (array, slice) in zip(arrays, selection.layout.slices) {
            var cursor = try ArrayCursor(array, isStacked: false)
            try cursor.read(into: UnsafeMutableBufferPointer(rebasing: buffer[slice.range]))
          }
        }
        done += 1
        progress(done, total)
      }
    }
  }
}

/// The arrays of a file with all checkpoints of a run, which are read side by side.
private struct StackedRun {
  private let arrays: [CheckpointArrays.Array]
  private var cursors: [ArrayCursor] = []

  init(_ arrays: [CheckpointArrays.Array]) { self.arrays = arrays }

  mutating func read<Element: StoredReal>(
    into buffer: UnsafeMutableBufferPointer<Element>, _ selection: ArraySelection
  ) throws(ReportError) {
    if cursors.isEmpty {
      for array in arrays { cursors.append(try ArrayCursor(array, isStacked: true)) }
    }
    for (index, slice) in selection.layout.slices.enumerated() {
      try cursors[index].read(into: UnsafeMutableBufferPointer(rebasing: buffer[slice.range]))
    }
  }
}
