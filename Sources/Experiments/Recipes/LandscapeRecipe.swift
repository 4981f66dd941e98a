import Foundation
import LinearAlgebra
import Networks
import Objectives
import Sweeps

/// The reduced landscape: for each (seed, n_train, messiness, norm) the training loss minimised over directions at that norm.
///
/// With a warm start, all norms of a (seed, n_train, messiness) are one unit of work, because each starts from its neighbour's
/// minimum.
struct LandscapeRecipe: PointRecipe {
  let grid: StudyGrid

  var storesParameters: Bool { study.storesParameters }
  var keepsArrays: Bool { study.storesParameters }

  /// Nothing: all is in landscape.h5.
  func writeCompanion(of _: StudyResults<[LandscapeRecord]>, _: StudyDocument, beside _: String) {}

  func timeless(_ records: [LandscapeRecord]) -> [LandscapeRecord] {
    records.map { record in
      var record = record
      record.wallTime = 0
      return record
    }
  }

  /// The records of the norms of a unit of work, in their order; one, without a warm start.
  func run<Element: Scalar, L: Loss>(
    _ point: Int, _ task: TrainingTask<Element, L>, _ work: PointWork
  ) throws -> PointOutcome<[LandscapeRecord]>? {
    var records: [LandscapeRecord] = []
    var neighbour: [Element]?
    var parameters = Data()
    for value in task.study.radii.values {
      guard let best = try bestMinimum(task, at: value, near: neighbour, work) else { return nil }
      records.append(best.record)
      neighbour = best.parameters
      if storesParameters { best.parameters.withUnsafeBytes { parameters.append(contentsOf: $0) } }
    }
    return PointOutcome(record: records, parameters: storesParameters ? .minima(parameters) : nil)
  }

  /// The lowest of the minima reached from all restarts, and from the neighbour's minimum if there is one.
  func bestMinimum<Element: Scalar, L: Loss>(
    _ task: TrainingTask<Element, L>, at value: Double, near neighbour: [Element]?,
    _ work: PointWork
  ) throws -> MeasuredMinimum<Element>? {
    let begin = work.seconds
    let study = task.study
    let alpha = study.radii.isRelative ? value : value / task.problem.initialNorm
    let rateFactor = study.angular ? alpha : 1
    var best: MeasuredMinimum<Element>?
    var testLosses: [Double] = []
    for restart in 0..<study.restarts {
      let start = task.start(alpha: alpha, restart: restart)
      let sphere = start.sphere
      guard
        let found = try work.minimum({
          try task.measuredMinimum(from: start.parameters.copy(), on: sphere, rateFactor: rateFactor, work)
        })
      else { return nil }
      testLosses.append(found.record.testLoss)
      if best.map({ isLower(found.record, than: $0.record, study) }) ?? true { best = found }
    }
    if let neighbour, let cold = best {
      let sphere = task.start(alpha: alpha, restart: 0).sphere
      var start = Vector(neighbour)
      sphere.retract(&start)
      guard
        var warm = try work.minimum({
          try task.measuredMinimum(from: start.copy(), on: sphere, rateFactor: rateFactor, work)
        })
      else { return nil }
      warm.record.startedWarm = true
      // Of equals the warm one: it continues the neighbour's branch.
      if !isLower(cold.record, than: warm.record, study) { best = warm }
    }
    best?.record.testLosses = testLosses
    best?.record.wallTime = work.seconds - begin
    return best
  }

  /// Lower training loss wins; below the floor all are equal, and what is not finite loses.
  private func isLower(
    _ record: LandscapeRecord, than other: LandscapeRecord, _ study: StudyConfiguration
  ) -> Bool {
    if !record.trainLoss.isFinite { return false }
    return !other.trainLoss.isFinite || max(record.trainLoss, study.tieFloor) < max(other.trainLoss, study.tieFloor)
  }
}
