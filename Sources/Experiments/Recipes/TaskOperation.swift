import LinearAlgebra
import Networks

/// What is done with one task, whatever its loss: a protocol because Swift has no generic closures.
protocol TaskOperation<Output> {
  associatedtype Element: Scalar
  associatedtype Output
  func perform<L: TwiceDifferentiableLoss<Element>>(_ task: TrainingTask<Element, L>) throws -> Output
}

extension Problem {
  /// Does `operation` with the task of this problem at a point, whose configuration has one value on each axis.
  ///
  /// - Throws: what the operation throws.
  func perform<Operation: TaskOperation>(
    _ operation: Operation, at point: StudyConfiguration
  ) throws -> Operation.Output where Operation.Element == Element {
    let problem = blended(at: point.messiness[0])
    switch point.loss {
    case .mse:
      return try operation.perform(
        TrainingTask(
          study: point, problem: problem, trainLoss: MeanSquaredError(against: problem.trainTargets),
          testLoss: MeanSquaredError(against: problem.testTargets)))
    case .crossEntropy:
      return try operation.perform(
        TrainingTask(
          study: point, problem: problem, trainLoss: SoftmaxCrossEntropy(against: problem.trainLabels),
          testLoss: SoftmaxCrossEntropy(against: problem.testLabels)))
    }
  }
}

extension StudyConfiguration {
  /// Does `operation` with the task of a point of this study, on a problem made for it alone.
  ///
  /// - Throws: what the operation throws, `PointError`, and the catalogue's error if the study's images are missing.
  func perform<Operation: TaskOperation>(
    _ operation: Operation, at point: StudyConfiguration
  ) throws -> Operation.Output {
    try ProblemCache<Operation.Element>(self, collection: try loadImages()).problem(of: point)
      .perform(operation, at: point)
  }
}
