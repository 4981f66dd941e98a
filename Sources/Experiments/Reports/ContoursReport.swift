public import Landscapes

/// Where the curves of a landscape pass a level, as `grokscape contours` prints it.
public struct ContoursReport: Codable, Sendable, Equatable {
  /// What the contours are of.
  public enum Quantity: String, Codable, Sendable, CaseIterable {
    case trainLoss = "train_loss"
    case testLoss = "test_loss"
    case testError = "test_error"
  }

  /// One training-set size and one messiness, medians over the seeds whose curve passes the level.
  public struct Row: Codable, Sendable, Equatable {
    /// The place along the file's further axes.
    public let at: [Coordinate]
    /// The training-set size.
    public let nTrain: Int
    /// The messiness of the representation, `null` where there is none.
    public let messiness: ReportNumber
    /// alpha where the curve first passes the level, from small norms; `null` if it never does.
    public let first: ReportNumber
    /// alpha where it last does: the boundary of a training loss.
    public let last: ReportNumber
    /// The number of seeds whose curve passes the level.
    public let count: Int
  }

  /// The level that the contours of the literature have.
  public static let standardLevel = 0.02

  /// Where the numbers come from.
  public let provenance: Provenance
  /// The seeds.
  public let seeds: [Int]
  /// What the contours are of.
  public let quantity: Quantity
  /// The level.
  public let level: ReportNumber
  /// The standard deviation of the blur over cells of the landscape, `null` without one.
  public let blur: ReportNumber
  /// A row for every place, training-set size and messiness, which varies fastest.
  public let rows: [Row]

  /// The report on slices of one file, of which there is at least one.
  ///
  /// A blur runs over alpha and messiness, or over alpha and n_train where messiness is not swept, on each seed.
  /// - Throws: `ReportError` of kind `badRequest` if the file does not have the quantity.
  public init(
    _ files: [LandscapeFile], of quantity: Quantity = .trainLoss, level: Double = standardLevel,
    blur: GaussianBlur? = nil
  ) throws(ReportError) {
    provenance = files[0].provenance
    seeds = files[0].seeds
    self.quantity = quantity
    self.level = ReportNumber(level)
    self.blur = ReportNumber(blur?.deviation ?? .nan)
    var rows: [Row] = []
    for file in files { rows += try Self.rows(file, quantity, level: level, blur: blur) }
    self.rows = rows
  }

  private static func rows(
    _ file: LandscapeFile, _ quantity: Quantity, level: Double, blur: GaussianBlur?
  ) throws(ReportError) -> [Row] {
    guard quantity != .testError || file.hasAccuracy else {
      throw ReportError(
        .badRequest,
        "Cannot find contours of the test error in '\(file.provenance.file)', whose task has no accuracy: "
          + "ask for test_loss.")
    }
    // Over [seed][n_train][messiness][alpha].
    let planes = file.seeds.indices.map { seed in
      let rows = file.trainingSetSizes.indices.map { size in
        file.rows(of: quantity, seedIndex: seed, size: size, blur: file.messiness.count > 1 ? blur : nil)
      }
      guard let blur, file.messiness.count == 1 else { return rows }
      return blur.blurred(rows.map { $0[0] }).map { [$0] }
    }
    return file.trainingSetSizes.indices.flatMap { size in
      file.messiness.indices.map { mess in
        let crossings = file.seeds.indices.map { seed in
          LevelCrossings(x: file.alphaOfSeeds[seed], values: planes[seed][size][mess], level: level).places
        }.filter { !$0.isEmpty }
        return Row(
          at: file.at, nTrain: file.trainingSetSizes[size],
          messiness: ReportNumber(file.messiness.count > 1 ? file.messiness[mess] : .nan),
          first: ReportNumber(OverSeeds.median(crossings.compactMap(\.first))),
          last: ReportNumber(OverSeeds.median(crossings.compactMap(\.last))), count: crossings.count)
      }
    }
  }
}

extension LandscapeFile {
  /// A quantity over [messiness][weight norm], NaN where it is unknown.
  fileprivate func rows(
    of quantity: ContoursReport.Quantity, seedIndex: Int, size: Int, blur: GaussianBlur?
  ) -> [[Double]] {
    func rows(of quantity: Quantity) -> [[Double]] {
      self.rows(of: quantity, seedIndex: seedIndex, trainingSetSizeIndex: size, blur: blur) ?? []
    }
    return switch quantity {
    case .trainLoss: rows(of: .trainLoss)
    case .testLoss: rows(of: .testLoss)
    case .testError: rows(of: .testAccuracy).map { $0.map { 1 - $0 } }
    }
  }
}
