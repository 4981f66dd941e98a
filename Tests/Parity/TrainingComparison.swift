import LinearAlgebra
import Networks
import Objectives
import Optimization

/// Files of training runs, whatever the network.
extension ReferenceFile {
  /// The number of updates compared in single precision.
  private static var floatSteps: Int { 20 }

  /// Repeats the run in double precision, and its beginning in single precision, and compares all that the file holds.
  func compareTraining<InDouble, DoubleLoss: Loss<Double>, InFloat, FloatLoss: Loss<Float>>(
    _ task: TrainingTask<InDouble, DoubleLoss>, _ floatTask: TrainingTask<InFloat, FloatLoss>
  ) throws(ReferenceError) -> Comparison {
    let steps = try Configuration.need(configuration.steps, "steps")
    guard steps > 0, steps < Int.max else {
      throw .unreadable("The run has \(steps) steps, so there is nothing to repeat.")
    }
    _ = try doubles("history/train_loss", count: steps + 1)  // bounds the work by the size of the file
    let run = task.run(steps: steps)
    var comparison = Comparison()
    try compareLosses(of: run, task, &comparison.errors)
    try compareGradients(of: run, task, &comparison.errors)
    try compareParameters(of: run, task.network.layout, &comparison.errors)
    try compareFloatLosses(of: floatTask.run(steps: min(steps, Self.floatSteps)), &comparison.errors)
    return comparison
  }

  // MARK: - What the file says of the network

  /// The layer widths of a perceptron whose tensors are called `prefix` "layers.i.weight".
  ///
  /// The file's own tensors bound the size of the network before anything is allocated.
  func widths(prefix: String) throws(ReferenceError) -> [Int] {
    let widths = try Configuration.need(Configuration.need(configuration.model, "model").sizes, "model.sizes")
    guard widths.count >= 2, widths.allSatisfy({ $0 > 0 && $0 <= 1 << 24 }) else {
      throw .unreadable("The model's sizes \(widths) are not the widths of a network.")
    }
    for i in 1..<widths.count {
      let name = "\(prefix)layers.\(i - 1).weight"
      let shape = try shape("parameters/initial/\(name)")
      guard shape == (widths[i], widths[i - 1]) else {
        throw .unreadable("'\(name)' has the shape \(shape), which contradicts the sizes \(widths).")
      }
    }
    return widths
  }

  /// The tensors of `layout` in 'parameters/\(state)', flattened.
  func parameters(_ state: String, _ layout: ParameterLayout) throws(ReferenceError) -> [Double] {
    try tensors("parameters/\(state)", layout)
  }

  /// The tensors of a group one after another, in the order of the network's parameters.
  func tensors(_ group: String, _ layout: ParameterLayout) throws(ReferenceError) -> [Double] {
    var values: [Double] = []
    for slice in layout.slices { values += try doubles("\(group)/\(slice.name)", count: slice.count) }
    return values
  }

  // MARK: - What to compare

  private func compareLosses<N, L>(
    of run: TrainingRun, _ task: TrainingTask<N, L>, _ errors: inout Errors
  ) throws(ReferenceError) {
    let factors = run.batchLoss.indices.map { task.recipe.schedule.factor(at: $0) }
    let histories = [
      ("train_loss", run.trainLoss), ("test_loss", run.testLoss), ("train_accuracy", run.trainAccuracy),
      ("test_accuracy", run.testAccuracy), ("weight_norm", run.weightNorm), ("batch_loss", run.batchLoss),
      ("lr_factor", factors),
    ]
    for (name, found) in histories where !name.hasSuffix("accuracy") || exists("history/\(name)") {
      try compare(\.losses, found, with: "history/\(name)", &errors)
    }
    for (name, set) in [("train", task.train), ("test", task.test)] {
      let found = task.outputs(set.inputs, set.loss, at: task.initial)
      try compare(\.losses, found, with: "outputs/initial_\(name)", &errors)
    }
    guard exists("parameters/teacher") else { return }
    let teacher = try parameters("teacher", task.network.layout)
    for (name, set) in [("train", task.train), ("test", task.test)] {
      let found = task.outputs(set.inputs, set.loss, at: teacher)
      try compare(\.losses, found, with: "data/y_\(name)", &errors)
    }
  }

  private func compareGradients<N, L>(
    of run: TrainingRun, _ task: TrainingTask<N, L>, _ errors: inout Errors
  ) throws(ReferenceError) {
    try compare(\.gradients, run.gradientNorm, with: "history/grad_norm", &errors)
    var effective = Vector(run.initialGradient)
    if let bound = task.recipe.gradientClip {
      var clip = ClipByGlobalNorm<Double>(bound)
      clip.transform(&effective, at: Vector(task.initial))
    }
    for slice in task.network.layout.slices {
      let found = Array(run.initialGradient[slice.range])
      try compare(\.gradients, found, with: "gradient/initial/\(slice.name)", &errors)
      let path = "gradient/initial_effective/\(slice.name)"
      if exists(path) { try compare(\.gradients, Array(effective.array[slice.range]), with: path, &errors) }
    }
  }

  private func compareParameters(
    of run: TrainingRun, _ layout: ParameterLayout, _ errors: inout Errors
  ) throws(ReferenceError) {
    for (state, found) in [("step_1", run.firstStep), ("final", run.final)] {
      for slice in layout.slices {
        try compare(\.parameters, Array(found[slice.range]), with: "parameters/\(state)/\(slice.name)", &errors)
      }
    }
  }

  private func compareFloatLosses(of run: TrainingRun, _ errors: inout Errors) throws(ReferenceError) {
    for (name, found) in [
      ("train_loss", run.trainLoss), ("test_loss", run.testLoss), ("batch_loss", run.batchLoss),
    ] {
      errors.add(\.floatLosses, found, Array(try doubles("history/\(name)").prefix(found.count)))
    }
  }
}
