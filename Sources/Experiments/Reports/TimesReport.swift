import Landscapes

/// The times to generalise of a dynamics file against weight decay, as `grokscape times` prints them.
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

  /// One weight decay.
  public struct Row: Codable, Sendable, Equatable {
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

  /// All weight decays of one scale of the initialisation and one threshold.
  public struct Section: Codable, Sendable, Equatable {
    /// The scale of the initialisation.
    public let alpha: ReportNumber
    /// The threshold that defines a correct output, `null` where there is none.
    public let threshold: ReportNumber
    /// A row for every weight decay.
    public let rows: [Row]
    /// The exponent s of t_test ~ gamma^s through the medians at gamma > 0; absent below two of them.
    public let slope: EstimateReport?
    /// ln t_test at gamma = 1 on the fitted line.
    public let intercept: ReportNumber
  }

  /// Where the numbers come from.
  public let provenance: Provenance
  /// The seeds.
  public let seeds: [Int]
  /// The accuracy that defines the times.
  public let accuracyLevel: ReportNumber
  /// The learning rate.
  public let learningRate: ReportNumber
  /// A section for every alpha and threshold.
  public let sections: [Section]

  /// The report on `file`.
  public init(_ file: DynamicsFile) {
    provenance = file.provenance
    seeds = file.seeds
    accuracyLevel = ReportNumber(file.accuracyLevel)
    learningRate = ReportNumber(file.learningRate)
    sections = file.alpha.indices.flatMap { alpha in
      file.thresholds.indices.map { Section(file, alpha: alpha, threshold: $0) }
    }
  }
}

extension TimesReport.Section {
  init(_ file: DynamicsFile, alpha: Int, threshold: Int) {
    let rows = file.weightDecays.indices.map { decay in
      TimesReport.Row(file, at: DynamicsFile.Place(alpha: alpha, weightDecay: decay, threshold: threshold))
    }
    let fit = PowerLawFit(x: rows.map(\.weightDecay.value), y: rows.map(\.timeToTest.median.value))
    self.alpha = ReportNumber(file.alpha[alpha])
    self.threshold = ReportNumber(file.thresholds[threshold])
    self.rows = rows
    slope = fit.map { EstimateReport($0.slope) }
    intercept = ReportNumber(fit?.intercept ?? .nan)
  }
}

extension TimesReport.Row {
  fileprivate init(_ file: DynamicsFile, at place: DynamicsFile.Place) {
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
