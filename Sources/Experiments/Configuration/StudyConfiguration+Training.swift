import Networks
import Optimization

// MARK: - Loss and minimiser, from the tables of a study

extension StudyConfiguration {
  static func loss(_ table: StrictTable, _ problem: ProblemConfiguration) throws(StudyError) -> LossName {
    let loss = try table.word("loss", ["mse": LossName.mse, "cross_entropy": .crossEntropy], default: .mse)
    if loss == .crossEntropy {
      switch problem.source {
      case .images: break
      case .teacherStudent:
        throw table.wrong("loss", table.setting("loss"), "mse: a teacher's outputs are numbers, not classes")
      case .toyAddition:
        throw table.wrong("loss", table.setting("loss"), "mse: the outputs of toy addition are templates, not classes")
      }
    }
    return loss
  }

  static func optimizer(_ study: StrictTable) throws(StudyError) -> OptimizerConfiguration {
    let (method, rate) = try rule(study)
    return OptimizerConfiguration(
      method: method, rate: rate, schedule: try schedule(study),
      gradientClip: study.setting("gradient_clip") == nil
        ? nil : try study.number("gradient_clip", "above 0") { $0 > 0 })
  }

  private static func rule(_ study: StrictTable) throws(StudyError) -> (OptimizerRecipe.Method, Double) {
    let table = try StrictTable(
      study.required("optimizer", "name and rate"), path: "optimizer",
      keys: ["name", "rate", "momentum", "beta1", "beta2", "epsilon"])
    let name = try table.word(
      "name", ["sgd": "sgd", "momentum": "momentum", "nesterov": "nesterov", "adam": "adam", "adamw": "adamw"])
    let isAdam = name.hasPrefix("adam")
    if !isAdam { try table.refuse(["beta1", "beta2", "epsilon"], in: "the optimizer '\(name)'") }
    if isAdam || name == "sgd" { try table.refuse(["momentum"], in: "the optimizer '\(name)'") }
    let rate = try table.number("rate", "above 0 and at most 1e30") { $0 > 0 && $0 <= 1e30 }
    let unit: (Double) -> Bool = { $0 >= 0 && $0 < 1 }
    if isAdam {
      return (
        .adam(
          beta1: try table.number("beta1", "at least 0 and below 1", default: 0.9, where: unit),
          beta2: try table.number("beta2", "at least 0 and below 1", default: 0.999, where: unit),
          epsilon: try table.number("epsilon", "above 0", default: 1e-8) { $0 > 0 }, decoupledDecay: name == "adamw"),
        rate
      )
    }
    if name == "sgd" { return (.gradientDescent, rate) }
    let coefficient = try table.number("momentum", "at least 0 and below 1", default: 0.9, where: unit)
    return (.momentum(coefficient: coefficient, nesterov: name == "nesterov"), rate)
  }

  private static func schedule(_ study: StrictTable) throws(StudyError) -> LearningRateSchedule {
    guard let setting = study.setting("schedule") else { return .constant }
    let keysOf = [
      "constant": [], "warmup": ["steps"], "warmup_inverse": ["steps", "rate", "interval"],
      "step_decay": ["factor", "interval"],
    ]
    let keys = ["name", "steps", "rate", "interval", "factor"]
    let table = try StrictTable(setting, path: "schedule", keys: keys)
    let name = try table.word(
      "name",
      ["constant": "constant", "warmup": "warmup", "warmup_inverse": "warmup_inverse", "step_decay": "step_decay"])
    try table.refuse(
      keys.filter { $0 != "name" && keysOf[name]?.contains($0) == false }, in: "the schedule '\(name)'")
    switch name {
    case "warmup": return .warmup(steps: try table.integer("steps", atLeast: 1))
    case "warmup_inverse":
      return .warmupInverse(
        steps: try table.integer("steps", atLeast: 1), rate: try table.number("rate", "at least 0") { $0 >= 0 },
        interval: try table.integer("interval", atLeast: 1))
    case "step_decay":
      return .stepDecay(
        factor: try table.number("factor", "above 0") { $0 > 0 }, interval: try table.integer("interval", atLeast: 1))
    default: return .constant
    }
  }

  static func stop(_ study: StrictTable) throws(StudyError) -> StopConfiguration {
    guard let setting = study.setting("stop") else { return StopConfiguration() }
    let table = try StrictTable(
      setting, path: "stop", keys: ["loss_below", "tangent_gradient_below", "relative_gradient_below", "stalled"])
    func bound(_ key: String) throws(StudyError) -> Double? {
      table.setting(key) == nil ? nil : try table.number(key, "above 0") { $0 > 0 }
    }
    var stalled: StalledConfiguration?
    if let inner = table.setting("stalled") {
      let stall = try StrictTable(inner, path: "stop.stalled", keys: ["patience", "improvement"])
      stalled = StalledConfiguration(
        patience: try stall.integer("patience", atLeast: 1),
        improvement: try stall.number("improvement", "at least 0 and below 1") { $0 >= 0 && $0 < 1 })
    }
    return StopConfiguration(
      lossBelow: try bound("loss_below"), tangentGradientBelow: try bound("tangent_gradient_below"),
      relativeGradientBelow: try bound("relative_gradient_below"), stalled: stalled)
  }

  static func solver(_ table: StrictTable, batch: Int?) throws(StudyError) -> Solver {
    let isRescaled = try table.word("solver", ["rescaled": true, "riemannian": false], default: true)
    guard !isRescaled else {
      try table.refuse(["evaluations", "warm_start"], in: "the solver 'rescaled'")
      return .rescaled(try optimizer(table))
    }
    guard batch == nil else {
      throw table.wrong("batch", table.setting("batch"), "full for the solver 'riemannian'")
    }
    return .riemannian(
      try table.word("warm_start", ["none": WarmStart.none, "alpha": .alpha], default: WarmStart.none))
  }

  /// Whether and how the best of a run is looked for in a landscape.
  static func bestOfRun(_ table: StrictTable, _ solver: Solver) throws(StudyError) -> BestOfRunConfiguration? {
    if solver.optimizer == nil {
      try table.refuse(["evaluate_every", "evaluation_samples"], in: "a study of the solver 'riemannian'")
    }
    guard table.setting("evaluate_every") != nil else {
      try table.refuse(["evaluation_samples"], in: "a landscape without 'evaluate_every'")
      return nil
    }
    return BestOfRunConfiguration(
      interval: try table.integer("evaluate_every", atLeast: 1),
      samples: table.setting("evaluation_samples") == nil
        ? nil : try table.integer("evaluation_samples", atLeast: 1, atMost: Limits.samples))
  }

  /// The number of steps, under the key that the solver counts by.
  static func steps(_ table: StrictTable, _ solver: Solver) throws(StudyError) -> Int {
    try table.integer(solver.stepsKey, atLeast: 0, atMost: Limits.steps)
  }
}

extension StudyConfiguration.Solver {
  /// The optimiser, of a solver that has one.
  public var optimizer: OptimizerConfiguration? {
    if case .rescaled(let optimizer) = self { optimizer } else { nil }
  }

  /// The key of the largest number of steps or evaluations.
  var stepsKey: String {
    switch self {
    case .rescaled: "steps"
    case .riemannian: "evaluations"
    }
  }
}
