import Datasets
import LinearAlgebra
import Networks

/// What is done with one task of a study: a protocol because Swift has no generic closures.
protocol TaskOperation {
  associatedtype Output
  func perform<Element: Scalar, L: Loss>(_ task: TrainingTask<Element, L>) async throws -> Output
}

extension StudyConfiguration {
  /// Does `operation` with the task of point `point`, in the study's precision.
  ///
  /// - Throws: what the operation throws, and the catalogue's error if the study's images are missing.
  func performOnTask<Operation: TaskOperation>(of point: Int, _ operation: Operation) async throws -> Operation.Output {
    switch precision {
    case .float: try await performOnTask(of: point, operation, Float.self)
    case .double: try await performOnTask(of: point, operation, Double.self)
    }
  }

  private func performOnTask<Operation: TaskOperation, Element: Scalar>(
    of point: Int, _ operation: Operation, _: Element.Type
  ) async throws -> Operation.Output {
    var one = try StudyGrid(self).configuration(of: point)
    one.radii = one.radii.only(0)
    let seed = one.seeds[0], size = one.trainingSetSizes[0]
    let problem = try ProblemCache<Element>(self, collection: try loadImages()).problem(of: one)
      .blended(at: one.messiness[0])
    switch loss {
    case .mse:
      return try await operation.perform(
        TrainingTask(
          study: one, problem: problem, trainLoss: MeanSquaredError(against: problem.trainTargets),
          testLoss: MeanSquaredError(against: problem.testTargets), trainingSetSize: size, seed: seed))
    case .crossEntropy:
      return try await operation.perform(
        TrainingTask(
          study: one, problem: problem, trainLoss: SoftmaxCrossEntropy(against: problem.trainLabels),
          testLoss: SoftmaxCrossEntropy(against: problem.testLabels), trainingSetSize: size, seed: seed))
    }
  }
}
