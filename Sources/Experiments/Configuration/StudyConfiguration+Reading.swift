import Networks
import Optimization

extension StudyConfiguration {
  /// The keys that a study may have, whatever its kind; `presets` and `quick` are the document's.
  static let keys =
    [
      "study", "title", "question", "preset", "kind", "root_seed", "seed", "n_train", "alpha", "weight_norm",
      "weight_decay", "problem", "loss", "reported_loss", "accuracy_thresholds", "streams", "precision", "optimizer",
      "schedule", "gradient_clip", "batch", "steps", "evaluate_every", "messiness",
    ] + landscapeKeys + dynamicsKeys
  private static let landscapeKeys = [
    "stop", "solver", "evaluations", "warm_start", "norm", "retract", "restarts", "tie_floor", "angular",
    "store_parameters", "evaluation_samples",
  ]
  private static let dynamicsKeys = [
    "history_every", "level", "stop_when_generalised", "checkpoints", "representation_rate",
  ]

  /// Reads a study strictly: what is unknown, missing, of the wrong type or out of range is an error with its place.
  init(_ study: Setting) throws(StudyError) {
    let table = try StrictTable(study, keys: Self.keys)
    name = try table.text("study")
    title = try table.text("title", default: name)
    question = try table.text("question", default: "")
    preset = table.setting("preset") == nil ? nil : try table.text("preset")
    kind = try table.word("kind", ["landscape": Kind.landscape, "dynamics": .dynamics])
    try table.refuse(
      kind == .landscape ? Self.dynamicsKeys : Self.landscapeKeys, in: "a study of kind \(kind.rawValue)")
    rootSeed = try table.integer("root_seed", atLeast: 0, default: 0)
    seeds = try table.integerAxis("seed", atLeast: 0) ?? [0]
    trainingSetSizes = try Self.trainingSetSizes(table)
    radii = try Self.radii(table)
    weightDecays = try Self.weightDecays(table)
    problem = try ProblemConfiguration(table)
    messiness = try Self.messiness(table, problem)
    swept = nil
    loss = try Self.loss(table, problem)
    reportedLoss = try table.word(
      "reported_loss", ["mean": ReportedLoss.mean, "sum_over_outputs": .sumOverOutputs], default: .mean)
    guard loss == .mse || reportedLoss == .mean else {
      throw table.wrong(
        "reported_loss", table.setting("reported_loss"), "mean for cross_entropy, which has one term a sample")
    }
    accuracyThresholds = try Self.accuracyThresholds(table, kind, problem)
    streams = try table.word("streams", ["torch": Streams.torch, "philox": .philox], default: .philox)
    precision = try table.word("precision", ["float": Precision.float, "double": .double], default: .float)
    batch = try table.value("batch", "full or a whole number of at least 1", default: .some(nil)) { text in
      text == "full" ? .some(nil) : Int(text).flatMap { $0 >= 1 ? .some($0) : nil }
    }
    solver = try Self.solver(table, batch: batch)
    steps = try Self.steps(table, solver)
    stop = try Self.stop(table)
    norm = try table.word(
      "norm", ["true": NormName.trueNorm, "first_weight_twice": .firstWeightTwice], default: .trueNorm)
    retraction = try table.word(
      "retract", ["after_step": RetractionOrder.afterStep, "before_step": .beforeStep], default: .afterStep)
    restarts = try table.integer("restarts", atLeast: 1, atMost: Limits.points, default: 1)
    tieFloor = try table.number("tie_floor", "at least 0", default: 1e-6) { $0 >= 0 }
    angular = try table.flag("angular", default: false)
    storesParameters = try table.flag("store_parameters", default: false)
    bestOfRun = kind == .landscape ? try Self.bestOfRun(table, solver) : nil
    dynamics = DynamicsConfiguration(
      evaluateEvery: kind == .dynamics ? try table.integer("evaluate_every", atLeast: 1, default: 1) : 1,
      historyEvery: try table.integer("history_every", atLeast: 1, default: 200),
      level: try table.number("level", "above 0 and at most 1", default: 0.95) { $0 > 0 && $0 <= 1 },
      stopsWhenGeneralised: try table.flag("stop_when_generalised", default: false),
      checkpoints: try Self.checkpoints(table),
      representationRate: try Self.representationRate(table, problem))
    try checkSize(table)
  }
}

