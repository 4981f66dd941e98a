public import LinearAlgebra

/// A codable description of an optimiser, from which each run builds its own state.
public struct OptimizerRecipe: Sendable, Codable, Hashable {
  /// The rule that turns gradients into directions.
  public enum Method: Sendable, Codable, Hashable {
    /// Gradient descent; weight decay is coupled.
    case gradientDescent
    /// Heavy-ball or Nesterov momentum; weight decay is coupled.
    case momentum(coefficient: Double, nesterov: Bool)
    /// Adam with coupled L2 (PyTorch's `Adam`), or with decoupled decay (`AdamW`).
    case adam(beta1: Double, beta2: Double, epsilon: Double, decoupledDecay: Bool)
  }

  /// The rule.
  public var method: Method
  /// Learning rates and weight decays; disjoint groups.
  public var groups: [ParameterGroup]
  /// The factor of all learning rates over the steps.
  public var schedule: LearningRateSchedule
  /// The largest norm of a gradient, if it is clipped.
  public var gradientClip: Double?

  /// An optimiser of the given parts.
  public init(
    _ method: Method, groups: [ParameterGroup], schedule: LearningRateSchedule = .constant, gradientClip: Double? = nil
  ) {
    self.method = method
    self.groups = groups
    self.schedule = schedule
    self.gradientClip = gradientClip
  }

  /// The chain of transforms for `count` parameters: clip, coupled decay, direction, decoupled decay, rate.
  public func make<Element: Scalar>(count: Int, as _: Element.Type = Element.self) -> AnyTransform<Element> {
    if let gradientClip {
      return AnyTransform(
        chain {
          ClipByGlobalNorm<Element>(gradientClip)
          direction(count: count, as: Element.self)
        })
    }
    return direction(count: count, as: Element.self)
  }

  private func direction<Element: Scalar>(count: Int, as _: Element.Type) -> AnyTransform<Element> {
    switch method {
    case .gradientDescent:
      return AnyTransform(
        chain {
          AddDecayedWeights<Element>(groups)
          ScaleByRate<Element>(groups, schedule: schedule, count: count)
        })
    case .momentum(let coefficient, let nesterov):
      return AnyTransform(
        chain {
          AddDecayedWeights<Element>(groups)
          AccumulateMomentum<Element>(count: count, coefficient: coefficient, nesterov: nesterov)
          ScaleByRate<Element>(groups, schedule: schedule, count: count)
        })
    case .adam(let beta1, let beta2, let epsilon, let decoupledDecay):
      return AnyTransform(
        chain {
          AddDecayedWeights<Element>(decoupledDecay ? [] : groups)
          ScaleByAdam<Element>(count: count, beta1: beta1, beta2: beta2, epsilon: epsilon)
          AddDecayedWeights<Element>(decoupledDecay ? groups : [])
          ScaleByRate<Element>(groups, schedule: schedule, count: count)
        })
    }
  }
}
