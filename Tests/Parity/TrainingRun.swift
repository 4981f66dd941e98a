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

/// A network's training, ready to be repeated in either precision.
struct TrainingTask<N: Network, L: Loss> where N.Element == L.Element {
  typealias Element = L.Element
  /// The samples of a set, and what counts as right there, if anything does.
  typealias Samples = (inputs: N.Inputs, loss: L, criteria: [Correctness<Element>])
  let network: N
  let initial: [Double]
  let recipe: OptimizerRecipe
  /// The tensors of the sphere, if the parameters are kept on one.
  let sphere: [WeightedRange]?
  /// The rows of each step; `nil` for all rows.
  let batches: [[Int32]]?
  let train: Samples
  let test: Samples

  /// The outputs at `parameters` for all rows of `inputs`.
  func outputs(_ inputs: N.Inputs, _ loss: L, at parameters: [Double]) -> [Double] {
    var risk = EmpiricalRisk(network, loss, on: inputs, batches: .full(loss.sampleCount))
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
      network, train.loss, on: train.inputs, first: train.loss.sampleCount, criteria: train.criteria)
    var testEvaluation = Evaluation(
      network, test.loss, on: test.inputs, first: test.loss.sampleCount, criteria: test.criteria)
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

  private func makeRisk() -> EmpiricalRisk<N, L> {
    EmpiricalRisk(
      network, train.loss, on: train.inputs, batches: batches.map { .listed($0) } ?? .full(train.loss.sampleCount))
  }
}
