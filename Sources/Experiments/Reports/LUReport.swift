import Landscapes

/// The LU metrics of a landscape file and the landscape itself, as `grokscape lu` prints them.
public struct LUReport: Codable, Sendable, Equatable {
  /// One weight norm, as medians over seeds.
  public struct Point: Codable, Sendable, Equatable {
    /// The weight norm over that of the standard initialisation.
    public let alpha: ReportNumber
    /// The weight norm w.
    public let weightNorm: ReportNumber
    /// The reduced training loss.
    public let trainLoss: ReportNumber
    /// The test loss.
    public let testLoss: ReportNumber
    /// 1 - test accuracy, for tasks that have one.
    public let testError: ReportNumber?
    /// The norm of the tangential gradient at the end.
    public let tangentGradientNorm: ReportNumber
    /// The number of seeds by stop reason, or by status if not done.
    public let outcomes: [String: Int]
  }

  /// The numbers of `LUMetrics`.
  public struct Metrics: Codable, Sendable, Equatable {
    /// alpha at the minimum of the test loss.
    public let alphaC: EstimateReport
    /// w at the minimum of the test loss.
    public let weightNormC: EstimateReport
    /// The lowest test loss.
    public let lowestTestLoss: EstimateReport
    /// The lowest test error, for tasks that have one.
    public let lowestTestError: EstimateReport?
    /// The lower edge of the Goldilocks zone, as alpha.
    public let zoneLow: EstimateReport
    /// The upper edge of the Goldilocks zone, as alpha.
    public let zoneHigh: EstimateReport
    /// The LU gap at the largest alpha, in units of the zero predictor's loss.
    public let gap: EstimateReport
    /// Whether the test loss has its minimum inside the grid.
    public let hasInteriorMinimum: TallyReport
    /// Whether the training loss is an "L".
    public let isL: TallyReport
    /// Whether the test loss is a "U".
    public let isU: TallyReport
    /// How many points of the curves were left out.
    public let skippedPoints: Int
  }

  /// The numbers of `RegularisedLandscape`: where training with weight decay settles.
  public struct Regularised: Codable, Sendable, Equatable {
    /// The coefficient of w^2 / 2.
    public let weightDecay: ReportNumber
    /// alpha at the minimum.
    public let alpha: EstimateReport
    /// w at the minimum.
    public let weightNorm: EstimateReport
    /// The reduced training loss there, without the decay term.
    public let trainLoss: EstimateReport
    /// The test loss there.
    public let testLoss: EstimateReport
    /// Whether the minimum lies inside the grid.
    public let hasInteriorMinimum: TallyReport
  }

  /// The landscape of one training-set size and one messiness, and one value of each further axis.
  public struct Landscape: Codable, Sendable, Equatable {
    /// The place along the file's further axes.
    public let at: [Coordinate]
    /// The training-set size.
    public let nTrain: Int
    /// The messiness of the representation, `null` where there is none.
    public let messiness: ReportNumber
    /// The landscape itself.
    public let points: [Point]
    /// Its metrics.
    public let metrics: Metrics
    /// The same with weight decay, if asked for.
    public let regularised: Regularised?
  }

  /// N* of one messiness, and one value of each further axis.
  public struct Tip: Codable, Sendable, Equatable {
    /// The place along the file's further axes.
    public let at: [Coordinate]
    /// The messiness of the representation, `null` where there is none.
    public let messiness: ReportNumber
    /// What has to reach the level: `test_error` or `test_loss`.
    public let quantity: String
    /// The level.
    public let level: ReportNumber
    /// The lower median of N* over seeds, `null` if it lies beyond the grid.
    public let median: ReportNumber
    /// N* of each seed, `null` if it never reaches the level.
    public let seeds: [ReportNumber]
  }

  /// So many slices of a file are still read as tables one after another.
  public static let mostTables = ResultFile.mostSlices

  /// Where the numbers come from.
  public let provenance: Provenance
  /// Which form of the weight norm the study swept.
  public let sweptNorm: LandscapeFile.SweptNorm
  /// The seeds.
  public let seeds: [Int]
  /// A landscape for every messiness and training-set size.
  public let landscapes: [Landscape]
  /// N* for every messiness, if a level is given and there are several training-set sizes.
  public let thumbTips: [Tip]
  /// Sentences that the reader of the numbers must know.
  public let notes: [String]

  /// The report on `file`, with weight decay `weightDecay` added and N* at `level` if they are given.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if `weightDecay` is negative or not finite.
  public init(_ file: LandscapeFile, weightDecay: Double? = nil, level: Double? = nil) throws(ReportError) {
    try self.init([file], weightDecay: weightDecay, level: level)
  }

  /// The report on slices of one file; there is at least one.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if `weightDecay` is negative or not finite.
  public init(_ files: [LandscapeFile], weightDecay: Double? = nil, level: Double? = nil) throws(ReportError) {
    provenance = files[0].provenance
    sweptNorm = files[0].sweptNorm
    seeds = files[0].seeds
    var landscapes: [Landscape] = []
    var tips: [Tip] = []
    for file in files {
      for mess in file.messiness.indices {
        for size in file.trainingSetSizes.indices {
          try landscapes.append(Landscape(file, size, mess, weightDecay: weightDecay))
        }
        if let level, file.trainingSetSizes.count > 1 { try tips.append(Tip(file, mess, level: level)) }
      }
    }
    self.landscapes = landscapes
    thumbTips = tips
    notes = Self.notes(files, level: level)
  }

