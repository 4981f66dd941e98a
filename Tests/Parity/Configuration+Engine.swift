import Networks
import Objectives
import Optimization

/// What the configuration says, in the engine's terms.
extension Configuration {
  /// The activation of that name; "leaky_relu" takes its slope from the name or from a key of its own.
  static func activation(_ name: String, slope: Double?) throws(ReferenceError) -> Activation {
    if let slope, name.hasPrefix("leaky_relu") {
      guard slope > 0 else { throw .unsupported("activation '\(name)' of slope \(slope) is not supported") }
      return .leakyReLU(slope: slope)
    }
    guard let activation = Activation(name: name) else {
      throw .unsupported("activation '\(name)' is not supported")
    }
    return activation
  }

  /// The optimiser over the tensors of `layout`.
  func recipe(for layout: ParameterLayout) throws(ReferenceError) -> OptimizerRecipe {
    if gradientFilter != nil { throw .unsupported("gradient_filter is not supported") }
    if sam != nil { throw .unsupported("sam is not supported") }
    let optimizer = try Self.need(optimizer, "optimizer")
    var groups: [ParameterGroup] = []
    var taken: Set<String> = []
    for group in optimizer.groups {
      guard taken.isDisjoint(with: group.parameters), Set(group.parameters).count == group.parameters.count else {
        throw .unreadable("The optimiser's groups share a tensor, so it has two learning rates.")
      }
      taken.formUnion(group.parameters)
      groups.append(
        ParameterGroup(
          try Self.slices(group.parameters, of: layout).map(\.range), rate: group.lr,
          weightDecay: group.weightDecay ?? 0))
    }
    return OptimizerRecipe(
      try method(of: optimizer), groups: groups, schedule: try learningRateSchedule(),
      gradientClip: gradientClip?.maxNorm)
  }

  private func method(of optimizer: Optimizer) throws(ReferenceError) -> OptimizerRecipe.Method {
    switch optimizer.name {
    case "sgd":
      return .gradientDescent
    case "momentum", "nesterov":
      return .momentum(
        coefficient: try Self.need(optimizer.momentum, "optimizer.momentum"), nesterov: optimizer.name == "nesterov")
    case "adam", "adamw":
      let betas = try Self.need(optimizer.betas, "optimizer.betas")
      guard betas.count == 2 else { throw .unreadable("The optimiser has \(betas.count) betas instead of two.") }
      return .adam(
        beta1: betas[0], beta2: betas[1], epsilon: try Self.need(optimizer.eps, "optimizer.eps"),
        decoupledDecay: optimizer.name == "adamw")
    default:
      throw .unsupported("optimizer '\(optimizer.name)' is not supported")
    }
  }

  private func learningRateSchedule() throws(ReferenceError) -> LearningRateSchedule {
    guard let schedule else { return .constant }
    switch schedule.type {
    case "constant":
      return .constant
    case "warmup":
      return .warmup(steps: try Self.need(schedule.warmup, "schedule.warmup"))
    case "warmup_inverse":
      return .warmupInverse(
        steps: try Self.need(schedule.warmup, "schedule.warmup"), rate: try Self.need(schedule.rate, "schedule.rate"),
        interval: try interval(of: schedule))
    case "step_decay":
      return .stepDecay(factor: try Self.need(schedule.factor, "schedule.factor"), interval: try interval(of: schedule))
    default:
      throw .unsupported("schedule '\(schedule.type)' is not supported")
    }
  }

  private func interval(of schedule: Schedule) throws(ReferenceError) -> Int {
    let interval = try Self.need(schedule.interval, "schedule.interval")
    guard interval > 0 else { throw .unreadable("The schedule's interval is \(interval), which is not positive.") }
    return interval
  }

  /// The ranges of the tensors whose common norm is kept, or `nil` without a constraint.
  func sphereRanges(in layout: ParameterLayout) throws(ReferenceError) -> [WeightedRange]? {
    guard let constraint, constraint.type != "none" else { return nil }
    guard constraint.type == "sphere" else {
      throw .unsupported("constraint '\(constraint.type)' is not supported")
    }
    let names = try Self.need(constraint.parameters, "constraint.parameters")
    guard Set(names).count == names.count, !names.isEmpty else {
      throw .unreadable("The constraint lists no tensor, or one of them twice.")
    }
    return try Self.slices(names, of: layout).map { WeightedRange($0.range) }
  }

  private static func slices(
    _ names: [String], of layout: ParameterLayout
  ) throws(ReferenceError) -> [ParameterSlice] {
    var slices: [ParameterSlice] = []
    for name in names {
      guard let slice = layout[name] else { throw .unreadable("The network has no tensor '\(name)'.") }
      slices.append(slice)
    }
    return slices
  }
}
