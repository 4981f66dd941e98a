/// What a run of training comes to by the times at which its accuracies reach a level, in the order of how far it gets.
///
/// Liu et al. (2022) call the phases of learning confusion, memorisation, grokking and comprehension.
public enum Phase: String, Codable, Sendable, CaseIterable {
  /// The training accuracy never reaches the level.
  case neither
  /// The training accuracy reaches the level, the test accuracy never does.
  case fits
  /// The test accuracy reaches the level, but late.
  case groks
  /// The test accuracy reaches the level before, with or soon after the training accuracy.
  case generalises

  /// What stands on a tile of a phase diagram; D of delayed generalisation.
  var letter: String {
    switch self {
    case .neither: "N"
    case .fits: "F"
    case .groks: "D"
    case .generalises: "G"
    }
  }
}

/// How much later than the training accuracy the test accuracy reaches the level in a run that groks.
public struct PhaseThresholds: Codable, Sendable, Equatable {
  /// More steps than this.
  public let delay: Double
  /// More than this many times the steps of the training accuracy.
  public let ratio: Double

  /// Thresholds that have both to be exceeded.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if the delay is negative, the ratio below 1, or one of them not finite.
  public init(delay: Double = Self.standard.delay, ratio: Double = Self.standard.ratio) throws(ReportError) {
    guard delay >= 0, delay.isFinite, ratio >= 1, ratio.isFinite else {
      throw ReportError(
        .badRequest,
        "Cannot tell phases by a delay of \(NumberText.coordinate(delay)) steps and a ratio of "
          + "\(NumberText.coordinate(ratio)): give a finite delay of at least 0 and a finite ratio of at least 1.")
    }
    self.init(checkedDelay: delay, ratio: ratio)
  }

  /// A thousand steps, and any ratio.
  public static let standard = PhaseThresholds(checkedDelay: 1000, ratio: 1)

  private init(checkedDelay delay: Double, ratio: Double) {
    self.delay = delay
    self.ratio = ratio
  }

  /// The phase of a run by the steps at which its accuracies reach the level, infinite for never.
  ///
  /// - Returns: nil for a run that is not there (NaN).
  public func phase(timeToTrain: Double, timeToTest: Double) -> Phase? {
    if timeToTrain.isNaN || timeToTest.isNaN { return nil }
    if timeToTrain == .infinity { return .neither }
    if timeToTest == .infinity { return .fits }
    return timeToTest > timeToTrain + delay && timeToTest > timeToTrain * ratio ? .groks : .generalises
  }

  /// What a run does that groks, in words.
  var text: String {
    let steps = "more than \(NumberText.coordinate(delay)) steps"
    return ratio > 1 ? "\(steps) and more than \(NumberText.coordinate(ratio)) times as late" : "\(steps) later"
  }
}
