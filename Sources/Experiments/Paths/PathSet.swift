import Landscapes

/// The reduced dynamics on a stored landscape: a path for every seed, training-set size, start and weight decay, with
/// the boundary of low loss and the times that it predicts.
public struct PathSet: Sendable {
  /// The plane of one seed and training-set size.
  struct Plane: Sendable {
    let landscape: ReducedLandscape
    /// A contour for every level, and its boundary.
    let contours: [Contour], boundaries: [ReducedBoundary?]
    /// Where it generalises.
    let solution: ReducedPoint?
    /// Whether the boundary leads to the solution, nil where there is no boundary or no solution.
    let connects: [Bool?]
  }

  /// What a path has to do with the boundary of one level.
  struct Drift: Sendable {
    /// Where low loss is first entered, and first left.
    let entry: ReducedPath.Event?, exit: ReducedPath.Event?
    /// The time from the entry to the solution, NaN if the path does not have both in this order.
    let integratedTime: Double
    /// The triangle of the predicted times.
    let triangle: BoundaryDrift?
    /// rho, and the times (L + h tan theta) / (eta_D gamma) and (L + rho h tan theta) / (eta_D gamma).
    let rateRatio: Double, paperTime: Double, generalTime: Double
  }

  /// One path.
  struct Run: Sendable {
    let path: ReducedPath
    /// One for every level.
    let drifts: [Drift]
  }

  let file: LandscapeFile
  let request: PathRequest
  /// The positions in the file of the seeds and training-set sizes that were asked for.
  let seedIndices: [Int], sizeIndices: [Int]
  /// Over [seed][n_train].
  let planes: [[Plane]]
  /// Over [seed][n_train][start][weight decay].
  let runs: [[[[Run]]]]

  /// The seeds.
  var seeds: [Int] { seedIndices.map { file.seeds[$0] } }
  /// The training-set sizes.
  var sizes: [Int] { sizeIndices.map { file.trainingSetSizes[$0] } }

  /// Follows all paths on the landscape in `file`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if the landscape cannot carry paths, of kind `badRequest` if something
  ///   asked for is not in the file, out of range, or a start is outside the landscape of a seed.
  public init(on file: LandscapeFile, _ request: PathRequest) throws(ReportError) {
    try request.check()
    let seedIndices = try Self.indices(of: request.seeds, in: file.seeds, "seed", file)
    let sizeIndices = try Self.indices(of: request.trainingSetSizes, in: file.trainingSetSizes, "n_train", file)
    var planes: [[Plane]] = [], runs: [[[[Run]]]] = []
    for seed in seedIndices {
      let landscapes = try sizeIndices.map { size throws(ReportError) in
        try file.plane(seedIndex: seed, trainingSetSizeIndex: size, blur: request.blur)
      }
      let solution =
        request.solution.map { Self.point($0, file, seed) }
        ?? landscapes.last?.lowestTestLoss(messiness: request.messinessTolerance)
      let ofSeed = landscapes.map { Plane($0, solution, request) }
      runs.append(
        try zip(sizeIndices, ofSeed).map { size, plane throws(ReportError) in
          try request.starts.map { start throws(ReportError) in
            try request.weightDecays.map { gamma throws(ReportError) in
              do throws(LandscapeError) {
                return try Run(on: plane, from: Self.point(start, file, seed), gamma, request)
              } catch {
                throw ReportError(
                  .badRequest,
                  "Cannot follow paths in seed \(file.seeds[seed]), n_train \(file.trainingSetSizes[size]) of "
                    + "'\(file.provenance.file)': \(error.description)")
              }
            }
          }
        })
      planes.append(ofSeed)
    }
    self.file = file
    self.request = request
    self.seedIndices = seedIndices
    self.sizeIndices = sizeIndices
    self.planes = planes
    self.runs = runs
  }

  private static func indices(
    of wanted: [Int]?, in known: [Int], _ name: String, _ file: LandscapeFile
  ) throws(ReportError) -> [Int] {
    guard let wanted else { return Array(known.indices) }
    for value in wanted where !known.contains(value) {
      throw ReportError(
        .badRequest,
        "Cannot follow paths at \(name) \(value), which '\(file.provenance.file)' does not hold: choose from "
          + known.map(String.init).joined(separator: ", ") + ".")
    }
    return known.indices.filter { wanted.contains(known[$0]) }
  }

  /// A point given by alpha or w, in the plane of a seed.
  private static func point(_ start: PathRequest.Start, _ file: LandscapeFile, _ seed: Int) -> ReducedPoint {
    switch start.norm {
    case .weightNorm(let norm): ReducedPoint(norm, start.messiness)
    case .alpha(let alpha):
      ReducedPoint(alpha * (file.keptNorms[seed][0] / file.alphaOfSeeds[seed][0]), start.messiness)
    }
  }

  /// alpha of a norm in the plane of a seed.
  func alpha(of norm: Double, seed: Int) -> Double {
    norm * file.alphaOfSeeds[seedIndices[seed]][0] / file.keptNorms[seedIndices[seed]][0]
  }

  /// The smallest training-set size from which on all boundaries of a seed connect to the solution, nil if that of the
  /// largest does not.
  func criticalSize(seed: Int, level: Int) -> Int? {
    let connected = zip(sizes, planes[seed]).reversed().prefix { $1.connects[level] == true }
    return connected.last?.0
  }
}

extension PathSet.Plane {
  fileprivate init(_ landscape: ReducedLandscape, _ solution: ReducedPoint?, _ request: PathRequest) {
    self.landscape = landscape
    self.solution = solution
    contours = request.levels.map { Contour(of: landscape, level: $0) }
    boundaries = contours.map { ReducedBoundary($0) }
    connects = boundaries.map { boundary in
      guard let boundary, let solution else { return nil }
      return boundary.connects(to: solution, messiness: request.messinessTolerance, distance: request.reach)
    }
  }
}

extension PathSet.Run {
  fileprivate init(
    on plane: PathSet.Plane, from start: ReducedPoint, _ gamma: Double, _ request: PathRequest
  ) throws(LandscapeError) {
    let flow = try ReducedFlow(
      decoderRate: request.decoderRate, representationRate: request.representationRate, weightDecay: gamma)
    path = try ReducedPath(
      on: plane.landscape, under: flow, from: start,
      .init(
        duration: request.duration ?? 20 / (request.decoderRate * gamma), levels: request.levels,
        messinessTolerance: request.messinessTolerance, sampling: .even(request.samples)))
    let path = path
    drifts = request.levels.indices.map { level in
      let (entry, end) = (path.first(.entersLowLoss(level)), path.first(.reachesSolution))
      let triangle = plane.boundaries[level].flatMap { boundary in
        entry.flatMap { BoundaryDrift(along: boundary, from: $0.place, messiness: request.messinessTolerance) }
      }
      let ratio = triangle?.rateRatio(flow) ?? .nan
      var time = Double.nan
      if let entry, let end, end.time >= entry.time { time = end.time - entry.time }
      return PathSet.Drift(
        entry: entry, exit: path.first(.leavesLowLoss(level)), integratedTime: time, triangle: triangle,
        rateRatio: ratio, paperTime: triangle?.time(flow, rateRatio: 1) ?? .nan,
        generalTime: triangle?.time(flow, rateRatio: ratio) ?? .nan)
    }
  }
}
