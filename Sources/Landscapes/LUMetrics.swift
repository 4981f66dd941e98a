/// The numbers behind an "LU" picture: of the curves of one training-set size, per seed and over seeds.
///
/// - alpha_c and w_c: the minimum of the test loss, from a parabola in (ln alpha, ln test loss) or (ln w, ln test loss)
///   with the seed's own norms (`CurveMinimum` has the rule);
/// - Goldilocks zone: where the test loss is at most twice its minimum (`GoldilocksZone`);
/// - LU gap: (test - train) / loss of the zero predictor at the largest alpha;
/// - "L": the training loss at the largest alpha is less than 1 % of that at the smallest;
/// - "U": the minimum of the test loss is interior and both ends are at least twice as high.
///
/// Intervals are Student-t over seeds, of the logarithm for alpha_c, w_c, the zone's edges, the lowest test loss and the
/// lowest test error (`Estimate.nonnegative`). A grid end that stands
/// for a minimum or an edge beyond it is a bound, not a value: such seeds are left out of that estimate, whose `count`
/// tells, and stay in `seeds`. Nothing depends on the order of the seeds but the order of `seeds`.
public struct LUMetrics: Sendable {
  /// The metrics of each seed, in the curves' order.
  public let seeds: [SeedLUMetrics]
  /// alpha at the minimum of the test loss, over seeds whose minimum is interior.
  public let alphaC: Estimate
  /// The weight norm at the minimum of the test loss, over seeds whose minimum is interior.
  public let weightC: Estimate
  /// The lowest test loss on the grid.
  public let lowestTestLoss: Estimate
  /// The lowest test error on the grid, of count 0 if the task has none.
  public let lowestTestError: Estimate
  /// The lower edge of the Goldilocks zone, over seeds whose zone ends within the grid.
  public let zoneLow: Estimate
  /// The upper edge of the Goldilocks zone, over seeds whose zone ends within the grid.
  public let zoneHigh: Estimate
  /// The LU gap at the largest alpha.
  public let gap: Estimate
  /// For how many seeds the test loss has its minimum inside the grid.
  public let hasInteriorMinimum: SeedTally
  /// For how many seeds the training loss is an "L".
  public let isL: SeedTally
  /// For how many seeds the test loss is a "U".
  public let isU: SeedTally
  /// How many points of all curves were skipped because a loss there is missing, not finite or negative.
  public let skippedPoints: Int

  /// Computes the metrics of some curves; never fails: what cannot be told is NaN, nil or undetermined.
  public init(_ curves: LUCurves) {
    seeds = (0..<curves.seedCount).map { SeedLUMetrics(curves, seed: $0) }
    let minima = seeds.compactMap(\.minimum)
    let zones = seeds.compactMap(\.zone)
    let interior = minima.filter(\.isInterior)
    alphaC = .geometric(of: interior.map(\.alpha))
    weightC = .geometric(of: interior.map(\.weightNorm))
    lowestTestLoss = .nonnegative(of: minima.map(\.value))
    lowestTestError = .nonnegative(of: seeds.map(\.lowestTestError))
    zoneLow = .geometric(of: zones.filter { !$0.isOpenBelow }.map(\.low))
    zoneHigh = .geometric(of: zones.filter { !$0.isOpenAbove }.map(\.high))
    gap = Estimate(of: seeds.map(\.gap))
    hasInteriorMinimum = SeedTally(seeds.map { $0.minimum?.isInterior })
    isL = SeedTally(seeds.map(\.isL))
    isU = SeedTally(seeds.map(\.isU))
    skippedPoints = seeds.reduce(0) { $0 + $1.skippedPoints }
  }
}
