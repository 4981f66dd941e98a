public import Landscapes
import Stores

/// A reduced landscape read from a `landscape.h5`: quantities over (seed, n_train, messiness, weight norm).
///
/// Only points of status 1 (done) have values; all others are NaN.
public struct LandscapeFile: Sendable {
  /// Which form of the weight norm the study swept.
  public enum SweptNorm: String, Codable, Sendable {
    /// alpha = w / w_0, with w_0 of each seed.
    case alpha
    /// w itself; alpha then differs by seed.
    case weightNorm = "weight_norm"
  }

  /// A quantity over all four dimensions.
  public enum Quantity: String, CaseIterable, Sendable {
    /// The reduced training loss.
    case trainLoss = "train_loss"
    /// The test loss at the minimiser.
    case testLoss = "test_loss"
    /// The test accuracy at the minimiser, for tasks that have one.
    case testAccuracy = "test_accuracy"
    /// The weight norm w.
    case weightNorm = "weight_norm"
    /// The norm of the tangential gradient at the end: the first-order certificate.
    case tangentGradientNorm = "tangent_gradient_norm"
    /// d train_loss / dw, for landscapes that have it.
    case radialGradient = "radial_gradient"
    /// d train_loss / dm, where m is swept.
    case messinessGradient = "messiness_gradient"

    /// Whether a landscape may lack it.
    fileprivate var isOptional: Bool {
      [.testAccuracy, .radialGradient, .messinessGradient].contains(self)
    }
  }

  /// Where the file is and what it says of itself.
  public let provenance: Provenance
  /// The place along the file's further axes.
  public let at: [Coordinate]
  /// The seeds.
  public let seeds: [Int]
  /// The training-set sizes, ascending.
  public let trainingSetSizes: [Int]
  /// The values of the representation's messiness; one, perhaps NaN, if it is not swept.
  public let messiness: [Double]
  /// Which form of the weight norm the study swept.
  public let sweptNorm: SweptNorm
  /// alpha; of a sweep over w, that is w over the mean of w_0 over seeds.
  public let alpha: [Double]
  /// The weight norm; of a sweep over alpha, that is alpha times the median of w_0 over seeds.
  public let weightNorms: [Double]
  /// The norm that the constraint kept at every swept value, over [seed][norm]: what `radial_gradient` is along.
  public let keptNorms: [[Double]]
  /// Whether that is another norm than the Euclidean one.
  public let keepsOtherNorm: Bool
  /// alpha at every swept value, over [seed][norm].
  public let alphaOfSeeds: [[Double]]

  private let fields: [Quantity: [Double]]
  private let statuses: [UInt8]
  private let stopReasons: [UInt8]
  private let zeroPredictorLoss: [Double]

  /// Reads the file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if it cannot be read, is no landscape of schema grokscape/1, or lacks
  ///   a variable.
  public init(path: String) throws(ReportError) {
    try self.init(ResultFile(path: path).slices(at: [], atMost: 1)[0])
  }

  /// The landscapes of the file at `path`, one for each combination of the values of its further axes, those at `places`
  /// alone.
  ///
  /// - Throws: as `init(path:)`, and of kind `badRequest` for a place that the file does not hold, and for more than
  ///   `most` landscapes.
  public static func slices(
    path: String, at places: [Coordinate], atMost most: Int = .max
  ) throws(ReportError) -> [LandscapeFile] {
    try ResultFile(path: path).slices(at: places, atMost: most).map { file throws(ReportError) in
      try LandscapeFile(file)
    }
  }

  init(_ file: ResultFile) throws(ReportError) {
    try file.require(.landscape)
    let swept: SweptNorm = file.hasDimension("weight_norm") ? .weightNorm : .alpha
    let dimensions = ["seed", "n_train", "messiness", swept.rawValue]
    provenance = file.provenance
    at = file.at
    sweptNorm = swept
    seeds = try file.wholeCoordinates("seed")
    trainingSetSizes = try file.wholeCoordinates("n_train")
    _ = try file.ascendingCoordinates("n_train")
    messiness = try file.coordinates("messiness")
    let axis = try file.ascendingCoordinates(swept.rawValue)
    statuses = try file.values("status", over: dimensions).map { UInt8(exactly: $0) ?? 0 }
    stopReasons = try file.values("stop_reason", over: dimensions).map { UInt8(exactly: $0) ?? 0 }
    zeroPredictorLoss = try file.values("zero_predictor_loss", over: ["seed", "n_train"])
    var fields: [Quantity: [Double]] = [:]
    for quantity in Quantity.allCases {
      if quantity == .weightNorm, swept == .weightNorm {
        fields[quantity] = statuses.indices.map { axis[$0 % axis.count] }
      } else if !quantity.isOptional || file.hasVariable(quantity.rawValue) {
        fields[quantity] = try file.values(quantity.rawValue, over: dimensions)
      }
    }
    self.fields = fields
    let initialNorms = try file.values("initial_weight_norm", over: dimensions)
    let ofSeeds = Self.perSeed(initialNorms, seeds: seeds.count)
    var scales = ofSeeds
    keepsOtherNorm = file.hasVariable("constraint_norm")
    if swept == .alpha, file.hasVariable("constraint_norm") {
      let norms = try file.values("constraint_norm", over: dimensions)
      scales = Self.perSeed(norms.indices.map { norms[$0] / axis[$0 % axis.count] }, seeds: seeds.count)
    }
    keptNorms = scales.map { scale in axis.map { swept == .alpha ? $0 * scale : $0 } }
    alphaOfSeeds = ofSeeds.map { scale in axis.map { swept == .alpha ? $0 : $0 / scale } }
    switch swept {
    case .alpha:
      let scale = OverSeeds.median(ofSeeds)
      alpha = axis
      weightNorms = axis.map { $0 * scale }
    case .weightNorm:
      let known = ofSeeds.filter(\.isFinite)
      let scale = known.reduce(0, +) / Double(known.count)
      alpha = axis.map { $0 / (known.isEmpty ? 1 : scale) }
      weightNorms = axis
    }
  }

