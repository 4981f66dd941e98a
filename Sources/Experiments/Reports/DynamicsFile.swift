public import Landscapes

/// Training runs from scaled initialisations read from a `dynamics.h5`: over (seed, n_train, initial norm, weight_decay,
/// threshold, step).
///
/// Times are in optimiser steps and mean the first crossing of `accuracyLevel`.
public struct DynamicsFile: Sendable {
  /// A quantity over runs and thresholds.
  public enum Crossing: String, CaseIterable, Sendable {
    /// The step at which the training accuracy reaches the level.
    case timeToTrain = "time_to_train"
    /// The step at which the test accuracy reaches the level.
    case timeToTest = "time_to_test"
    /// The weight norm when the training accuracy reaches the level.
    case weightNormAtTrain = "weight_norm_at_train"
    /// The weight norm when the test accuracy reaches the level.
    case weightNormAtTest = "weight_norm_at_test"
    /// ln(w_start / w_c) / (learning rate x gamma).
    case predictedTime = "predicted_time"
  }

  /// An accuracy over runs, thresholds and history steps.
  public enum Accuracy: String, CaseIterable, Sendable {
    /// On the training set.
    case train = "train_accuracy"
    /// On the test set.
    case test = "test_accuracy"
  }

  /// The place of a run's numbers along the axes, seeds excepted.
  public struct Place: Sendable, Equatable {
    /// The index along the training-set sizes.
    public let trainingSet: Int
    /// The index along alpha.
    public let alpha: Int
    /// The index along the weight decays.
    public let weightDecay: Int
    /// The index along the thresholds.
    public let threshold: Int

    /// The place at these indices.
    public init(trainingSet: Int = 0, alpha: Int, weightDecay: Int, threshold: Int) {
      self.trainingSet = trainingSet
      self.alpha = alpha
      self.weightDecay = weightDecay
      self.threshold = threshold
    }
  }

  /// Where the file is and what it says of itself.
  public let provenance: Provenance
  /// The place along the file's further axes.
  public let at: [Coordinate]
  /// The seeds.
  public let seeds: [Int]
  /// The training-set sizes, ascending; one that is unknown, 0, where the study has one.
  public let trainingSetSizes: [Int]
  /// The scales of the initialisation, ascending; of a sweep over initial norms, these over the mean of w_0 over seeds.
  public let alpha: [Double]
  /// The weight decays gamma.
  public let weightDecays: [Double]
  /// The thresholds that define a correct output.
  public let thresholds: [Double]
  /// The steps of the records.
  public let historySteps: [Int]
  /// The accuracy that defines the times.
  public let accuracyLevel: Double
  /// The learning rate.
  public let learningRate: Double

  /// The weight norm and the effective messiness over runs and steps, where there is a representation.
  private let planes: (norms: [Double], messiness: [Double])?
  private let crossings: [Crossing: [Double]]
  private let accuracies: [Accuracy: [Double]]
  private let statuses: [UInt8]

  /// Reads the file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if it cannot be read, is no dynamics of schema grokscape/1, or lacks a
  ///   variable.
  public init(path: String) throws(ReportError) {
    try self.init(ResultFile(path: path).slices(at: [], atMost: 1)[0])
  }

  /// The dynamics of the file at `path`, one for each combination of the values of its further axes, those at `places`
  /// alone.
  ///
  /// - Throws: as `init(path:)`, and of kind `badRequest` for a place that the file does not hold, and for more than
  ///   `most` combinations.
  public static func slices(
    path: String, at places: [Coordinate], atMost most: Int = .max
  ) throws(ReportError) -> [DynamicsFile] {
    try ResultFile(path: path).slices(at: places, atMost: most).map { file throws(ReportError) in
      try DynamicsFile(file)
    }
  }

  init(_ file: ResultFile) throws(ReportError) {
    try file.require(.dynamics)
    let isRelative = !file.hasDimension("start_weight_norm"), norm = isRelative ? "alpha" : "start_weight_norm"
    let runs = ["seed"] + (file.hasDimension("n_train") ? ["n_train"] : []) + [norm, "weight_decay"]
    provenance = file.provenance
    at = file.at
    seeds = try file.wholeCoordinates("seed")
    trainingSetSizes = file.hasDimension("n_train") ? try file.wholeCoordinates("n_train") : [0]
    let norms = try file.ascendingCoordinates(norm)
    if isRelative {
      alpha = norms
    } else {
      let known = try file.values("initial_weight_norm", over: runs).filter(\.isFinite)
      alpha = norms.map { known.isEmpty ? $0 : $0 / (known.reduce(0, +) / Double(known.count)) }
    }
    weightDecays = try file.coordinates("weight_decay")
    thresholds = try file.coordinates("threshold")
    historySteps = try file.wholeCoordinates("history_step")
    accuracyLevel = try file.number(attribute: "accuracy_level", orAt: "level")
    learningRate = try file.number(attribute: "learning_rate", orAt: "optimizer.rate")
    let histories = runs + ["history_step"]
    planes =
      file.hasVariable("effective_messiness")
      ? (try file.values("weight_norm", over: histories), try file.values("effective_messiness", over: histories)) : nil
    crossings = try Dictionary(
      uniqueKeysWithValues: Crossing.allCases.map { crossing throws(ReportError) in
        (crossing, try file.values(crossing.rawValue, over: runs + ["threshold"]))
      })
    accuracies = try Dictionary(
      uniqueKeysWithValues: Accuracy.allCases.map { accuracy throws(ReportError) in
        (accuracy, try file.values(accuracy.rawValue, over: runs + ["threshold", "history_step"]))
      })
    statuses = try file.values("status", over: runs).map { UInt8(exactly: $0) ?? 0 }
  }

  /// A quantity of every seed; a run that never reached the level has NaN, a time of infinity, and one that the file
  /// does not hold has NaN in both.
  public func values(_ crossing: Crossing, at place: Place) -> [Double] {
    let isTime = crossing == .timeToTrain || crossing == .timeToTest
    return seeds.indices.map { seed in
      guard isPresent(seed, place) else { return .nan }
      let value = crossings[crossing]?[run(seed, place) * thresholds.count + place.threshold] ?? .nan
      return isTime && !(value >= 0) ? .infinity : value
    }
  }

  /// An accuracy over [seed][record].
  public func history(_ accuracy: Accuracy, at place: Place) -> [[Double]] {
    seeds.indices.map { seed in
      let row = (run(seed, place) * thresholds.count + place.threshold) * historySteps.count
      return Array(accuracies[accuracy]?[row..<(row + historySteps.count)] ?? [])
    }
  }

  /// The way of a seed's run through the plane of weight norm and messiness; nil where there is no representation.
  public func path(seedIndex: Int, at place: Place) -> [ReducedPoint]? {
    planes.map { planes in
      let first = run(seedIndex, place) * historySteps.count
      return (first..<(first + historySteps.count)).map { ReducedPoint(planes.norms[$0], planes.messiness[$0]) }
        .filter { $0.weightNorm.isFinite && $0.messiness.isFinite }
    }
  }

  /// The number of seeds whose run the file holds.
  public func runCount(at place: Place) -> Int { seeds.indices.count { isPresent($0, place) } }

  /// Whether a run has ended, perhaps by diverging.
  private func isPresent(_ seed: Int, _ place: Place) -> Bool {
    let status = statuses[run(seed, place)]
    return status == PointStatus.done || status == PointStatus.diverged
  }

  private func run(_ seed: Int, _ place: Place) -> Int {
    ((seed * trainingSetSizes.count + place.trainingSet) * alpha.count + place.alpha) * weightDecays.count
      + place.weightDecay
  }
}
