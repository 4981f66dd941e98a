#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The minimum of one curve over the weight-norm axis, refined between grid points by a parabola in logarithms.
///
/// "The parabola through the three lowest points" is read as: the lowest point and its nearest usable neighbour on
/// either side. For a curve with one valley these are three lowest points that bracket the minimum; when three lowest
/// points are not neighbours (noise, a second dip) or all lie on one side, the bracketing three are taken all the same,
/// because only they make the parabola's vertex a minimum; it then lies within half a grid cell of the lowest point.
///
/// A lowest point at an end of the usable grid is no interior minimum: the position is that end, a bound and not a
/// value. Of equal lowest points the one of smallest alpha counts. A lowest value of zero has no logarithm: its
/// position is the grid point itself.
public struct CurveMinimum: Sendable, Equatable {
  /// The grid index of the lowest usable point.
  public let index: Int
  /// The lowest value on the grid.
  public let value: Double
  /// The alpha of the vertex in (ln alpha, ln value), or that of the grid point if the minimum is not interior.
  public let alpha: Double
  /// The weight norm of the vertex in (ln w, ln value), NaN where the norm of a point that is needed is missing.
  public let weightNorm: Double
  /// Whether usable points lie on both sides of the lowest one.
  public let isInterior: Bool

  /// The minimum of `values` over the grid indices `usable` (ascending), nil if there are none.
  init?(of values: [Double], alpha: [Double], weightNorm: [Double], usable: [Int]) {
    guard let place = usable.indices.min(by: { values[usable[$0]] < values[usable[$1]] }) else { return nil }
    index = usable[place]
    value = values[index]
    isInterior = place > 0 && place < usable.count - 1
    guard isInterior else {
      self.alpha = alpha[index]
      self.weightNorm = weightNorm[index] > 0 ? weightNorm[index] : .nan
      return
    }
    let three = [usable[place - 1], index, usable[place + 1]]
    self.alpha = Self.vertex(three.map { alpha[$0] }, three.map { values[$0] })
    self.weightNorm = Self.vertex(three.map { weightNorm[$0] }, three.map { values[$0] })
  }

  /// The abscissa of the vertex of the parabola through three points in (ln x, ln y), the middle one lowest.
  private static func vertex(_ x: [Double], _ y: [Double]) -> Double {
    guard x.allSatisfy({ $0.isFinite && $0 > 0 }) else { return .nan }
    guard x[0] < x[1], x[1] < x[2], y[1] > 0 else { return x[1] }
    let (u, v) = (x.map { log($0) }, y.map { log($0) })
    let before = (v[1] - v[0]) / (u[1] - u[0])
    let after = (v[2] - v[1]) / (u[2] - u[1])
    guard after > before else { return x[1] }
    return exp((u[0] + u[1]) / 2 - before * (u[2] - u[0]) / (2 * (after - before)))
  }
}
