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
    /// Time to generalise against weight decay or another axis, of dynamics.
    case times
    /// Which runs fit, generalise or grok, over alpha and weight decay or another axis, of dynamics.
    case phases
    /// A loss over (alpha, messiness), of a landscape; of paths, with them and the contours.
    case plane
    /// Both losses against time along a path; of principal components, a loss at checkpoints and in the plane.
    case losses
    /// The contours of all training-set sizes, of paths; of a slice, those of a loss.
    case contours
    /// Runs in the plane of their principal components.
    case trajectory
    /// The variance along each principal component.
    case scree
    /// The distance of every checkpoint from the plane of the principal components, and the cosine of the angle with it.
    case residual, cosine
    /// Losses along a line or over a plane of parameters.
    case slice
    /// A loss over a plane of parameters, seen from the side.
    case surface
    /// Densities of the Hessian's eigenvalues.
    case spectrum
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
  /// The levels of the contours of a heat map or a plane; of a slice and of contours at most one, the first of the file
  /// where there is none.
  public var levels: [Double]
  /// Where along axes the file is drawn; where several values are left, at the largest alpha of accuracies, the largest
  /// training set of planes and paths, and the first of everything else.
  public var places: [Coordinate]
  /// The axis of dynamics along which runs are compared; nil for the weight decay, or the first with several values.
  public var along: String?
  /// The loss that a plane is of; nil for the training loss, and for both along a line.
  public var loss: Loss?
  /// A dynamics.h5 whose runs are drawn on a plane of paths.
  public var trajectory: String?

  /// What a heat map is over and of; nil for the test error or loss over the norm and the training-set size.
  public var map: MapRequest?
  /// The axis over whose values the figure is repeated side by side; nil for one figure.
  public var panels: String?
  /// When a run of dynamics groks; nil for `PhaseThresholds.standard`.
  public var phases: PhaseThresholds?

  /// A request for what suits the file, all else being nil.
  public init(
    picture: Picture? = nil, level: Double? = nil, at places: [Coordinate] = [], along: String? = nil,
    loss: Loss? = nil, map: MapRequest? = nil, phases: PhaseThresholds? = nil, trajectory: String? = nil,
    panels: String? = nil
  ) {
    self.trajectory = trajectory
    self.panels = panels
    self.picture = picture
    levels = level.map { [$0] } ?? []
    self.places = places
    self.along = along
    self.loss = loss
    self.map = map
    self.phases = phases
  }

  /// The figure of the result file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if the file cannot be read, `badRequest` if it has no such figure or
  ///   no such coordinate.
  public func figure(of path: String) throws(ReportError) -> any Figure {
    let file = try ResultFile(path: path)
    if along != nil, file.kind != .dynamics { throw meaningless("along an axis", file) }
    if phases != nil, picture != .phases { throw meaningless("by phases", file) }
    if map != nil, file.kind != .landscape { throw meaningless("as a heat map of chosen axes", file) }
    if trajectory != nil, file.kind != .path { throw meaningless("with training runs", file) }
    if levels.count > 1, file.kind != .landscape { throw meaningless("with contours at several levels", file) }
    if let panels { return try smallMultiples(of: file, over: panels) }
    return try figure(of: file)
  }

  /// The figure of a file, of which it makes sense.
  func figure(of file: ResultFile) throws(ReportError) -> any Figure {
    switch file.kind {
    case .landscape: return try figure(ofLandscape: file)
    case .dynamics: return try figure(ofDynamics: file)
    case .path: return try figure(ofPaths: file)
    case .pca, .slice, .hessian: return try figure(ofProjection: file)
    }
  }

  private func figure(ofProjection file: ResultFile) throws(ReportError) -> any Figure {
    if level != nil, file.kind != .slice { throw meaningless("with a contour at a level", file) }
    if loss != nil, file.kind == .hessian { throw meaningless("with one loss", file) }
    let part = try file.slices(at: places, atMost: 1)[0]
    switch (file.kind, picture) {
    case (.pca, nil), (.pca, .trajectory): return try ProjectionFigures.trajectories(part, loss: loss ?? .train)
    case (.pca, .losses): return try ProjectionFigures.losses(part, loss ?? .train)
    case (.pca, .scree), (.pca, .residual), (.pca, .cosine):
      if loss != nil { throw meaningless("with one loss", file) }
      return picture == .scree
        ? try ProjectionFigures.scree(part) : try ProjectionFigures.residual(part, cosine: picture == .cosine)
    case (.slice, nil), (.slice, .slice), (.slice, .contours), (.slice, .surface):
      return try ProjectionFigures.slice(part, as: picture ?? .slice, loss: loss, level: level)
    case (.hessian, nil), (.hessian, .spectrum): return try ProjectionFigures.densities(part)
    default: throw mismatch(file)
    }
  }

  private func figure(ofLandscape file: ResultFile) throws(ReportError) -> any Figure {
    if let map {
      guard picture == .heatmap || picture == nil else { throw meaningless("as a heat map of chosen axes", file) }
      if loss != nil { throw meaningless("with one loss", file) }
      return try file.cut(at: places).heatMap(map, levels: levels)
    }
    let landscape = try LandscapeFile(file.slices(at: places, atMost: 1)[0])
    let picture = picture ?? (landscape.trainingSetSizes.count <= LandscapeFigures.mostFamilies ? .lu : .heatmap)
    if loss != nil, picture != .plane { throw meaningless("with one loss", file) }
    switch picture {
    case .lu: return try LandscapeFigures.lu(landscape, messiness: 0)
    case .heatmap: return LandscapeFigures.heatMap(landscape, messiness: 0, levels: levels)
    case .plane:
      return try PathFigures.plane(
        landscape, size: landscape.trainingSetSizes.count - 1, loss: loss ?? .train, levels: levels)
    default: throw mismatch(file)
    }
  }

  private func figure(ofDynamics file: ResultFile) throws(ReportError) -> any Figure {
    if level != nil { throw meaningless("with a contour at a level", file) }
    if loss != nil { throw meaningless("with one loss", file) }
    let slices = try file.slices(at: places, atMost: Self.mostSeries).map { file throws(ReportError) in
      try DynamicsFile(file)
    }
    let lines = try DynamicsLine.all(slices, along: along)
    guard !slices[0].alpha.isEmpty, !slices[0].thresholds.isEmpty, !lines.isEmpty else {
      throw ReportError(
        .badInput, "Cannot draw '\(file.path)' because one of its axes has no values: run its study again.")
    }
    switch picture ?? .accuracy {
    case .accuracy:
      guard lines.count == 1 else { throw DynamicsLine.tooMany(lines, most: 1) }
      return DynamicsFigures.accuracy(lines[0], alpha: slices[0].alpha.count - 1, threshold: 0)
    case .phases:
      guard lines.count == 1 else { throw DynamicsLine.tooMany(lines, most: 1) }
      return DynamicsFigures.phases(lines[0], threshold: 0, phases ?? .standard)
    case .times:
      guard lines.count * slices[0].alpha.count <= Self.mostSeries else {
        throw DynamicsLine.tooMany(lines, most: Self.mostSeries / slices[0].alpha.count)
      }
      return DynamicsFigures.times(lines, threshold: 0)
    default: throw mismatch(file)
    }
  }

  private func figure(ofPaths file: ResultFile) throws(ReportError) -> any Figure {
    let picture = picture ?? .plane
    if level != nil, picture != .contours { throw meaningless("with a contour at a level", file) }
    if loss != nil, picture != .plane { throw meaningless("with one loss", file) }
    if trajectory != nil, picture != .plane { throw meaningless("with training runs", file) }
    let level = level.map { [Coordinate(key: "level", value: .number($0))] } ?? []
    let paths = try PathFile(file.slices(at: places + level, atMost: 1)[0])
    let size = paths.trainingSetSizes.count - 1
    switch picture {
    case .plane:
      let trained = try trajectory.map { path throws(ReportError) in try TrainedPaths(path: path) }
      return try PathFigures.plane(
        paths, seed: 0, size: size, weightDecay: 0, loss: loss ?? .train, trained: trained)
    case .losses: return PathFigures.losses(paths, .init(seed: 0, size: size, start: 0, weightDecay: 0))
    case .contours: return try PathFigures.contours(paths, seed: 0, level: 0)
    default: throw mismatch(file)
    }
  }

  /// The level of what has one.
  private var level: Double? { levels.first }

  /// So many series of points are still told apart.
  private static let mostSeries = 8

  /// What means nothing for a kind of file is an error, so that nobody takes the figure for another one.
  private func meaningless(_ what: String, _ file: ResultFile) -> ReportError {
    ReportError(
      .badRequest, "Cannot draw '\(file.path)' \(what), because it holds \(file.kind.content): leave that out.")
  }

  private func mismatch(_ file: ResultFile) -> ReportError {
    let offered =
      switch file.kind {
      case .landscape: "'lu', 'heatmap' or 'plane'"
      case .dynamics: "'accuracy', 'times' or 'phases'"
      case .path: "'plane', 'losses' or 'contours'"
      case .pca: "'trajectory', 'scree', 'residual', 'cosine' or 'losses'"
      case .slice: "'slice', 'contours' or 'surface'"
      case .hessian: "'spectrum'"
      }
    return ReportError(
      .badRequest,
      "Cannot draw '\(picture?.rawValue ?? "")' of '\(file.path)', which holds \(file.kind.content): "
        + "ask for \(offered).")
  }
}
