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
  }

  /// The figure; nil for the one that suits the file.
  public var picture: Picture?
  /// The level of the contour of a heat map.
  public var level: Double?
  /// The alpha to draw dynamics of; nil for the largest, or for all in a figure of times.
  public var alpha: Double?
  /// The threshold to draw dynamics of; nil for the first.
  public var threshold: Double?
  /// The messiness to draw a landscape of; nil for the first.
  public var messiness: Double?

  /// A request for what suits the file, all else being nil.
  public init(
    picture: Picture? = nil, level: Double? = nil, alpha: Double? = nil, threshold: Double? = nil,
    messiness: Double? = nil
  ) {
    self.picture = picture
    self.level = level
    self.alpha = alpha
    self.threshold = threshold
    self.messiness = messiness
  }

  /// The figure of the result file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if the file cannot be read, `badRequest` if it has no such figure or
  ///   no such coordinate.
  public func figure(of path: String) throws(ReportError) -> any Figure {
    let file = try ResultFile(path: path)
    switch file.kind {
    case .landscape:
      try refuse([("alpha", alpha), ("threshold", threshold)], file)
      let landscape = try LandscapeFile(file)
      let mess = try index(of: messiness, in: landscape.messiness, named: "messiness", path) ?? 0
      switch picture ?? (landscape.trainingSetSizes.count <= LandscapeFigures.mostFamilies ? .lu : .heatmap) {
      case .lu: return try LandscapeFigures.lu(landscape, messiness: mess)
      case .heatmap: return LandscapeFigures.heatMap(landscape, messiness: mess, level: level)
      case .accuracy, .times: throw mismatch(file)
      }
    case .dynamics:
      try refuse([("level", level), ("messiness", messiness)], file)
      let dynamics = try DynamicsFile(file)
      let threshold = try index(of: threshold, in: dynamics.thresholds, named: "threshold", path) ?? 0
      let alpha = try index(of: alpha, in: dynamics.alpha, named: "alpha", path)
      switch picture ?? .accuracy {
      case .accuracy:
        return DynamicsFigures.accuracy(dynamics, alpha: alpha ?? dynamics.alpha.count - 1, threshold: threshold)
      case .times:
        return DynamicsFigures.times(dynamics, alphas: alpha.map { [$0] }, threshold: threshold)
      case .lu, .heatmap: throw mismatch(file)
      }
    }
  }

  /// What means nothing for a kind of file is an error, so that nobody takes the figure for another one.
  private func refuse(_ options: [(name: String, value: Double?)], _ file: ResultFile) throws(ReportError) {
    guard let given = options.first(where: { $0.value != nil }) else { return }
    throw ReportError(
      .badRequest,
      "cannot draw '\(file.path)' at one \(given.name), because it holds \(file.kind.content): leave it out")
  }

  private func mismatch(_ file: ResultFile) -> ReportError {
    let offered = file.kind == .landscape ? "'lu' or 'heatmap'" : "'accuracy' or 'times'"
    return ReportError(
      .badRequest,
      "cannot draw '\(picture?.rawValue ?? "")' of '\(file.path)', which holds \(file.kind.content): "
        + "ask for \(offered)")
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
