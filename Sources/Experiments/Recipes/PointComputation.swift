import Datasets
import Foundation
import LinearAlgebra
import Networks
import Optimization
import Sweeps

/// What a journal keeps of a finished point: its record, and the kernels whose bits it has.
struct PointResult<Record: Codable & Sendable>: Codable, Sendable {
  var kernels: String
  /// The parameters that the study stores.
  var parameters: PointArrayReference?
  var record: Record
}

/// A point that has no result because of what it is.
struct PointError: Error, CustomStringConvertible {
  let description: String

  /// The targets of a seed are no numbers to learn.
  init(notFiniteIn study: StudyConfiguration, seed: Int) {
    let advice = study.precision == .float ? "give another activation or precision: double" : "give another activation"
    description = "the targets of seed \(seed) overflow \(study.precision.rawValue) precision; \(advice)"
  }
}

/// The kernels that compute here; bits are promised on the same ones.
let kernelsHere = "\(OpenBLAS.kernelPath) \(OpenBLAS.core)"

/// Computes points of a study.
struct PointComputation<Recipe: PointRecipe, Element: Scalar>: Sendable {
  let recipe: Recipe
  private let cache: ProblemCache<Element>

  /// The computation of points of `recipe`, on `collection` if they are about images.
  init(_ recipe: Recipe, collection: ImageCollection?) {
    self.recipe = recipe
    cache = ProblemCache(recipe.study, collection: collection)
  }

  /// The result of a point, nil if interrupted: from what `checkpoint` holds, where it is the state of this work, and
  /// stored there every `interval` seconds.
  ///
  /// - Parameter arrays: where the point's parameters are stored, if the study does so; nowhere if it is nil.
  /// - Throws: `PointError` if the point has none, `JournalError` if its parameters cannot be stored, or if it was
  ///   interrupted and cannot store what it has reached.
  func result(
    of point: Int, storing arrays: PointArrays? = nil, checkpoint: PointCheckpoint? = nil,
    every interval: Double = .infinity, isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> PointResult<Recipe.Record>? {
    func work(isAnew: Bool) throws -> PointWork {
      try PointWork(isInterrupted: isInterrupted, checkpoint: checkpoint, every: interval, isAnew: isAnew)
    }
    do {
      return try result(of: point, storing: arrays, work(isAnew: false))
    } catch is StateArchiveError {
      return try result(of: point, storing: arrays, work(isAnew: true))
    }
  }

  private func result(
    of point: Int, storing arrays: PointArrays?, _ work: PointWork
  ) throws -> PointResult<Recipe.Record>? {
    let one = recipe.grid.configuration(of: point)
    let outcome = try cache.problem(of: one).perform(PointRun(recipe: recipe, point: point, work: work), at: one)
    guard let outcome else { return nil }
    let parameters = try outcome.parameters.map { parameters throws(JournalError) in
      try arrays.map { arrays throws(JournalError) in try parameters.store(in: arrays, of: point) }
        ?? parameters.reference
    }
    return PointResult(kernels: kernelsHere, parameters: parameters, record: outcome.record)
  }
}

/// The work on a point as an operation on its task.
private struct PointRun<Recipe: PointRecipe, Element: Scalar>: TaskOperation {
  let recipe: Recipe
  let point: Int
  let work: PointWork

  func perform<L: TwiceDifferentiableLoss<Element>>(
    _ task: TrainingTask<Element, L>
  ) throws -> PointOutcome<Recipe.Record>? {
    try recipe.run(point, task, work)
  }
}

extension PointRecipe {
  /// Whether two results of a point are the same, times aside; results of different kernels may differ.
  func areSame(_ left: Data, _ right: Data) -> Bool {
    guard let left = decode(left), let right = decode(right) else { return false }
    return left.kernels != right.kernels || left.parameters == right.parameters && text(left) == text(right)
  }

  /// A result as a journal keeps it, or nil if it keeps none such.
  func decode(_ data: Data) -> PointResult<Record>? {
    try? JSONDecoder.grokscape.decode(PointResult<Record>.self, from: data)
  }

  private func text(_ result: PointResult<Record>) -> Data? {
    try? JSONEncoder.grokscape.encode(timeless(result.record))
  }
}
