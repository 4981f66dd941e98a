import Landscapes

/// An `Estimate` as a report carries it: mean and 95 % interval over seeds, `null` where unknown.
public struct EstimateReport: Codable, Sendable, Equatable {
  /// The mean.
  public let mean: ReportNumber
  /// The lower end of the interval.
  public let low: ReportNumber
  /// The upper end of the interval.
  public let high: ReportNumber
  /// The number of values that it rests on.
  public let count: Int

  init(_ estimate: Estimate) {
    mean = ReportNumber(estimate.mean)
    low = ReportNumber(estimate.low)
    high = ReportNumber(estimate.high)
    count = estimate.count
  }

  /// Such as `0.980 [0.910, 1.05]`, a mean alone where there is no interval, `-` where there is nothing.
  var text: String {
    let centre = NumberText.measured(mean.value)
    guard low.value.isFinite, high.value.isFinite else { return centre }
    return "\(centre) [\(NumberText.measured(low.value)), \(NumberText.measured(high.value))]"
  }
}

/// A `SeedTally` as a report carries it.
public struct TallyReport: Codable, Sendable, Equatable {
  /// The number of seeds that the statement holds for.
  public let holding: Int
  /// The number of seeds whose data can tell.
  public let determined: Int
  /// `all`, `some`, `none` or `undetermined`.
  public let verdict: String

  init(_ tally: SeedTally) {
    holding = tally.holding
    determined = tally.determined
    verdict = tally.verdict.rawValue
  }

  /// Such as `yes (3 of 3 seeds)`.
  var text: String {
    let word =
      switch verdict {
      case SeedTally.Verdict.all.rawValue: "yes"
      case SeedTally.Verdict.some.rawValue: "for some"
      case SeedTally.Verdict.none.rawValue: "no"
      default: "cannot be told"
      }
    return "\(word) (\(holding) of \(determined) seeds)"
  }
}
