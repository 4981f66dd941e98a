import Networks
import Optimization

extension StudyConfiguration {
  /// Reads a study strictly: what is unknown, missing, of the wrong type or out of range is an error with its place.
  init(_ study: Setting) throws(StudyError) {
    var table = try StrictTable(study)
    name = try table.text("study")
    title = try table.text("title", default: name)
    question = try table.text("question", default: "")
    preset = try table.text("preset", default: "")
    if preset == "" { preset = nil }
    kind = try table.word("kind", ["landscape": Kind.landscape, "dynamics": .dynamics])
    rootSeed = try table.integer("root_seed", atLeast: 0, default: 0)
    seeds = try table.integerAxis("seed", atLeast: 0) ?? [0]
    let sizes = try table.integerAxis("n_train", atLeast: 1)
    guard let sizes else { throw table.wrong("n_train", nil, "given: the number of training samples") }
    guard sizes == sizes.sorted() else { throw table.wrong("n_train", table.setting("n_train"), "ascending") }
    trainingSetSizes = sizes
    radii = try Self.radii(&table)
    weightDecays = try table.axis("weight_decay") ?? [0]
    guard weightDecays.allSatisfy({ $0 >= 0 }) else {
      throw table.wrong("weight_decay", table.setting("weight_decay"), "at least 0")
    }
    guard kind == .dynamics || weightDecays.count == 1 else {
      throw table.wrong("weight_decay", table.setting("weight_decay"), "one number in a landscape")
    }
    problem = try ProblemConfiguration(table.setting("problem"), at: table.place)
    loss = try table.word("loss", ["mse": LossName.mse, "cross_entropy": .crossEntropy], default: .mse)
    if loss == .crossEntropy, case .teacherStudent = problem.source {
      throw table.wrong("loss", table.setting("loss"), "mse: a teacher's outputs are numbers, not classes")
    }
    reportedLoss = try table.word(
      "reported_loss", ["mean": ReportedLoss.mean, "sum_over_outputs": .sumOverOutputs], default: .mean)
    accuracyThresholds = try table.axis("accuracy_thresholds") ?? []
    streams = try table.word("streams", ["torch": Streams.torch, "philox": .philox], default: .philox)
    precision = try table.word("precision", ["float": Precision.float, "double": .double], default: .float)
    (method, rate) = try Self.optimizer(table.setting("optimizer"), at: table.place)
    schedule = try Self.schedule(table.setting("schedule"))
    gradientClip = table.setting("gradient_clip") == nil ? nil : try table.number("gradient_clip", "above 0") { $0 > 0 }
    batch = try table.value("batch", "full or a whole number of at least 1", default: .some(nil)) { text in
      text == "full" ? .some(nil) : Int(text).flatMap { $0 >= 1 ? .some($0) : nil }
    }
    steps = try table.integer("steps", atLeast: 0)
    (lossBelow, tangentGradientBelow, stalled) = try Self.stop(table.setting("stop"))
    _ = try table.word("solver", ["rescaled": true], default: true)
    norm = try table.word(
      "norm", ["true": NormName.trueNorm, "first_weight_twice": .firstWeightTwice], default: .trueNorm)
    retraction = try table.word(
      "retract", ["after_step": RetractionOrder.afterStep, "before_step": .beforeStep], default: .afterStep)
    restarts = try table.integer("restarts", atLeast: 1, default: 1)
    tieFloor = try table.number("tie_floor", "at least 0", default: 1e-6) { $0 >= 0 }
    angular = try table.flag("angular", default: false)
    dynamics = DynamicsConfiguration(
      evaluateEvery: try table.integer("evaluate_every", atLeast: 1, default: 1),
      historyEvery: try table.integer("history_every", atLeast: 1, default: 200),
      level: try table.number("level", "above 0 and at most 1", default: 0.95) { $0 > 0 && $0 <= 1 },
      stopsWhenGeneralised: try table.flag("stop_when_generalised", default: false))
    try table.finish()
  }

  private static func radii(_ table: inout StrictTable) throws(StudyError) -> Radii {
    let alpha = try table.axis("alpha"), norm = try table.axis("weight_norm")
    let key = norm == nil ? "alpha" : "weight_norm"
    guard (alpha == nil) != (norm == nil), let values = alpha ?? norm else {
      throw table.wrong("alpha", table.setting("alpha"), "given, or 'weight_norm' in its place, but not both")
    }
    guard values.allSatisfy({ $0 > 0 }) else { throw table.wrong(key, table.setting(key), "above 0") }
    guard values == values.sorted() else { throw table.wrong(key, table.setting(key), "ascending") }
    return norm == nil ? .alpha(values) : .weightNorm(values)
  }

