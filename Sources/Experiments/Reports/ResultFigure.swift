public import Figures

/// What is to be drawn of a result file.
public struct FigureRequest: Sendable {
  /// The figures that there are.
  public enum Picture: String, CaseIterable, Sendable {
    /// Training and test loss over the weight norm, of a landscape.
    case lu
    /// Test error or loss over (alpha, n_train), of a landscape.
    case heatmap
    /// Accuracy against step, of dynamics.
    case accuracy
    /// Time to generalise against weight decay, of dynamics.
    case times
    /// A loss over (alpha, messiness), of a landscape; of paths, with them and the contours.
    case plane
    /// Both losses against time along a path.
    case losses
    /// The contours of all training-set sizes, of paths.
    case contours
  }

  /// The losses that a plane can be of.
  public enum Loss: String, CaseIterable, Sendable {
    /// The reduced training loss.
    case train
    /// The test loss.
    case test
  }

  /// The figure; nil for the one that suits the file.
  public var picture: Picture?
  /// The level of the contour of a heat map or a plane; of contours, nil for the first.
  public var level: Double?
  /// The alpha to draw dynamics of; nil for the largest, or for all in a figure of times.
  public var alpha: Double?
  /// The threshold to draw dynamics of; nil for the first.
  public var threshold: Double?
  /// The messiness to draw a landscape of; nil for the first.
  public var messiness: Double?
  /// The loss that a plane is of; nil for the training loss.
  public var loss: Loss?
  /// The training-set size of a plane or a path; nil for the largest.
  public var trainingSetSize: Int?
  /// The seed of a plane or a path; nil for medians over seeds of a landscape, for the first seed of paths.
  public var seed: Int?
  /// The weight decay of paths; nil for the first.
  public var weightDecay: Double?
  /// The number of the start of a path; nil for all in a plane, for the first elsewhere.
  public var start: Int?

  /// A request for what suits the file, all else being nil.
  public init(
    picture: Picture? = nil, level: Double? = nil, alpha: Double? = nil, threshold: Double? = nil,
    messiness: Double? = nil, loss: Loss? = nil, trainingSetSize: Int? = nil, seed: Int? = nil,
    weightDecay: Double? = nil, start: Int? = nil
  ) {
    self.picture = picture
    self.level = level
    self.alpha = alpha
    self.threshold = threshold
    self.messiness = messiness
    self.loss = loss
    self.trainingSetSize = trainingSetSize
    self.seed = seed
    self.weightDecay = weightDecay
    self.start = start
  }

  /// The figure of the result file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if the file cannot be read, `badRequest` if it has no such figure or
  ///   no such coordinate.
  public func figure(of path: String) throws(ReportError) -> any Figure {
    let file = try ResultFile(path: path)
    switch file.kind {
    case .landscape: return try figure(ofLandscape: file)
    case .dynamics: return try figure(ofDynamics: file)
    case .path: return try figure(ofPaths: file)
    }
  }

  private func figure(ofLandscape file: ResultFile) throws(ReportError) -> any Figure {
    try refuse([("alpha", alpha), ("threshold", threshold), ("weight decay", weightDecay), ("start", start)], file)
    let landscape = try LandscapeFile(file)
    let picture = picture ?? (landscape.trainingSetSizes.count <= LandscapeFigures.mostFamilies ? .lu : .heatmap)
    if picture == .plane {
      try refuse([("messiness", messiness)], file)
      let size = try index(of: trainingSetSize, in: landscape.trainingSetSizes, named: "n_train", file.path)
      return try PathFigures.plane(
        landscape, size: size ?? landscape.trainingSetSizes.count - 1,
        seed: index(of: seed, in: landscape.seeds, named: "seed", file.path), loss: loss ?? .train, level: level)
    }
    try refuse([("loss", loss), ("n_train", trainingSetSize), ("seed", seed)], file)
    let mess = try index(of: messiness, in: landscape.messiness, named: "messiness", file.path) ?? 0
    switch picture {
    case .lu: return try LandscapeFigures.lu(landscape, messiness: mess)
    case .heatmap: return LandscapeFigures.heatMap(landscape, messiness: mess, level: level)
    default: throw mismatch(file)
    }
  }