  /// w_0 of every seed: the median of what its points say, NaN where none says anything.
  private static func perSeed(_ norms: [Double], seeds: Int) -> [Double] {
    let points = norms.count / max(seeds, 1)
    return (0..<seeds).map { seed in
      OverSeeds.median(norms[(seed * points)..<((seed + 1) * points)].filter { $0 > 0 && $0.isFinite })
    }
  }

  // MARK: - Slices

  /// Whether the task has an accuracy.
  public var hasAccuracy: Bool { fields[.testAccuracy] != nil }

  /// A quantity over [seed][weight norm], NaN at points that are not done; nil if the task does not have it.
  public func table(
    _ quantity: Quantity, trainingSetSizeIndex: Int, messinessIndex: Int = 0
  ) -> [[Double]]? {
    fields[quantity].map { field in
      indices(trainingSetSizeIndex, messinessIndex).map { row in
        row.map { statuses[$0] == PointStatus.done ? field[$0] : .nan }
      }
    }
  }

  /// 1 - test accuracy if the task has one, else the test loss: what N* and heat maps are of; over [seed][weight norm].
  public func testQuantity(trainingSetSizeIndex: Int, messinessIndex: Int = 0) -> [[Double]] {
    let accuracy = table(
      .testAccuracy, trainingSetSizeIndex: trainingSetSizeIndex, messinessIndex: messinessIndex)
    let loss = table(.testLoss, trainingSetSizeIndex: trainingSetSizeIndex, messinessIndex: messinessIndex)
    return accuracy?.map { $0.map { 1 - $0 } } ?? loss ?? []
  }

  /// The curves of one training-set size, from which LU metrics are computed.
  ///
  /// - Throws: `ReportError` of kind `badInput` if they cannot be analysed.
  public func curves(trainingSetSizeIndex: Int, messinessIndex: Int = 0) throws(ReportError) -> LUCurves {
    func slice(_ quantity: Quantity) -> [[Double]] {
      table(quantity, trainingSetSizeIndex: trainingSetSizeIndex, messinessIndex: messinessIndex) ?? []
    }
    let zeroLosses = seeds.indices.map { zeroPredictorLoss[$0 * trainingSetSizes.count + trainingSetSizeIndex] }
    do throws(LandscapeError) {
      return try LUCurves(
        alpha: alpha, trainLoss: slice(.trainLoss), testLoss: slice(.testLoss), weightNorm: slice(.weightNorm),
        zeroPredictorLoss: zeroLosses,
        testError: hasAccuracy
          ? testQuantity(trainingSetSizeIndex: trainingSetSizeIndex, messinessIndex: messinessIndex) : nil)
    } catch {
      throw ReportError(.badInput, "Cannot analyse '\(provenance.file)': \(error.description)")
    }
  }

  /// How the points of every weight norm ended: the number of seeds by stop reason, or by status if not done.
  public func outcomes(trainingSetSizeIndex: Int, messinessIndex: Int = 0) -> [[String: Int]] {
    let rows = indices(trainingSetSizeIndex, messinessIndex)
    return alpha.indices.map { column in
      rows.reduce(into: [:]) { counts, row in
        let point = row[column]
        let isDone = statuses[point] == PointStatus.done
        counts[isDone ? PointStatus.stopReason(stopReasons[point]) : PointStatus.name(statuses[point]), default: 0] += 1
      }
    }
  }

  /// The number of points of the whole file by status, those that are done left out.
  public var unfinished: [String: Int] {
    statuses.filter { $0 != PointStatus.done }.reduce(into: [:]) { $0[PointStatus.name($1), default: 0] += 1 }
  }

  /// The number of points of the whole file.
  public var pointCount: Int { statuses.count }

  /// The positions in the fields of a slice over [seed][weight norm].
  private func indices(_ size: Int, _ mess: Int) -> [[Int]] {
    seeds.indices.map { seed in
      let row = ((seed * trainingSetSizes.count + size) * messiness.count + mess) * alpha.count
      return Array(row..<(row + alpha.count))
    }
  }
}

/// The meanings of the flags `status` and `stop_reason` in schema grokscape/1.
enum PointStatus {
  static let missing: UInt8 = 0
  static let done: UInt8 = 1
  static let diverged: UInt8 = 2
  static let failed: UInt8 = 3
  /// The attributes of a variable of such flags.
  static var flags: [StoredAttribute] { Experiments.flags(names.enumerated().map { (UInt8($0), $1) }) }
  private static let names = ["missing", "done", "diverged", "failed"]
  private static let stopReasons = ["none", "step_limit", "gradient_small", "loss_reached", "stalled", "not_finite"]

  static func name(_ status: UInt8) -> String { Int(status) < names.count ? names[Int(status)] : "status_\(status)" }

  static func stopReason(_ reason: UInt8) -> String {
    Int(reason) < stopReasons.count ? stopReasons[Int(reason)] : "reason_\(reason)"
  }
}
