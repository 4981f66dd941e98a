import Landscapes

/// The times to generalise of a dynamics file against weight decay or another axis, as `grokscape times` prints them.
public struct TimesReport: Codable, Sendable, Equatable {
  /// A time over seeds, in optimiser steps.
  public struct Time: Codable, Sendable, Equatable {
    /// The median, a run that never reaches the level counting as beyond all others; `null` if it lies there.
    public let median: ReportNumber
    /// The shortest.
    public let shortest: ReportNumber
    /// The longest of those that reach the level.
    public let longest: ReportNumber
    /// The number of runs that reach the level.
    public let reached: Int

    init(_ values: [Double]) {
      let finite = values.filter(\.isFinite)
      median = ReportNumber(OverSeeds.median(values))
      shortest = ReportNumber(finite.min() ?? .nan)
      longest = ReportNumber(finite.max() ?? .nan)
      reached = finite.count
    }
  }

  /// One value of the axis.
  public struct Row: Codable, Sendable, Equatable {
    /// The value.
    public let value: ReportNumber
    /// gamma.
    public let weightDecay: ReportNumber
    /// The number of runs, one a seed, that the file holds.
    public let runs: Int
    /// When the training accuracy reaches the level.
    public let timeToTrain: Time
    /// When the test accuracy reaches the level.
    public let timeToTest: Time
    /// The weight norm when the test accuracy reaches the level, the median over seeds that reach it.
    public let weightNormAtTest: ReportNumber
    /// ln(w_start / w_c) / (learning rate x gamma), the median over seeds.
    public let predictedTime: ReportNumber
    /// `timeToTest` over `predictedTime`, the median over seeds with both.
    public let ratio: ReportNumber
  }

  /// All values of the axis at one scale of the initialisation, one threshold and one place along all other axes.
  public struct Section: Codable, Sendable, Equatable {
    /// The axis that rows are along: `weight_decay`, `n_train` or a further key.
    public let along: String
    /// The place along the other axes that have several values.
    public let at: [Coordinate]
    /// The scale of the initialisation.
    public let alpha: ReportNumber
    /// The threshold that defines a correct output, `null` where there is none.
    public let threshold: ReportNumber
    /// A row for every value of the axis.
    public let rows: [Row]
    /// The exponent s of t_test ~ x^s through the medians at values x > 0; absent below two of them.
    public let slope: EstimateReport?
    /// ln t_test at x = 1 on the fitted line.
    public let intercept: ReportNumber
  }

  /// Where the numbers come from.
  public let provenance: Provenance
  /// The seeds.
  public let seeds: [Int]
  /// The accuracy that defines the times, `null` if it is swept.
  public let accuracyLevel: ReportNumber
  /// The learning rate, `null` if it is swept.
  public let learningRate: ReportNumber
  /// A section for every alpha and threshold.
  public let sections: [Section]

  /// The report on slices of one file, of which there is at least one, along an axis or the first that has several values.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if the file has no such axis.
  public init(_ files: [DynamicsFile], along key: String? = nil) throws(ReportError) {
    func common(_ number: (DynamicsFile) -> Double) -> ReportNumber {
      ReportNumber(files.allSatisfy { number($0) == number(files[0]) } ? number(files[0]) : .nan)
    }
    provenance = files[0].provenance
    seeds = files[0].seeds
    accuracyLevel = common(\.accuracyLevel)
    learningRate = common(\.learningRate)
    sections = try DynamicsLine.all(files, along: key).flatMap { line in
      files[0].alpha.indices.flatMap { alpha in
        files[0].thresholds.indices.map { Section(line, alpha: alpha, threshold: $0) }
      }
    }
  }
}

extension TimesReport.Section {
  init(_ line: DynamicsLine, alpha: Int, threshold: Int) {
    let rows = line.stops.map { TimesReport.Row($0, alpha: alpha, threshold: threshold) }
    let fit = PowerLawFit(x: rows.map(\.value.value), y: rows.map(\.timeToTest.median.value))
    along = line.key
    at = line.at
    self.alpha = ReportNumber(line.stops[0].file.alpha[alpha])
    self.threshold = ReportNumber(line.stops[0].file.thresholds[threshold])
    self.rows = rows
    slope = fit.map { EstimateReport($0.slope) }
    intercept = ReportNumber(fit?.intercept ?? .nan)
  }
}

extension TimesReport.Row {
  fileprivate init(_ stop: DynamicsLine.Stop, alpha: Int, threshold: Int) {
    let file = stop.file
    let place = DynamicsFile.Place(
      trainingSet: stop.trainingSet, alpha: alpha, weightDecay: stop.weightDecay, threshold: threshold)
    value = ReportNumber(stop.value)
    let times = file.values(.timeToTest, at: place)
    let predicted = file.values(.predictedTime, at: place).map { $0.isFinite ? $0 : .nan }
    weightDecay = ReportNumber(file.weightDecays[place.weightDecay])
    runs = file.runCount(at: place)
    timeToTrain = TimesReport.Time(file.values(.timeToTrain, at: place))
    timeToTest = TimesReport.Time(times)
    weightNormAtTest = ReportNumber(
      OverSeeds.median(file.values(.weightNormAtTest, at: place).filter(\.isFinite)))
    predictedTime = ReportNumber(OverSeeds.median(predicted))
    ratio = ReportNumber(
      OverSeeds.median(zip(times, predicted).filter { $0.isFinite && $1 > 0 }.map { $0 / $1 }))
  }
}
