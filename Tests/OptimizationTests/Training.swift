import LinearAlgebra
import Objectives
import Optimization

/// Trains for `steps` steps from `start` and returns all losses and the last parameters.
func train<O: Objective & ~Copyable, C: Constraint<O.Element>>(
  _ objective: consuming O, from start: [O.Element], _ recipe: OptimizerRecipe, on constraint: C, steps: Int,
  retracting order: RetractionOrder = .afterStep
) -> (losses: [Double], parameters: [O.Element]) {
  var trainer = Trainer(
    objective, from: Vector(start), with: recipe.make(count: start.count, as: O.Element.self), on: constraint,
    retracting: order)
  var losses: [Double] = []
  trainer.run(until: StepLimit(steps)) { progress, _, _ in losses.append(progress.loss) }
  return (losses, trainer.finish().array)
}

/// The same without a constraint.
func train<O: Objective & ~Copyable>(
  _ objective: consuming O, from start: [O.Element], _ recipe: OptimizerRecipe, steps: Int
) -> (losses: [Double], parameters: [O.Element]) {
  train(objective, from: start, recipe, on: Unconstrained(), steps: steps)
}
