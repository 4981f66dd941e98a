import Foundation
import LinearAlgebra
import Stores
import Sweeps

/// Runs a study into a folder: does what is missing, journals every finished point, then composes the result file.
///
/// Several runs, in one process or many, may share a folder.
public struct StudyRunner: Sendable {
  /// What a run tells while it goes on.
  public struct Progress: Sendable {
    /// Of the selected points those finished, all, and those finished by this run.
    public var done: Int, total: Int, doneNow: Int
    /// Seconds since the start of this run.
    public var seconds: Double
    /// A word on the last point.
    public var last: String
    /// Of the points that are not done, how many other processes work on while this one has nothing to do; else 0.
    public var waitingFor = 0
  }

  private let document: StudyDocument
  private let folder: String
  private let workers: Int
  private let selection: PointSelection
  private let checkpointInterval: Double
  private let renews: Bool

  /// A run of `document` into `folder` with so many points at a time.
  ///
  /// Each of them stores every `checkpointInterval` seconds what it has reached. If the run `renews`, a run of another
  /// configuration is removed from the folder first.
  public init(
    _ document: StudyDocument, folder: String, workers: Int, selection: PointSelection = .all,
    checkpointInterval: Double = 60, renews: Bool = false
  ) {
    self.document = document
    self.folder = folder
    self.workers = workers
    self.selection = selection
    self.checkpointInterval = checkpointInterval
    self.renews = renews
  }

  /// Does what is missing and composes the result once nothing is.
  ///
  /// - Parameters:
  ///   - report: told after each point, and while there is nothing to do but to wait for other processes.
  ///   - note: told once what the user should know of the folder, a sentence.
  /// - Returns: the path of the result file, nil if points are missing that were not selected.
  /// - Throws: `StudyError`, `StoreError`, `DatasetError`, `JournalError`: one sentence each. What was finished stays; of
  ///   kind `pointsFailed` after composing the result of the others.
  public func run(
    isInterrupted: @escaping @Sendable () -> Bool, report: @escaping (Progress) -> Void,
    note: @escaping (String) -> Void = { _ in }
  ) async throws -> String? {
    try await document.configuration.perform(
      Running(
        document: document, folder: folder, workers: workers, selection: selection,
        checkpointInterval: checkpointInterval, renews: renews, isInterrupted, report, note))
  }
}

/// A run, of any recipe.
private struct Running: StudyOperation {
  let document: StudyDocument, folder: String, workers: Int, selection: PointSelection, checkpointInterval: Double
  let renews: Bool
  let isInterrupted: @Sendable () -> Bool
  let report: (StudyRunner.Progress) -> Void
  let note: (String) -> Void

  init(
    document: StudyDocument, folder: String, workers: Int, selection: PointSelection, checkpointInterval: Double,
    renews: Bool, _ isInterrupted: @escaping @Sendable () -> Bool, _ report: @escaping (StudyRunner.Progress) -> Void,
    _ note: @escaping (String) -> Void
  ) {
    self.document = document
    self.folder = folder
    self.workers = workers
    self.selection = selection
    self.checkpointInterval = checkpointInterval
    self.renews = renews
    self.isInterrupted = isInterrupted
    self.report = report
    self.note = note
  }

  func perform<Recipe: PointRecipe, Element: Scalar>(_ recipe: Recipe, _: Element.Type) async throws -> String? {
    let study = document.configuration, total = recipe.plan.count
    let collection = try study.loadImages()
    let points = try selection.range(of: total)
    let runFolder = try document.prepare(folder: folder, renewing: renews)
    let arrays = PointArrays(of: runFolder)
    runFolder.removeUnfinished()
    let others = try KernelTally(in: runFolder).counts.filter { $0.key != kernelsHere }
    if !others.isEmpty {
      note(
        "\(others.values.reduce(0, +)) points in \(folder) have the bits of other kernels (\(others.keys.sorted().joined(separator: ", "))) than those here (\(kernelsHere)): they are kept, and agree with new ones within rounding, which training amplifies."
      )
    }
    let computation = PointComputation<Recipe, Element>(recipe, collection: collection)
    // A journal that cannot be written cancels the points that are running, and whoever runs the study may.
    let isInterrupted = isInterrupted, interval = checkpointInterval
    let isStopped: @Sendable () -> Bool = { isInterrupted() || Task.isCancelled }
    let clock = ContinuousClock(), start = clock.now
    var doneNow = 0
    func progress(_ done: Int, _ last: String, waitingFor: Int = 0) {
      report(
        StudyRunner.Progress(
          done: done, total: points.count, doneNow: doneNow, seconds: (clock.now - start) / .seconds(1), last: last,
          waitingFor: waitingFor))
    }
    let index = try await recipe.sweep(in: runFolder, points: points, width: workers).run(isCancelled: isStopped) {
      point, checkpoint in
      try computation.result(
        of: point, storing: arrays, checkpoint: checkpoint, every: interval, isInterrupted: isStopped
      ).map(JSONEncoder.grokscape.encode)
    } wait: { count, done in
      progress(done, "other processes work on the last \(count)", waitingFor: count)
    } receive: { entry, done in
      doneNow += 1
      let last: String
      switch entry.outcome {
      case .done(let result): last = recipe.decode(result).map { recipe.summary($0.record) } ?? ""
      case .failed(let reason): last = "point \(entry.point) failed: \(reason)"
      }
      progress(done, last)
    }
    let isOpen = { (point: Int) in index.done[point] == nil && index.failed[point] == nil }
    if isStopped(), points.contains(where: { index.done[$0] == nil }) {
      throw StudyError(
        .interrupted,
        "Interrupted the run of \(study.name) in \(folder) after \(index.done.count) of \(total) points: run the same command again to go on."
      )
    }
    var path: String?
    if !(0..<total).contains(where: isOpen) {
      let file = "\(folder)/\(study.kind.rawValue).h5"
      try recipe.write(recipe.results(in: [runFolder]), document, to: file)
      path = file
    }
    let failed = index.failed.keys.filter(points.contains).sorted()
    if let first = failed.first {
      throw StudyError(
        .pointsFailed,
        "Cannot finish \(study.name) in \(folder): \(failed.count) of \(points.count) points failed, point \(first) because \(index.failed[first] ?? "it did"); run the same command again to try them again."
      )
    }
    return path
  }
}

extension JSONEncoder {
  /// Sorted keys; infinities and NaN as words, so that they survive.
  static var grokscape: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  /// Reads what `JSONEncoder.grokscape` writes.
  static var grokscape: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
