import LinearAlgebra
import Networks
import Objectives
import Optimization
import RandomStreams

/// Where a minimisation on a sphere ended.
struct ConstrainedMinimum<Element: Scalar>: ~Copyable {
  let parameters: Vector<Element>
  /// Steps of the optimiser, or evaluations of the Riemannian minimiser.
  let steps: Int
  let reason: StopReason
  /// The best of the run, if it was looked for.
  let best: BestOfRun?
}

/// Parameters to start from, and the sphere that they lie on.
struct SphereStart<Element: Scalar>: ~Copyable {
  let parameters: Vector<Element>
  let sphere: Sphere<Element>
}

extension TrainingTask {
  /// Minimises the training loss on `sphere` from `start` by the study's solver, from where `work` was left; `nil` if
  /// interrupted.
  ///
  /// `rateFactor` multiplies the learning rate of a rescaled optimiser.
  func minimise(
    from start: consuming Vector<Element>, on sphere: Sphere<Element>, rateFactor: Double,
    _ work: PointWork
  ) throws -> ConstrainedMinimum<Element>? {
    let stopping =
      NotFinite() || study.stop.lossBelow.map { LossBelow($0) }
      || study.stop.tangentGradientBelow.map { TangentGradientBelow($0) }
      || study.stop.relativeGradientBelow.map { RelativeTangentGradientBelow($0, radius: sphere.radius) }
      || study.stop.stalled.map { Stalled(patience: $0.patience, improvement: $0.improvement) }
      || StepLimit(study.steps)
    let steps: Int, reason: StopReason?
    var best: BestOfRun?
    let parameters: Vector<Element>
    switch study.solver {
    case .rescaled(let optimizer):
      var trainer = Trainer(
        trainRisk(fullBatch: false), from: start,
        with: rule(optimizer, weightDecay: study.weightDecays[0], rateFactor: rateFactor), on: sphere,
        retracting: study.retraction)
      if let looking = study.bestOfRun {
        var observer = BestOfRunObserver(looking, of: self)
        reason = try work.complete(
          &trainer, until: stopping,
          with: { archive throws(StateArchiveError) in try observer.exchange(with: &archive) }
        ) { trainer, rule, isPaused in
          trainer.run(until: &rule, pausingWhen: isPaused) { progress, parameters, _ in
            observer.observe(step: progress.step, parameters)
          }
        }
        best = observer.best
      } else {
        reason = try work.complete(&trainer, until: stopping) { $0.run(until: &$1, pausingWhen: $2) }
      }
      steps = trainer.step
      parameters = trainer.finish()
    case .riemannian:
      var minimiser = RiemannianLBFGS(trainRisk(fullBatch: true), from: start, on: sphere)
      reason = try work.complete(&minimiser, until: stopping) { $0.run(until: &$1, pausingWhen: $2) }
      steps = minimiser.evaluations
      parameters = minimiser.finish()
    }
    guard let reason else { return nil }
    return ConstrainedMinimum(parameters: parameters, steps: steps, reason: reason, best: best)
  }

  /// The parameters of restart `restart` at the norm that the standard initialisation has times `alpha`, with their
  /// sphere: restart 0 is that initialisation scaled, the others are drawn anew and scaled to the same sphere.
  func start(alpha: Double, restart: Int) -> SphereStart<Element> {
    var parameters = Vector(problem.initialParameters)
    parameters.scale(by: Element(alpha))
    let sphere = Sphere(through: parameters, over: constrainedRanges)
    if restart > 0 {
      var stream = PhiloxStream(
        rootSeed: UInt64(study.rootSeed), seed: UInt64(seed), purpose: .restart(restart))
      problem.network.initialize(&parameters, using: &stream)
      sphere.retract(&parameters)
    }
    return SphereStart(parameters: parameters, sphere: sphere)
  }
}
