import LinearAlgebra
import Objectives
import Optimization
import Testing

@Suite struct LearningRateScheduleTests {
  @Test(
    arguments: [
      (LearningRateSchedule.constant, [1, 1, 1, 1, 1, 1, 1, 1]),
      (.warmup(steps: 4), [0, 0.25, 0.5, 0.75, 1, 1, 1, 1]),
      (.warmup(steps: 0), [1, 1, 1, 1, 1, 1, 1, 1]),
      (.warmupInverse(steps: 2, rate: 0.5, interval: 3), [0, 0.5, 1, 1, 1, 1 / 1.5, 1 / 1.5, 1 / 1.5, 0.5]),
      (.stepDecay(factor: 0.2, interval: 3), [1, 1, 1, 0.2, 0.2, 0.2, 0.04, 0.04, 0.04, 0.008]),
    ] as [(LearningRateSchedule, [Double])])
  func factors(_ schedule: LearningRateSchedule, _ expected: [Double]) {
    for (step, factor) in expected.enumerated() { #expect(abs(schedule.factor(at: step) - factor) < 1e-16) }
  }

  @Test func theFactorScalesTheStepOfItsNumber() {
    // theta_k+1 = (1 - eta f_k) theta_k on theta^2/2.
    let schedule = LearningRateSchedule.stepDecay(factor: 0.5, interval: 2)
    let run = train(
      Quadratic(diagonal: [1]), from: [1],
      OptimizerRecipe(.gradientDescent, groups: [ParameterGroup([0..<1], rate: 0.4)], schedule: schedule), steps: 5)
    #expect(abs(run.parameters[0] - 0.6 * 0.6 * 0.8 * 0.8 * 0.9) < 1e-15)
  }

  @Test func duringAWarmUpsFirstStepNothingMovesButTimePasses() {
    let warmup = OptimizerRecipe(
      .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupledDecay: true),
      groups: [ParameterGroup([0..<1], rate: 0.1, weightDecay: 0.1)], schedule: .warmup(steps: 10))
    #expect(train(Quadratic(diagonal: [1]), from: [1], warmup, steps: 1).parameters == [1])
    #expect(train(Quadratic(diagonal: [1]), from: [1], warmup, steps: 2).parameters[0] < 1)
  }
}
