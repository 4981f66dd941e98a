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

  /// The rule for `count` parameters, behind the clipping of gradients if there is any.
  public func make<Element: Scalar>(count: Int, as _: Element.Type = Element.self) -> AnyRule<Element> {
    guard let gradientClip else { return rule(count: count) }
    return AnyRule(Filtered(ClipByGlobalNorm<Element>(gradientClip), rule(count: count, as: Element.self)))
  }

  private func rule<Element: Scalar>(count: Int, as _: Element.Type = Element.self) -> AnyRule<Element> {
    switch method {
    case .gradientDescent:
      return AnyRule(GradientDescent<Element>(groups, schedule: schedule, count: count))
    case .momentum(let coefficient, let nesterov):
      return AnyRule(
        Momentum<Element>(groups, schedule: schedule, count: count, coefficient: coefficient, nesterov: nesterov))
    case .adam(let beta1, let beta2, let epsilon, let decoupledDecay):
      return AnyRule(
        Adam<Element>(
          groups, schedule: schedule, count: count, beta1: beta1, beta2: beta2, epsilon: epsilon,
          decoupledDecay: decoupledDecay))
    }
  }
}