  private static func notes(_ files: [LandscapeFile], level: Double?) -> [String] {
    var notes: [String] = []
    if files[0].sweptNorm == .weightNorm {
      notes.append("The study swept w; alpha here is w over the mean of w_0 over seeds.")
    }
    let unfinished = files.reduce(into: [:]) { $0.merge($1.unfinished, uniquingKeysWith: +) }
    if !unfinished.isEmpty {
      let parts = unfinished.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      notes.append(
        "\(unfinished.values.reduce(0, +)) of \(files.reduce(0) { $0 + $1.pointCount }) points have no values and are left out (\(parts))."
      )
    }
    if level != nil, files[0].trainingSetSizes.count < 2 {
      notes.append("N* needs several training-set sizes, and the file has one.")
    }
    return notes
  }
}

extension LUReport.Landscape {
  fileprivate init(_ file: LandscapeFile, _ size: Int, _ mess: Int, weightDecay: Double?) throws(ReportError) {
    let curves = try file.curves(trainingSetSizeIndex: size, messinessIndex: mess)
    func medians(_ table: [[Double]]?) -> [Double] {
      OverSeeds.medians(table ?? [], columns: curves.alpha.count)
    }
    let (train, test, error) = (medians(curves.trainLoss), medians(curves.testLoss), curves.testError.map(medians))
    let tangent = medians(
      file.table(.tangentGradientNorm, trainingSetSizeIndex: size, messinessIndex: mess))
    let outcomes = file.outcomes(trainingSetSizeIndex: size, messinessIndex: mess)
    at = file.at
    nTrain = file.trainingSetSizes[size]
    messiness = ReportNumber(file.messiness.count > 1 ? file.messiness[mess] : .nan)
    points = curves.alpha.indices.map { index in
      LUReport.Point(
        alpha: ReportNumber(curves.alpha[index]), weightNorm: ReportNumber(file.weightNorms[index]),
        trainLoss: ReportNumber(train[index]), testLoss: ReportNumber(test[index]),
        testError: error.map { ReportNumber($0[index]) }, tangentGradientNorm: ReportNumber(tangent[index]),
        outcomes: outcomes[index])
    }
    metrics = LUReport.Metrics(LUMetrics(curves), hasError: curves.testError != nil)
    do throws(LandscapeError) {
      regularised = try weightDecay.map { gamma throws(LandscapeError) in
        LUReport.Regularised(try RegularisedLandscape(curves, gamma: gamma))
      }
    } catch {
      throw ReportError(.badRequest, error.description)
    }
  }
}

extension LUReport.Metrics {
  fileprivate init(_ metrics: LUMetrics, hasError: Bool) {
    alphaC = EstimateReport(metrics.alphaC)
    weightNormC = EstimateReport(metrics.weightC)
    lowestTestLoss = EstimateReport(metrics.lowestTestLoss)
    lowestTestError = hasError ? EstimateReport(metrics.lowestTestError) : nil
    zoneLow = EstimateReport(metrics.zoneLow)
    zoneHigh = EstimateReport(metrics.zoneHigh)
    gap = EstimateReport(metrics.gap)
    hasInteriorMinimum = TallyReport(metrics.hasInteriorMinimum)
    isL = TallyReport(metrics.isL)
    isU = TallyReport(metrics.isU)
    skippedPoints = metrics.skippedPoints
  }
}

extension LUReport.Regularised {
  fileprivate init(_ landscape: RegularisedLandscape) {
    weightDecay = ReportNumber(landscape.gamma)
    alpha = EstimateReport(landscape.alpha)
    weightNorm = EstimateReport(landscape.weightNorm)
    trainLoss = EstimateReport(landscape.trainLoss)
    testLoss = EstimateReport(landscape.testLoss)
    hasInteriorMinimum = TallyReport(landscape.hasInteriorMinimum)
  }
}

extension LUReport.Tip {
  fileprivate init(_ file: LandscapeFile, _ mess: Int, level: Double) throws(ReportError) {
    let bySize = file.trainingSetSizes.indices.map {
      file.testQuantity(trainingSetSizeIndex: $0, messinessIndex: mess)
    }
    let values = file.seeds.indices.map { seed in bySize.map { $0[seed] } }
    let tip: ThumbTip
    do throws(LandscapeError) {
      tip = try ThumbTip(
        trainingSetSizes: file.trainingSetSizes, alpha: file.alpha, values: values, level: level)
    } catch {
      throw ReportError(.badInput, "Cannot analyse '\(file.provenance.file)': \(error.description)")
    }
    at = file.at
    messiness = ReportNumber(file.messiness.count > 1 ? file.messiness[mess] : .nan)
    quantity = file.hasAccuracy ? "test_error" : "test_loss"
    self.level = ReportNumber(level)
    median = ReportNumber(tip.median ?? .nan)
    seeds = tip.tips.map { ReportNumber($0.map { Double($0.trainingSetSize) } ?? .nan) }
  }
}
