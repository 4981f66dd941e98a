import Landscapes

/// The reduced paths on a landscape and what the boundary predicts of them, as `grokscape path` prints them.
public struct PathReport: Codable, Sendable, Equatable {
  /// One training-set size of one start, weight decay and level, over seeds.
  public struct Row: Codable, Sendable, Equatable {
    /// The training-set size.
    public let nTrain: Int
    /// For how many seeds the boundary leads to the solution.
    public let connects: TallyReport
    /// The angle theta of the boundary in degrees, the median over seeds, as of all that follows.
    public let angle: ReportNumber
    /// L, how far in ln w the boundary's end is from where low loss is entered.
    public let length: ReportNumber
    /// h, how far in m.
    public let height: ReportNumber
    /// rho = eta_D / (w^2 eta_R).
    public let rateRatio: ReportNumber
    /// When low loss is first entered.
    public let timeOfEntry: ReportNumber
    /// The time from there to the solution; `null` if the median path does not reach it.
    public let driftTime: ReportNumber
    /// (L + h tan theta) / (eta_D gamma).
    public let paperTime: ReportNumber
    /// (L + rho h tan theta) / (eta_D gamma).
    public let predictedTime: ReportNumber
    /// `driftTime` over `predictedTime`, the median over seeds that have both.
    public let ratio: ReportNumber
    /// The number of seeds by how the path ends.
    public let ends: [String: Int]
  }

  /// All training-set sizes of one start, weight decay and level.
  public struct Section: Codable, Sendable, Equatable {
    /// The number of the start, from 0.
    public let start: Int
    /// gamma.
    public let weightDecay: ReportNumber
    /// The level of the training loss.
    public let level: ReportNumber
    /// A row for every training-set size.
    public let rows: [Row]
    /// For how many seeds larger training sets reach the solution sooner, of those with two times or more.
    public let moreDataIsFaster: TallyReport
  }

  /// The exponent of the time against weight decay.
  public struct Law: Codable, Sendable, Equatable {
    /// The number of the start.
    public let start: Int
    /// The training-set size.
    public let nTrain: Int
    /// The level of the training loss.
    public let level: ReportNumber
    /// s of drift time ~ gamma^s through the medians over seeds.
    public let slope: EstimateReport
  }

  /// The critical data size of one level.
  public struct CriticalSize: Codable, Sendable, Equatable {
    /// The level of the training loss.
    public let level: ReportNumber
    /// The smallest n_train of each seed from which on all boundaries lead to the solution, `null` for none.
    public let seeds: [ReportNumber]
    /// The median over seeds, a seed without one counting as beyond the file; `null` if it lies there.
    public let median: ReportNumber
  }

  /// Where the landscape comes from.
  public let provenance: Provenance
  /// The seeds.
  public let seeds: [Int]
  /// eta_D.
  public let decoderRate: ReportNumber
  /// eta_R, `null` if it is eta_D / w^2.
  public let representationRate: ReportNumber
  /// alpha of every start, the median over seeds, and its messiness.
  public let starts: [[ReportNumber]]
  /// The messiness at which the solution counts as reached.
  public let messinessTolerance: ReportNumber
  /// The standard deviation of the blur over cells of the landscape, `null` without one.
  public let blur: ReportNumber
  /// A section for every start, weight decay and level.
  public let sections: [Section]
  /// The exponents, where there are two weight decays or more.
  public let laws: [Law]
  /// The critical data sizes.
  public let criticalSizes: [CriticalSize]
  /// How far training runs from the paths, if that was asked.
  public let comparison: PathComparison?
  /// Sentences that the reader of the numbers must know.
  public let notes: [String]

