import Landscapes

/// Reduced paths read from a `path.h5`: what figures are drawn of.
public struct PathFile: Sendable {
  /// A line in the plane of alpha and messiness.
  typealias Line = [SIMD2<Double>]

  /// One of the paths.
  struct Place: Sendable, Equatable {
    let seed: Int, size: Int, start: Int, weightDecay: Int
  }

  /// Where the file is and what it says of itself.
  public let provenance: Provenance
  /// The seeds.
  public let seeds: [Int]
  /// The training-set sizes.
  public let trainingSetSizes: [Int]
  /// The weight decays.
  public let weightDecays: [Double]
  /// The levels of the contours.
  public let levels: [Double]
  /// The number of starts.
  public let startCount: Int
  /// The landscape's values of messiness.
  let messiness: [Double]
  /// The landscape's swept values, alpha or w.
  let axis: [Double]
  /// The standard deviation of the blur of the losses in cells of the landscape, nil without one.
  let blur: Double?
  /// Whether the landscape's study swept w instead of alpha.
  let sweepsWeightNorm: Bool

  private let norms: [Double]
  private let paths: [String: [Double]]
  private let samples: Int
  private let contours: [String: [Double]]
  private let vertices: Int
  private let solutions: [String: [Double]]
  private let losses: [String: [Double]]

  /// Reads the file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if it cannot be read, holds no paths of schema grokscape/1, or lacks a
  ///   variable.
  public init(path: String) throws(ReportError) { try self.init(ResultFile(path: path)) }

  init(_ file: ResultFile) throws(ReportError) {
    try file.require(.path)
    func read(_ names: [String], over axes: [String]) throws(ReportError) -> [String: [Double]] {
      try Dictionary(
        uniqueKeysWithValues: names.map { name throws(ReportError) in (name, try file.values(name, over: axes)) })
    }
    let swept = file.hasDimension("weight_norm") ? "weight_norm" : "alpha"
    sweepsWeightNorm = swept == "weight_norm"
    provenance = file.provenance
    blur = file.attribute("blur_cells") == nil ? nil : try file.number(attribute: "blur_cells")
    seeds = try file.wholeCoordinates("seed")
    trainingSetSizes = try file.wholeCoordinates("n_train")
    weightDecays = try file.coordinates("weight_decay")
    levels = try file.coordinates("level")
    startCount = try file.wholeCoordinates("start").count
    messiness = try file.coordinates("messiness")
    axis = try file.ascendingCoordinates(swept)
    norms = try file.values("norm", over: ["seed", swept])
    paths = try read(
      ["path_time", "path_weight_norm", "path_messiness", "path_train_loss", "path_test_loss"],
      over: ["seed", "n_train", "start", "weight_decay", "sample"])
    contours = try read(
      [
        "contour_weight_norm", "contour_messiness", "contour_log_norm_slope", "contour_messiness_slope",
      ], over: ["seed", "n_train", "level", "vertex"])
    solutions = try read(["solution_weight_norm", "solution_messiness"], over: ["seed", "n_train"])
    losses = try read(["train_loss", "test_loss"], over: ["seed", "n_train", "messiness", swept])
    let runs = seeds.count * trainingSetSizes.count * startCount * weightDecays.count
    samples = runs > 0 ? (paths["path_time"]?.count ?? 0) / runs : 0
    let lines = seeds.count * trainingSetSizes.count * levels.count
    vertices = lines > 0 ? (contours["contour_messiness"]?.count ?? 0) / lines : 0
  }

  /// A quantity along one path, without what lies beyond its end.
  func along(_ name: String, _ place: Place) -> [Double] {
    let run =
      ((place.seed * trainingSetSizes.count + place.size) * startCount + place.start) * weightDecays.count
      + place.weightDecay
    let range = (run * samples)..<((run + 1) * samples)
    let count = paths["path_time"]?[range].prefix { $0.isFinite }.count ?? 0
    return Array(paths[name]?[range].prefix(count) ?? [])
  }

  /// One path in the plane of the landscape's axis and messiness.
  func line(_ place: Place) -> Line {
    zip(along("path_weight_norm", place), along("path_messiness", place)).map {
      [onAxis($0, place.seed), $1]
    }
  }

  /// The ways that training took from where a path starts, in the same plane.
  func ways(_ place: Place, of trained: TrainedPaths) -> [Line] {
    guard let norm = along("path_weight_norm", place).first, let mess = along("path_messiness", place).first else {
      return []
    }
    let runs = trained.runs(
      seed: seeds[place.seed], trainingSetSize: trainingSetSizes[place.size], of: trainingSetSizes.count,
      weightDecay: weightDecays[place.weightDecay], from: ReducedPoint(norm, mess))
    return runs.map { $0.points.map { [onAxis($0.weightNorm, place.seed), $0.messiness] } }
  }

  /// The lines of a contour in the plane of the landscape's axis and messiness.
  func contour(seed: Int, size: Int, level: Int) -> [Line] {
    let range = vertexRange(seed, size, level)
    var lines: [Line] = [[]]
    for (norm, mess) in zip(contours["contour_weight_norm"]?[range] ?? [], contours["contour_messiness"]?[range] ?? [])
    {
      if norm.isFinite { lines[lines.count - 1].append([onAxis(norm, seed), mess]) } else { lines.append([]) }
    }
    return lines.filter { !$0.isEmpty }
  }

  /// The vertices of a contour in the plane of the landscape's axis and messiness, and the slopes of the training loss
  /// there in ln w and m.
  func contourSlopes(seed: Int, size: Int, level: Int) -> [(place: SIMD2<Double>, slope: SIMD2<Double>)] {
    vertexRange(seed, size, level).compactMap { vertex in
      guard let norm = contours["contour_weight_norm"]?[vertex], let mess = contours["contour_messiness"]?[vertex],
        let across = contours["contour_log_norm_slope"]?[vertex], let up = contours["contour_messiness_slope"]?[vertex],
        norm.isFinite, across.isFinite, up.isFinite
      else { return nil }
      return ([onAxis(norm, seed), mess], [across, up])
    }
  }

  private func vertexRange(_ seed: Int, _ size: Int, _ level: Int) -> Range<Int> {
    let first = ((seed * trainingSetSizes.count + size) * levels.count + level) * vertices
    return first..<(first + vertices)
  }

  /// The generalising solution in the plane of the landscape's axis and messiness, nil if it is not known.
  func solution(seed: Int, size: Int) -> SIMD2<Double>? {
    let index = seed * trainingSetSizes.count + size
    guard let norm = solutions["solution_weight_norm"]?[index], let mess = solutions["solution_messiness"]?[index],
      norm.isFinite
    else { return nil }
    return [onAxis(norm, seed), mess]
  }

  /// A loss of the landscape over [messiness][axis].
  func landscape(_ name: String, seed: Int, size: Int) -> [[Double]] {
    messiness.indices.map { mess in
      let row = ((seed * trainingSetSizes.count + size) * messiness.count + mess) * axis.count
      return Array(losses[name]?[row..<(row + axis.count)] ?? [])
    }
  }

  /// A norm in units of the landscape's axis.
  private func onAxis(_ norm: Double, _ seed: Int) -> Double { norm * axis[0] / norms[seed * axis.count] }
}