// MARK: - Axes

extension StudyConfiguration {
  private static func trainingSetSizes(_ table: StrictTable) throws(StudyError) -> [Int] {
    _ = try table.required("n_train", "the number of training samples")
    let sizes = try table.integerAxis("n_train", atLeast: 1) ?? []
    guard sizes == sizes.sorted() else { throw table.wrong("n_train", table.setting("n_train"), "ascending") }
    return sizes
  }

  private static func messiness(_ table: StrictTable, _ problem: ProblemConfiguration) throws(StudyError) -> [Double] {
    if !problem.hasRepresentation { try table.refuse(["messiness"], in: "a problem without a representation") }
    let values = try table.axis("messiness") ?? [0]
    guard values.allSatisfy({ (0...1).contains($0) }) else {
      throw table.wrong("messiness", table.setting("messiness"), "from 0 to 1")
    }
    guard values == values.sorted() else { throw table.wrong("messiness", table.setting("messiness"), "ascending") }
    return values
  }

  private static func representationRate(
    _ table: StrictTable, _ problem: ProblemConfiguration
  ) throws(StudyError) -> Double? {
    guard problem.hasEmbeddings else {
      try table.refuse(["representation_rate"], in: "a problem without embeddings")
      return nil
    }
    guard table.setting("representation_rate") != nil else { return nil }
    return try table.number("representation_rate", "from 0 to 1e30") { $0 >= 0 && $0 <= 1e30 }
  }

  private static func radii(_ table: StrictTable) throws(StudyError) -> Radii {
    let alpha = try table.axis("alpha"), norm = try table.axis("weight_norm")
    let key = norm == nil ? "alpha" : "weight_norm"
    guard (alpha == nil) != (norm == nil), let values = alpha ?? norm else {
      throw table.wrong("alpha", table.setting("alpha"), "given, or 'weight_norm' in its place, but not both")
    }
    // Squares of what is far outside are zero or infinite.
    guard values.allSatisfy({ (1e-15...1e15).contains($0) }) else {
      throw table.wrong(key, table.setting(key), "above 0, from 1e-15 to 1e15")
    }
    guard values == values.sorted() else { throw table.wrong(key, table.setting(key), "ascending") }
    return norm == nil ? .alpha(values) : .weightNorm(values)
  }

  private static func weightDecays(_ table: StrictTable) throws(StudyError) -> [Double] {
    let values = try table.axis("weight_decay") ?? [0]
    guard values.allSatisfy({ $0 >= 0 }) else {
      throw table.wrong("weight_decay", table.setting("weight_decay"), "at least 0")
    }
    return values
  }

  private static func accuracyThresholds(
    _ table: StrictTable, _ kind: Kind, _ problem: ProblemConfiguration
  ) throws(StudyError) -> [Double] {
    switch problem.source {
    case .teacherStudent: break
    case .toyAddition:
      try table.refuse(["accuracy_thresholds"], in: "a problem 'toy-addition', where the nearest template decides")
    case .images:
      try table.refuse(["accuracy_thresholds"], in: "a problem 'images', where the largest output decides")
    }
    let values = try table.axis("accuracy_thresholds") ?? []
    guard values.allSatisfy({ $0 > 0 }) else {
      throw table.wrong("accuracy_thresholds", table.setting("accuracy_thresholds"), "above 0")
    }
    guard kind == .dynamics || values.count <= 1 else {
      throw table.wrong(
        "accuracy_thresholds", table.setting("accuracy_thresholds"), "one number in a study of kind landscape")
    }
    return values
  }
}
