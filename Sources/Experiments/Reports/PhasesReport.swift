/// The phases of learning over alpha and weight decay, or another axis, as `grokscape phases` prints them.
public struct PhasesReport: Codable, Sendable, Equatable {
  /// One value of alpha and one of the axis.
  public struct Cell: Codable, Sendable, Equatable {
    /// The scale of the initialisation.
    public let alpha: ReportNumber
    /// The value of the axis.
    public let value: ReportNumber
    /// The furthest phase that more than half of the runs get to; `null` without runs.
    public let phase: Phase?
    /// The number of runs, one a seed, in each phase.
    public let runs: [String: Int]

    /// Whether all runs are in one phase.
    public var isUnanimous: Bool { runs.values.count { $0 > 0 } < 2 }
  }

  /// The diagram of one threshold and one place along all other axes.
  public struct Section: Codable, Sendable, Equatable {
    /// The axis beside alpha: `weight_decay`, `n_train` or a further key.
    public let along: String
    /// The place along the other axes that have several values.
    public let at: [Coordinate]
    /// The threshold that defines a correct output, `null` where there is none.
    public let threshold: ReportNumber
    /// A cell for every value of the axis and every alpha, which varies fastest.
    public let cells: [Cell]
  }

  /// Where the numbers come from.
  public let provenance: Provenance
  /// The seeds.
  public let seeds: [Int]
  /// The accuracy that defines the times, `null` if it is swept.
  public let accuracyLevel: ReportNumber
  /// When a run counts as one that groks.
  public let thresholds: PhaseThresholds
  /// A section for every threshold.
  public let sections: [Section]

  /// The report on slices of one file, of which there is at least one, along an axis or the first that has several values.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if the file has no such axis, or more than `most` places along the others.
  public init(
    _ files: [DynamicsFile], along key: String? = nil, thresholds: PhaseThresholds = .standard, atMost most: Int = .max
  ) throws(ReportError) {
    let lines = try DynamicsLine.all(files, along: key)
    guard lines.count <= most else { throw DynamicsLine.tooMany(lines, most: most) }
    let level = files[0].accuracyLevel
    provenance = files[0].provenance
    seeds = files[0].seeds
    accuracyLevel = ReportNumber(files.allSatisfy { $0.accuracyLevel == level } ? level : .nan)
    self.thresholds = thresholds
    sections = lines.flatMap { line in
      files[0].thresholds.indices.map { Section(line, threshold: $0, thresholds) }
    }
  }
}

extension PhasesReport.Section {
  init(_ line: DynamicsLine, threshold: Int, _ thresholds: PhaseThresholds) {
    let file = line.stops[0].file
    along = line.key
    at = line.at
    self.threshold = ReportNumber(file.thresholds[threshold])
    cells = line.stops.flatMap { stop in
      file.alpha.indices.map { alpha in
        PhasesReport.Cell(stop, alpha: alpha, threshold: threshold, thresholds)
      }
    }
  }
}

extension PhasesReport.Cell {
  fileprivate init(_ stop: DynamicsLine.Stop, alpha: Int, threshold: Int, _ thresholds: PhaseThresholds) {
    let place = DynamicsFile.Place(
      trainingSet: stop.trainingSet, alpha: alpha, weightDecay: stop.weightDecay, threshold: threshold)
    let phases = zip(stop.file.values(.timeToTrain, at: place), stop.file.values(.timeToTest, at: place))
      .compactMap { thresholds.phase(timeToTrain: $0, timeToTest: $1) }
    self.alpha = ReportNumber(stop.file.alpha[alpha])
    value = ReportNumber(stop.value)
    runs = Dictionary(
      uniqueKeysWithValues: Phase.allCases.map { phase in (phase.rawValue, phases.count { $0 == phase }) })
    // In the order of the phases, the lower of the middle two.
    let sorted = Phase.allCases.flatMap { phase in phases.filter { $0 == phase } }
    phase = sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
  }
}
