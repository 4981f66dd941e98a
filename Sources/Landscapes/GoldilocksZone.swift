/// The interval of alpha around the minimum of the test loss where the test loss is at most twice its minimum.
///
/// The minimum is the lowest value on the grid. The edges are where straight lines between neighbouring usable points
/// in (ln alpha, ln test loss) cross the level; a second valley beyond a crossing does not belong to the zone.
public struct GoldilocksZone: Sendable, Equatable {
  /// The level that bounds the zone, in units of the lowest test loss.
  public static let factor = 2.0

  /// The lower edge, or the smallest usable alpha if the zone reaches it.
  public let low: Double
  /// The upper edge, or the largest usable alpha if the zone reaches it.
  public let high: Double
  /// Whether no crossing was found below the minimum, so that `low` is only an upper bound of the edge.
  public let isOpenBelow: Bool
  /// Whether no crossing was found above the minimum, so that `high` is only a lower bound of the edge.
  public let isOpenAbove: Bool

  init(around minimum: CurveMinimum, testLoss: [Double], alpha: [Double], usable: [Int]) {
    let level = Self.factor * minimum.value
    let below = Self.edge(usable.reversed().drop { $0 > minimum.index }, testLoss, alpha, level)
    let above = Self.edge(usable.drop { $0 < minimum.index }, testLoss, alpha, level)
    (low, isOpenBelow) = (below.alpha, below.isOpen)
    (high, isOpenAbove) = (above.alpha, above.isOpen)
  }

  /// Walks outwards from the minimum, the first of `indices`, to the first crossing of the level.
  private static func edge(
    _ indices: some Sequence<Int>, _ testLoss: [Double], _ alpha: [Double], _ level: Double
  ) -> (alpha: Double, isOpen: Bool) {
    var last = (x: Double.nan, y: Double.nan)
    for index in indices {
      let next = (x: alpha[index], y: testLoss[index])
      if next.y > level { return (Crossing.abscissa(from: last, to: next, level: level), false) }
      last = next
    }
    return (last.x, true)
  }
}
