import Datasets
import Foundation
import LinearAlgebra
import Networks

/// What a journal keeps of a finished point: its record, and the kernels whose bits it has.
struct PointResult<Record: Codable & Sendable>: Codable, Sendable {
  var kernels: String
  var record: Record
}

/// The kernels that compute here; bits are promised on the same ones.
let kernelsHere = "\(OpenBLAS.kernelPath) \(OpenBLAS.core)"

/// Computes points of a study.
struct PointComputation<Recipe: PointRecipe, Element: Scalar>: Sendable {
  private let recipe: Recipe
  private let cache: ProblemCache<Element>

  /// The computation of points of `recipe`, on `collection` if they are about images.
  init(_ recipe: Recipe, collection: ImageCollection?) {
    self.recipe = recipe
    cache = ProblemCache(recipe.study, collection: collection)
  }

  /// The result of a point, nil if interrupted.
  func result(
    of point: Int, isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> PointResult<Recipe.Record>? {
    let one = recipe.grid.configuration(of: point)
    let seed = one.seeds[0], size = one.trainingSetSizes[0]
    let problem = cache.problem(of: one).blended(at: one.messiness[0])
    let record: Recipe.Record?
    switch one.loss {
    case .mse:
      record = try recipe.run(
        point,
        TrainingTask(
          study: one, problem: problem, trainLoss: MeanSquaredError(against: problem.trainTargets),
          testLoss: MeanSquaredError(against: problem.testTargets), trainingSetSize: size, seed: seed),
        isInterrupted: isInterrupted)
    case .crossEntropy:
      record = try recipe.run(
        point,
        TrainingTask(
          study: one, problem: problem, trainLoss: SoftmaxCrossEntropy(against: problem.trainLabels),
          testLoss: SoftmaxCrossEntropy(against: problem.testLabels), trainingSetSize: size, seed: seed),
        isInterrupted: isInterrupted)
    }
    return record.map { PointResult(kernels: kernelsHere, record: $0) }
  }
}

extension PointRecipe {
  /// Whether two results of a point are the same, times aside; results of different kernels may differ.
  func areSame(_ left: Data, _ right: Data) -> Bool {
    guard let left = decode(left), let right = decode(right) else { return false }
    return left.kernels != right.kernels || text(left) == text(right)
  }

  /// A result as a journal keeps it, or nil if it keeps none such.
  func decode(_ data: Data) -> PointResult<Record>? {
    try? JSONDecoder.grokscape.decode(PointResult<Record>.self, from: data)
  }

  private func text(_ result: PointResult<Record>) -> Data? {
    try? JSONEncoder.grokscape.encode(timeless(result.record))
  }
}
