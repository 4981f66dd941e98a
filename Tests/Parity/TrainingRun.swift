import LinearAlgebra
import Networks
import Objectives
import Optimization

/// What the engine did with a file's initial parameters and data; entry k belongs to the parameters before update k.
struct TrainingRun {
  var trainLoss: [Double] = [], testLoss: [Double] = []
  var trainAccuracy: [Double] = [], testAccuracy: [Double] = []
  var batchLoss: [Double] = [], gradientNorm: [Double] = [], weightNorm: [Double] = []
  var initialGradient: [Double] = [], firstStep: [Double] = [], final: [Double] = []
}

/// A perceptron's training, ready to be repeated in either precision.
struct TrainingTask<L: Loss> {
  typealias Element = L.Element
  let network: MultilayerPerceptron<Element>
  let initial: [Double]
  let recipe: OptimizerRecipe
  /// The tensors of the sphere, if the parameters are kept on one.
  let sphere: [WeightedRange]?
  /// The rows of each step; `nil` for all rows.
  let batches: [[Int32]]?
  let train: (inputs: SharedMatrix<Element>, loss: L, labels: [Int32])
  let test: (inputs: SharedMatrix<Element>, loss: L, labels: [Int32])

  /// The outputs at `parameters` for all rows of `inputs`.
  func outputs(_ inputs: SharedMatrix<Element>, _ loss: L, at parameters: [Double]) -> [Double] {
    var risk = EmpiricalRisk(network, loss, on: inputs, batches: .full(inputs.rows))
    _ = risk.value(at: Vector(parameters.map { Element($0) }))
    let outputs = risk.outputs.elements.buffer.map { Double($0) }
    withExtendedLifetime(risk) {}  // the outputs were a view into it
    return outputs
  }

  /// Trains for `steps` updates.
  func run(steps: Int) -> TrainingRun {
    let start = Vector(initial.map { Element($0) })
    guard let sphere else { return run(steps: steps, from: start, on: Unconstrained()) }
    let constraint = Sphere(through: start, over: sphere)
    return run(steps: steps, from: start, on: constraint)
  }

  private func run<C: Constraint<Element>>(
    steps: Int, from start: consuming Vector<Element>, on constraint: C
  ) -> TrainingRun {
    var result = TrainingRun()
    var gradient = Vector<Element>(zeros: start.count)
    var risk = makeRisk()  // of its own: the trainer keeps its gradient to itself
    var trainEvaluation = Evaluation(
      network, train.loss, on: train.inputs, first: train.inputs.rows, criteria: [.label(train.labels)])
    var testEvaluation = Evaluation(
      network, test.loss, on: test.inputs, first: test.inputs.rows, criteria: [.label(test.labels)])
    let rule: AnyRule<Element> = recipe.make(count: start.count)
    var trainer = Trainer(makeRisk(), from: start, with: rule, on: constraint)
    trainer.run(until: StepLimit(steps)) { progress, parameters, _ in
      let train = trainEvaluation(parameters), test = testEvaluation(parameters)
      result.trainLoss.append(train.loss)
      result.testLoss.append(test.loss)
      result.trainAccuracy += train.accuracies
      result.testAccuracy += test.accuracies
      result.weightNorm.append(parameters.doublePrecisionDot(parameters).squareRoot())
      if progress.step == 1 { result.firstStep = parameters.array.map { Double($0) } }
      if progress.step == steps { result.final = parameters.array.map { Double($0) } }
      guard progress.step < steps else { return }
      risk.beginStep(progress.step)
      _ = risk.valueAndGradient(at: parameters, into: &gradient)
      result.batchLoss.append(progress.loss)
      result.gradientNorm.append(gradient.doublePrecisionDot(gradient).squareRoot())
      if progress.step == 0 { result.initialGradient = gradient.array.map { Double($0) } }
    }
    return result
  }

  private func makeRisk() -> EmpiricalRisk<MultilayerPerceptron<Element>, L> {
    EmpiricalRisk(
      network, train.loss, on: train.inputs, batches: batches.map { .listed($0) } ?? .full(train.inputs.rows))
  }
}