  private static func optimizer(
    _ setting: Setting?, at place: String
  ) throws(StudyError) -> (OptimizerRecipe.Method, Double) {
    guard let setting else {
      throw StudyError(
        .badStudy, "Cannot run the study (\(place)): the key 'optimizer' is missing; give name and rate.")
    }
    var table = try StrictTable(setting, path: "optimizer")
    let name = try table.word(
      "name", ["sgd": "sgd", "momentum": "momentum", "nesterov": "nesterov", "adam": "adam", "adamw": "adamw"])
    let rate = try table.number("rate", "above 0") { $0 > 0 }
    let unit: (Double) -> Bool = { $0 >= 0 && $0 < 1 }
    let method: OptimizerRecipe.Method
    switch name {
    case "sgd":
      method = .gradientDescent
    case "momentum", "nesterov":
      method = .momentum(
        coefficient: try table.number("momentum", "at least 0 and below 1", default: 0.9, where: unit),
        nesterov: name == "nesterov")
    default:
      method = .adam(
        beta1: try table.number("beta1", "at least 0 and below 1", default: 0.9, where: unit),
        beta2: try table.number("beta2", "at least 0 and below 1", default: 0.999, where: unit),
        epsilon: try table.number("epsilon", "above 0", default: 1e-8) { $0 > 0 }, decoupledDecay: name == "adamw")
    }
    try table.finish()
    return (method, rate)
  }

  private static func schedule(_ setting: Setting?) throws(StudyError) -> LearningRateSchedule {
    guard let setting else { return .constant }
    var table = try StrictTable(setting, path: "schedule")
    let name = try table.word(
      "name", ["constant": 0, "warmup": 1, "warmup_inverse": 2, "step_decay": 3])
    let schedule: LearningRateSchedule
    switch name {
    case 1: schedule = .warmup(steps: try table.integer("steps", atLeast: 1))
    case 2:
      schedule = .warmupInverse(
        steps: try table.integer("steps", atLeast: 1), rate: try table.number("rate", "at least 0") { $0 >= 0 },
        interval: try table.integer("interval", atLeast: 1))
    case 3:
      schedule = .stepDecay(
        factor: try table.number("factor", "above 0") { $0 > 0 }, interval: try table.integer("interval", atLeast: 1))
    default: schedule = .constant
    }
    try table.finish()
    return schedule
  }

  private static func stop(_ setting: Setting?) throws(StudyError) -> (Double?, Double?, StalledConfiguration?) {
    guard let setting else { return (nil, nil, nil) }
    var table = try StrictTable(setting, path: "stop")
    let loss = table.setting("loss_below") == nil ? nil : try table.number("loss_below", "above 0") { $0 > 0 }
    let gradient =
      table.setting("tangent_gradient_below") == nil
      ? nil : try table.number("tangent_gradient_below", "above 0") { $0 > 0 }
    var stalled: StalledConfiguration?
    if let inner = table.setting("stalled") {
      var stall = try StrictTable(inner, path: "stop.stalled")
      stalled = StalledConfiguration(
        patience: try stall.integer("patience", atLeast: 1),
        improvement: try stall.number("improvement", "at least 0 and below 1") { $0 >= 0 && $0 < 1 })
      try stall.finish()
    }
    try table.finish()
    return (loss, gradient, stalled)
  }
}

extension ProblemConfiguration {
  init(_ setting: Setting?, at place: String) throws(StudyError) {
    guard let setting else {
      throw StudyError(
        .badStudy, "Cannot run the study (\(place)): the key 'problem' is missing; give name, widths and activation.")
    }
    var table = try StrictTable(setting, path: "problem")
    let isTeacher = try table.word("name", ["teacher-student": true, "images": false])
    let widths = try table.widths("widths")
    activation = try table.value(
      "activation", "one of " + Activation.knownNames.joined(separator: ", "), Activation.init(name:))
    if isTeacher {
      source = .teacherStudent(
        noise: try table.number("noise", "at least 0", default: 0) { $0 >= 0 },
        pool: try table.integer("pool", atLeast: 1, default: 100))
      testCount = try table.integer("n_test", atLeast: 1, default: 100)
    } else {
      source = .images(
        data: try table.text("data"),
        permuted: try table.word("subset", ["first": false, "permutation": true], default: false))
      testCount = try table.integer("n_test", atLeast: 1, default: 10_000)
    }
    self.widths = widths
    try table.finish()
  }
}

extension StrictTable {
  /// Layer widths: a list of at least two whole numbers of at least 1; equal ones are allowed.
  mutating func widths(_ key: String) throws(StudyError) -> [Int] {
    let rule = "a list of at least two layer widths, for example [5, 100, 100, 5]"
    guard let setting = setting(key), case .list(let items, _) = setting, items.count >= 2 else {
      throw wrong(key, nil, rule)
    }
    var widths: [Int] = []
    for item in items {
      guard case .scalar(let text, _) = item, let width = Int(text), width >= 1, width <= 1_000_000 else {
        throw wrong(key, item, rule)
      }
      widths.append(width)
    }
    return widths
  }
}