  /// The report on `set`, with what it is compared with.
  public init(_ set: PathSet, comparison: PathComparison? = nil) {
    self.comparison = comparison
    let request = set.request
    provenance = set.file.provenance
    seeds = set.seeds
    decoderRate = ReportNumber(request.decoderRate)
    if case .constant(let rate) = request.representationRate {
      representationRate = ReportNumber(rate)
    } else {
      representationRate = ReportNumber(.nan)
    }
    messinessTolerance = ReportNumber(request.messinessTolerance)
    blur = ReportNumber(request.blur?.deviation ?? .nan)
    starts = request.starts.indices.map { start in
      let alphas = set.seeds.indices.compactMap { seed in
        set.runs[seed].first.flatMap { $0[start].first?.path.points.first }
          .map { set.alpha(of: $0.place.weightNorm, seed: seed) }
      }
      return [ReportNumber(OverSeeds.median(alphas)), ReportNumber(request.starts[start].messiness)]
    }
    let sections = request.starts.indices.flatMap { start in
      request.weightDecays.indices.flatMap { decay in
        request.levels.indices.map { Section(set, start, decay, $0) }
      }
    }
    self.sections = sections
    laws = request.starts.indices.flatMap { start in
      set.sizes.indices.flatMap { size in
        request.levels.indices.compactMap { level -> Law? in
          let rows = sections.filter { $0.start == start && $0.level.value == request.levels[level] }
          let fit = PowerLawFit(
            x: rows.map(\.weightDecay.value), y: rows.map { $0.rows[size].driftTime.value })
          return fit.map {
            Law(
              start: start, nTrain: set.sizes[size], level: ReportNumber(request.levels[level]),
              slope: EstimateReport($0.slope))
          }
        }
      }
    }
    criticalSizes = request.levels.indices.map { level in
      let sizes = set.seeds.indices.map { set.criticalSize(seed: $0, level: level).map(Double.init) }
      return CriticalSize(
        level: ReportNumber(request.levels[level]), seeds: sizes.map { ReportNumber($0 ?? .nan) },
        median: ReportNumber(OverSeeds.median(sizes.map { $0 ?? .infinity })))
    }
    let missing = set.file.unfinished.values.reduce(0, +)
    notes =
      missing == 0
      ? []
      : [
        "\(missing) of \(set.file.pointCount) points of the landscape have no values; paths end at the cells around them."
      ]
  }
}

extension PathReport.Section {
  fileprivate init(_ set: PathSet, _ start: Int, _ decay: Int, _ level: Int) {
    self.start = start
    weightDecay = ReportNumber(set.request.weightDecays[decay])
    self.level = ReportNumber(set.request.levels[level])
    rows = set.sizes.indices.map { PathReport.Row(set, $0, start, decay, level) }
    let ordered = set.seeds.indices.map { seed -> Bool? in
      let times = set.sizes.indices.map { set.runs[seed][$0][start][decay].drifts[level].integratedTime }
        .filter(\.isFinite)
      return times.count < 2 ? nil : zip(times, times.dropFirst()).allSatisfy { $0 > $1 }
    }
    moreDataIsFaster = TallyReport(SeedTally(ordered))
  }
}

extension PathReport.Row {
  fileprivate init(_ set: PathSet, _ size: Int, _ start: Int, _ decay: Int, _ level: Int) {
    let runs = set.seeds.indices.map { set.runs[$0][size][start][decay] }
    let drifts = runs.map { $0.drifts[level] }
    func median(_ value: (PathSet.Drift) -> Double?) -> ReportNumber {
      ReportNumber(OverSeeds.median(drifts.map { value($0) ?? .nan }))
    }
    nTrain = set.sizes[size]
    connects = TallyReport(SeedTally(set.seeds.indices.map { set.planes[$0][size].connects[level] }))
    angle = median { $0.triangle.map { $0.angle * 180 / .pi } }
    length = median { $0.triangle?.length }
    height = median { $0.triangle?.height }
    rateRatio = median { $0.rateRatio }
    timeOfEntry = median { $0.entry?.time }
    // A path that never reaches the solution counts as later than all others.
    driftTime = median { $0.integratedTime.isNaN ? .infinity : $0.integratedTime }
    paperTime = median { $0.paperTime }
    predictedTime = median { $0.generalTime }
    ratio = median { $0.integratedTime / $0.generalTime }
    ends = runs.reduce(into: [:]) { $0[$1.path.end.name, default: 0] += 1 }
  }
}

extension ReducedPath.End {
  /// The word for it in files and reports.
  var name: String {
    switch self {
    case .timeLimit: "time_limit"
    case .leftGrid: "left_grid"
    case .atRest: "at_rest"
    case .stepLimit: "step_limit"
    }
  }
}