  private func figure(ofDynamics file: ResultFile) throws(ReportError) -> any Figure {
    try refuse(
      [
        ("level", level), ("messiness", messiness), ("loss", loss), ("n_train", trainingSetSize), ("seed", seed),
        ("weight decay", weightDecay), ("start", start),
      ], file)
    let dynamics = try DynamicsFile(file)
    let threshold = try index(of: threshold, in: dynamics.thresholds, named: "threshold", file.path) ?? 0
    let alpha = try index(of: alpha, in: dynamics.alpha, named: "alpha", file.path)
    switch picture ?? .accuracy {
    case .accuracy:
      return DynamicsFigures.accuracy(dynamics, alpha: alpha ?? dynamics.alpha.count - 1, threshold: threshold)
    case .times:
      return DynamicsFigures.times(dynamics, alphas: alpha.map { [$0] }, threshold: threshold)
    default: throw mismatch(file)
    }
  }

  private func figure(ofPaths file: ResultFile) throws(ReportError) -> any Figure {
    try refuse([("alpha", alpha), ("threshold", threshold), ("messiness", messiness)], file)
    let paths = try PathFile(file)
    let seed = try index(of: seed, in: paths.seeds, named: "seed", file.path) ?? 0
    let size =
      try index(of: trainingSetSize, in: paths.trainingSetSizes, named: "n_train", file.path)
      ?? paths.trainingSetSizes.count - 1
    let decay = try index(of: weightDecay, in: paths.weightDecays, named: "weight decay", file.path) ?? 0
    let start = try index(of: start, in: Array(0..<paths.startCount), named: "start", file.path)
    switch picture ?? .plane {
    case .plane:
      try refuse([("level", level)], file)
      return try PathFigures.plane(
        paths, seed: seed, size: size, weightDecay: decay, starts: start.map { [$0] }, loss: loss ?? .train)
    case .losses:
      try refuse([("level", level), ("loss", loss)], file)
      return PathFigures.losses(paths, .init(seed: seed, size: size, start: start ?? 0, weightDecay: decay))
    case .contours:
      try refuse(
        [("loss", loss), ("n_train", trainingSetSize), ("weight decay", weightDecay), ("start", self.start)], file)
      let level = try index(of: level, in: paths.levels, named: "level", file.path) ?? 0
      return try PathFigures.contours(paths, seed: seed, level: level)
    default: throw mismatch(file)
    }
  }

  /// What means nothing for a kind of file is an error, so that nobody takes the figure for another one.
  private func refuse(
    _ options: [(name: String, value: (any Sendable)?)], _ file: ResultFile
  ) throws(ReportError) {
    guard let given = options.first(where: { $0.value != nil }) else { return }
    throw ReportError(
      .badRequest,
      "cannot draw this figure of '\(file.path)' at one \(given.name), because it holds \(file.kind.content): "
        + "leave it out")
  }

  private func mismatch(_ file: ResultFile) -> ReportError {
    let offered =
      switch file.kind {
      case .landscape: "'lu', 'heatmap' or 'plane'"
      case .dynamics: "'accuracy' or 'times'"
      case .path: "'plane', 'losses' or 'contours'"
      }
    return ReportError(
      .badRequest,
      "cannot draw '\(picture?.rawValue ?? "")' of '\(file.path)', which holds \(file.kind.content): "
        + "ask for \(offered)")
  }

  private func index(
    of value: Int?, in grid: [Int], named name: String, _ path: String
  ) throws(ReportError) -> Int? {
    try index(of: value.map(Double.init), in: grid.map(Double.init), named: name, path)
  }

  private func index(
    of value: Double?, in grid: [Double], named name: String, _ path: String
  ) throws(ReportError) -> Int? {
    guard !grid.isEmpty else {
      throw ReportError(.badInput, "cannot draw '\(path)' because it has no value of \(name): run its study again")
    }
    guard let value else { return nil }
    guard let found = grid.firstIndex(where: { abs($0 - value) <= 1e-9 * abs(value) }) else {
      let known = grid.map(NumberText.coordinate).joined(separator: ", ")
      throw ReportError(
        .badRequest,
        "cannot draw '\(path)' at \(name) \(NumberText.coordinate(value)), which it does not hold: choose from \(known)"
      )
    }
    return found
  }
}
