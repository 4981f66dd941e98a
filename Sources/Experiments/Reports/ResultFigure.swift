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
  }

  /// The figure; nil for the one that suits the file.
  public var picture: Picture?
  /// The level of the contour of a heat map.
  public var level: Double?
  /// Where along axes the file is drawn; where several values are left, at the largest alpha of accuracies, and at the
  /// first threshold and messiness.
  public var places: [Coordinate]
  /// The axis of dynamics along which runs are compared; nil for the weight decay, or the first with several values.
  public var along: String?

  /// A request for what suits the file, all else being nil.
  public init(
    picture: Picture? = nil, level: Double? = nil, at places: [Coordinate] = [], along: String? = nil
  ) {
    self.picture = picture
    self.level = level
    self.places = places
    self.along = along
  }

  /// The figure of the result file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if the file cannot be read, `badRequest` if it has no such figure or
  ///   no such coordinate.
  public func figure(of path: String) throws(ReportError) -> any Figure {
    let file = try ResultFile(path: path)
    switch file.kind {
    case .landscape:
      if along != nil { throw meaningless("along an axis", file) }
      let landscape = try LandscapeFile(file.slices(at: places, atMost: 1)[0])
      switch picture ?? (landscape.trainingSetSizes.count <= LandscapeFigures.mostFamilies ? .lu : .heatmap) {
      case .lu: return try LandscapeFigures.lu(landscape, messiness: 0)
      case .heatmap: return LandscapeFigures.heatMap(landscape, messiness: 0, level: level)
      case .accuracy, .times: throw mismatch(file)
      }
    case .dynamics:
      if level != nil { throw meaningless("with a contour at a level", file) }
      let slices = try file.slices(at: places, atMost: Self.mostSeries).map { file throws(ReportError) in
        try DynamicsFile(file)
      }
      let lines = try DynamicsLine.all(slices, along: along)
      guard !slices[0].alpha.isEmpty, !slices[0].thresholds.isEmpty, !lines.isEmpty else {
        throw ReportError(.badInput, "cannot draw '\(path)' because one of its axes has no values: run its study again")
      }
      switch picture ?? .accuracy {
      case .accuracy:
        guard lines.count == 1 else { throw tooMany(lines, most: 1, path) }
        return DynamicsFigures.accuracy(lines[0], alpha: slices[0].alpha.count - 1, threshold: 0)
      case .times:
        guard lines.count * slices[0].alpha.count <= Self.mostSeries else {
          throw tooMany(lines, most: Self.mostSeries / slices[0].alpha.count, path)
        }
        return DynamicsFigures.times(lines, threshold: 0)
      case .lu, .heatmap: throw mismatch(file)
      }
    }
  }

  /// So many series of points are still told apart.
  private static let mostSeries = 8

  private func tooMany(_ lines: [DynamicsLine], most: Int, _ path: String) -> ReportError {
    let keys = lines[0].at.map(\.key).joined(separator: ", ")
    return ReportError(
      .badRequest,
      "cannot draw '\(path)' at \(lines.count) places at once, at most \(most): choose values of \(keys) with --at")
  }

  /// What means nothing for a kind of file is an error, so that nobody takes the figure for another one.
  private func meaningless(_ what: String, _ file: ResultFile) -> ReportError {
    ReportError(
      .badRequest, "cannot draw '\(file.path)' \(what), because it holds \(file.kind.content): leave that out")
  }

  private func mismatch(_ file: ResultFile) -> ReportError {
    let offered = file.kind == .landscape ? "'lu' or 'heatmap'" : "'accuracy' or 'times'"
    return ReportError(
      .badRequest,
      "cannot draw '\(picture?.rawValue ?? "")' of '\(file.path)', which holds \(file.kind.content): "
        + "ask for \(offered)")
  }
}
