import Foundation
import LinearAlgebra
import Objectives
import Projections
import Stores
import Sweeps

/// A trajectory.h5 opened for analysis: whose checkpoints, at which steps, with how many parameters.
///
/// Parameters stay in the file; `TrajectoryRows` reads parts of them.
struct TrajectoryReading: Sendable {
  let path: String
  let store: StoreReader
  /// The steps of the checkpoints of each run, ascending; runs may have different numbers of them.
  let steps: [[Int]]
  /// The number of parameters.
  let dimension: Int
  /// Whether parameters are stored in single precision.
  let isSinglePrecision: Bool
  /// The names of the runs; their numbers where the file has none.
  let runNames: [String]

  /// Opens the file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if it is no trajectory.
  init(path: String) throws(ReportError) {
    self.path = path
    let shape: [Int], stepShape: [Int], stored: [Int64]
    do throws(StoreError) {
      store = try StoreReader(path: path)
      let isComplete = store.exists("parameters") && store.exists("step")
      shape = isComplete ? try store.shape(of: "parameters") : []
      stepShape = isComplete ? try store.shape(of: "step") : []
      stored = isComplete ? try store.integers(at: "step") : []
      isSinglePrecision = isComplete ? try store.precision(of: "parameters") == .float : false
    } catch {
      throw ReportError(.badInput, error.description)
    }
    guard shape.count == 3, shape.allSatisfy({ $0 > 0 }), stepShape == Array(shape.prefix(2)) else {
      throw Self.unsuitable(path, "it has no `parameters` over (run, checkpoint, parameter) with `step` beside them")
    }
    dimension = shape[2]
    let names = store.isNumeric("run") ? nil : try? store.texts(at: "run")
    runNames = names?.count == shape[0] ? names ?? [] : (0..<shape[0]).map { "\($0)" }
    // A run with fewer checkpoints than others ends in negative steps.
    steps = (0..<shape[0]).map { run in
      stored[(run * shape[1])..<((run + 1) * shape[1])].prefix { $0 >= 0 }.map { Int($0) }
    }
    guard steps.allSatisfy({ !$0.isEmpty && zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } }) else {
      throw Self.unsuitable(path, "the steps of a run do not ascend, or it has none")
    }
  }

  private static func unsuitable(_ path: String, _ reason: String) -> ReportError {
    ReportError(
      .badInput,
      "Cannot read '\(path)' as a trajectory because \(reason): give a trajectory.h5, "
        + "or make one with `grokscape trajectory import`.")
  }

  /// The study whose runs these are; nil if the file is of none that this program knows.
  var study: StudyConfiguration? {
    let text = try? store.text(attribute: "configuration_json", of: "")
    let known = text.flatMap { try? JSONDecoder.grokscape.decode(StudyConfiguration.self, from: Data($0.utf8)) }
    guard let known, known.kind == .dynamics, known.parameterLayout.count == dimension,
      known.plan.count == steps.count
    else { return nil }
    return known
  }

  /// The rows of each run when all runs follow one another.
  var runs: [Range<Int>] {
    var start = 0
    return steps.map { steps in
      defer { start += steps.count }
      return start..<(start + steps.count)
    }
  }

  /// The rows of checkpoints of run `run`; negative numbers count from its end.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if there is no such run or checkpoint.
  func rows(of checkpoints: [Int], run: Int) throws(ReportError) -> [Int] {
    guard steps.indices.contains(run) else {
      throw ReportError(.badRequest, "Cannot find run \(run) in '\(path)': it has \(steps.count), from 0.")
    }
    let own = runs[run]
    let wanted = checkpoints.map { $0 < 0 ? own.count + $0 : $0 }
    guard wanted.allSatisfy({ (0..<own.count).contains($0) }) else {
      throw ReportError(
        .badRequest, "Cannot find a checkpoint in run \(run) of '\(path)': it has \(own.count), from 0.")
    }
    return wanted.map { own.lowerBound + $0 }
  }

  /// The values of a metric of run `run` in group `history`, and their steps; `nil` if there is no such metric.
  func history(_ name: String, run: Int) throws(ReportError) -> (steps: [Int], values: [Double])? {
    guard store.exists("history/\(name)"), store.exists("history/history_step") else { return nil }
    do throws(StoreError) {
      let shape = try store.shape(of: "history/\(name)")
      let steps = try store.integers(at: "history/history_step")
      guard shape == [self.steps.count, steps.count] else { return nil }
      var values = [Double](repeating: .nan, count: steps.count)
      let store = store
      try values.withUnsafeMutableBufferPointer { values throws(StoreError) in
        try store.read([run..<(run + 1)], of: "history/\(name)", into: values)
      }
      return (steps.map { Int($0) }, values)
    } catch {
      throw ReportError(.badInput, error.description)
    }
  }

  /// What the file says of itself, for files derived from it: all attributes but those that name its own kind.
  var inheritedAttributes: [StoredAttribute] {
    let own: Set = ["Conventions", "title", "source", "schema", "kind", "trajectory"]
    let names = (try? store.attributeNames(of: "")) ?? []
    return names.filter { !own.contains($0) }.compactMap { name in
      (try? store.value(attribute: name, of: "")).map { StoredAttribute(name, $0) }
    }
  }
}
