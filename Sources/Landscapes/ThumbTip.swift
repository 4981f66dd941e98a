/// N*, the tip of the thumb: the smallest training set with which any weight norm generalises.
///
/// In the plane of (alpha, n_train) the region of good test performance looks like a thumb (Omnigrok, Fig. 3a); N* is
/// the smallest n_train whose test quantity is at most a stated level at any alpha.
public struct ThumbTip: Sendable, Equatable {
  /// Where one seed first reaches the level.
  public struct Tip: Sendable, Equatable {
    /// N*: the smallest training-set size that reaches the level.
    public let trainingSetSize: Int
    /// The smallest alpha that reaches the level at that size.
    public let alpha: Double
  }

  /// The level that the test quantity has to reach.
  public let level: Double
  /// The tip of each seed, nil if it never reaches the level.
  public let tips: [Tip?]
  /// Per seed, the cells without a finite value among those that had to be looked at (sizes up to N*, or all of them):
  /// had they values, N* might be smaller.
  public let skippedCells: [Int]
  /// The median of N* over seeds that have any finite value; a seed that never reaches the level counts as beyond the
  /// grid.
  ///
  /// It is nil if the median itself lies beyond the grid, and of the middle two of an even number of seeds the lower one,
  /// so that it is a size of the grid.
  public let median: Double?

  /// The tips of `values`, indexed `[seed][n_train][alpha]`: test losses or test errors, NaN where there is none.
  ///
  /// - Throws: `LandscapeError` if a grid is empty, not positive or not strictly ascending, or `values` has another
  ///   shape.
  public init(
    trainingSetSizes: [Int], alpha: [Double], values: [[[Double]]], level: Double
  ) throws(LandscapeError) {
    try requireAscendingPositive(trainingSetSizes.map(Double.init), named: "n_train")
    try requireAscendingPositive(alpha, named: "alpha")
    for (seed, table) in values.enumerated() {
      guard table.count == trainingSetSizes.count, table.allSatisfy({ $0.count == alpha.count }) else {
        throw LandscapeError(
          "Cannot find the thumb tip of seed \(seed), whose table is not \(trainingSetSizes.count) x \(alpha.count): "
            + "give a row a training-set size and a value a grid point, NaN where there is none.")
      }
    }
    self.level = level
    let reaches = { (value: Double) in value.isFinite && value <= level }
    let rows = values.map { table in table.firstIndex { $0.contains(where: reaches) } }
    tips = zip(values, rows).map { table, row in
      row.flatMap { row in
        table[row].firstIndex(where: reaches).map { Tip(trainingSetSize: trainingSetSizes[row], alpha: alpha[$0]) }
      }
    }
    skippedCells = zip(values, rows).map { table, row in
      table.prefix((row ?? table.count - 1) + 1).joined().count { !$0.isFinite }
    }
    median = Self.median(
      zip(values, tips).filter { table, _ in table.joined().contains { $0.isFinite } }
        .map { _, tip in tip.map { Double($0.trainingSetSize) } ?? .infinity })
  }

  private static func median(_ sizes: [Double]) -> Double? {
    guard !sizes.isEmpty else { return nil }
    let middle = sizes.sorted()[(sizes.count - 1) / 2]
    return middle.isFinite ? middle : nil
  }
}
