extension StudyConfiguration {
  /// The keys of a study in which this configuration and another one differ.
  func differingKeys(from other: StudyConfiguration) -> [String] {
    let settings: [(key: String, path: PartialKeyPath<StudyConfiguration>)] = [
      ("study", \.name), ("title", \.title), ("question", \.question), ("preset", \.preset), ("kind", \.kind),
      ("root_seed", \.rootSeed), ("seed", \.seeds), ("n_train", \.trainingSetSizes),
      ("messiness", \.messiness), (radii.key, \.radii), ("weight_decay", \.weightDecays),
      ("problem.widths", \.problem.widths),
      ("problem.activation", \.problem.activation), ("problem.n_test", \.problem.testCount),
      ("problem", \.problem.source), ("loss", \.loss), ("reported_loss", \.reportedLoss),
      ("accuracy_thresholds", \.accuracyThresholds), ("streams", \.streams), ("precision", \.precision),
      ("batch", \.batch), (solver.stepsKey, \.steps), ("stop.loss_below", \.stop.lossBelow),
      ("stop.tangent_gradient_below", \.stop.tangentGradientBelow),
      ("stop.relative_gradient_below", \.stop.relativeGradientBelow), ("stop.stalled", \.stop.stalled),
      ("norm", \.norm),
      ("retract", \.retraction), ("restarts", \.restarts), ("tie_floor", \.tieFloor), ("angular", \.angular),
      ("store_parameters", \.storesParameters), ("evaluate_every", \.bestOfRun?.interval),
      ("evaluation_samples", \.bestOfRun?.samples),
      ("evaluate_every", \.dynamics.evaluateEvery), ("history_every", \.dynamics.historyEvery),
      ("level", \.dynamics.level), ("stop_when_generalised", \.dynamics.stopsWhenGeneralised),
      ("checkpoints", \.dynamics.checkpoints), ("representation_rate", \.dynamics.representationRate),
    ]
    func value(_ configuration: StudyConfiguration, _ path: PartialKeyPath<StudyConfiguration>) -> AnyHashable? {
      configuration[keyPath: path] as? AnyHashable
    }
    let differing =
      settings.filter { value(self, $0.path) != value(other, $0.path) }.map(\.key)
      + solver.differingKeys(from: other.solver)
    return differing + differingAxes(from: other).filter { !differing.contains($0) }
  }

  /// The swept keys that only one of both sweeps, or over other values; all, if only their order differs.
  private func differingAxes(from other: StudyConfiguration) -> [String] {
    let mine = swept?.keys ?? [], theirs = other.swept?.keys ?? []
    let changed = Set(mine).symmetricDifference(theirs).map(\.name)
    return Set(changed.isEmpty && mine != theirs ? mine.map(\.name) : changed).sorted()
  }
}

extension StudyConfiguration.Solver {
  fileprivate func differingKeys(from other: Self) -> [String] {
    switch (self, other) {
    case (.rescaled(let mine), .rescaled(let theirs)):
      let settings: [(String, Bool)] = [
        ("optimizer", mine.method == theirs.method), ("optimizer.rate", mine.rate == theirs.rate),
        ("schedule", mine.schedule == theirs.schedule), ("gradient_clip", mine.gradientClip == theirs.gradientClip),
      ]
      return settings.filter { !$0.1 }.map(\.0)
    case (.riemannian(let mine), .riemannian(let theirs)): return mine == theirs ? [] : ["warm_start"]
    default: return ["solver"]
    }
  }
}

extension StudyConfiguration.Radii {
  /// The key that they are given by.
  fileprivate var key: String {
    switch self {
    case .alpha: "alpha"
    case .weightNorm: "weight_norm"
    }
  }
}
