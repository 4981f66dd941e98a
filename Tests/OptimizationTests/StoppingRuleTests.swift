import LinearAlgebra
import Objectives
import Optimization
import Testing

@Suite struct StoppingRuleTests {
  private func run(
    until rule: some StoppingRule, rate: Double = 0.5, from start: [Double] = [1, 1]
  ) -> (StopReason, Int) {
    let recipe = OptimizerRecipe(.gradientDescent, groups: [ParameterGroup([0..<2], rate: rate)])
    var trainer = Trainer(
      Quadratic(diagonal: [1, 1]), from: Vector(start), with: recipe.make(count: 2, as: Double.self),
      on: Unconstrained())
    let reason = trainer.run(until: rule)
    return (reason, trainer.step)
  }

  // At rate 1/2 the parameters halve and the loss, 1 at first, is a quarter after every step.

  @Test func stepLimit() {
    #expect(run(until: StepLimit(7)) == (.stepLimit, 7))
    #expect(run(until: StepLimit(0)) == (.stepLimit, 0))
  }

  @Test func lossBelow() { #expect(run(until: LossBelow(0.25) || StepLimit(99)) == (.lossReached, 2)) }

  @Test func tangentGradientBelow() {
    #expect(run(until: TangentGradientBelow(0.1, every: 1) || StepLimit(99)) == (.gradientSmall, 4))
    #expect(run(until: TangentGradientBelow(0.1, every: 10) || StepLimit(99)) == (.gradientSmall, 10))
  }

  @Test func notFinite() {
    let (reason, step) = run(until: NotFinite() || StepLimit(9999), rate: 1e30)
    #expect(reason == .notFinite && step > 0 && step < 20)
    #expect(run(until: NotFinite() || StepLimit(9), from: [.nan, 0]) == (.notFinite, 0))
  }

  @Test func stalled() {
    #expect(run(until: Stalled(patience: 5, improvement: 0.1) || StepLimit(99), rate: 0) == (.stalled, 5))
    #expect(run(until: Stalled(patience: 5, improvement: 0.1) || StepLimit(30)) == (.stepLimit, 30))
    // Every step gains 1 - 0.99^2, about two per cent: too little for the rule.
    #expect(run(until: Stalled(patience: 1, improvement: 0.1) || StepLimit(99), rate: 0.01) == (.stalled, 1))
  }

  @Test func theFirstReasonOfSeveralIsGiven() {
    #expect(run(until: StepLimit(2) || LossBelow(0.25)) == (.stepLimit, 2), "both at once: the left one")
    #expect(run(until: LossBelow(0.25) || StepLimit(2)) == (.lossReached, 2))
    let absent: LossBelow? = nil
    #expect(run(until: absent || StepLimit(3)) == (.stepLimit, 3))
    #expect(run(until: LossBelow?(LossBelow(0.25)) || StepLimit(3)) == (.lossReached, 2))
  }

  @Test func eitherAsksForWhatItsRulesNeed() {
    let rule = StepLimit(3) || TangentGradientBelow(1, every: 4)
    #expect(rule.needsTangentGradient(at: 8) && !rule.needsTangentGradient(at: 9))
    #expect(!(StepLimit(3) || LossBelow(1)).needsTangentGradient(at: 0))
  }

  @Test func reasonsHaveDistinctNames() {
    #expect(Set(StopReason.allCases.map(\.name)).count == StopReason.allCases.count)
    #expect(StopReason.stepLimit.name == "step_limit" && StopReason(rawValue: 2) == .gradientSmall)
  }

  @Test func aTrainerGoesOnWhereItStopped() {
    let recipe = OptimizerRecipe(
      .momentum(coefficient: 0.9, nesterov: false), groups: [ParameterGroup([0..<2], rate: 0.1)])
    var trainer = Trainer(
      Quadratic(diagonal: [1, 3]), from: Vector([1, 1]), with: recipe.make(count: 2, as: Double.self),
      on: Unconstrained())
    trainer.run(until: StepLimit(4))
    trainer.run(until: StepLimit(9))
    #expect(trainer.step == 9)
    #expect(trainer.finish().array == train(Quadratic(diagonal: [1, 3]), from: [1, 1], recipe, steps: 9).parameters)
  }
}
