import Networks

/// What is done with a task and the network that its study trains: a decoder alone, or with its embeddings.
protocol LearnerOperation<Output>: TaskOperation {
  func perform<N: TwiceDifferentiableNetwork<Element>, L: TwiceDifferentiableLoss<Element>>(
    _ task: TrainingTask<Element, L>, _ learner: Learner<N>
  ) throws -> Output
}

extension LearnerOperation {
  /// Dynamics of a problem with embeddings train these too, from the messiness of the point on; all else trains the
  /// network on the problem's inputs.
  func perform<L: TwiceDifferentiableLoss<Element>>(_ task: TrainingTask<Element, L>) throws -> Output {
    guard task.study.kind == .dynamics, let embeddings = task.problem.embeddings else {
      return try perform(task, task.problem.learner)
    }
    let study = task.study
    return try perform(task, task.problem.learner(of: embeddings, from: study.messiness[0], study.problem))
  }
}
