#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a curve over the weight norm passes a level.
///
/// Between neighbouring points both ln x and the logarithm of the value are straight; where a value is not positive, the
/// value itself is.
public struct LevelCrossings: Sendable, Equatable {
  /// Where the curve passes the level, ascending.
  public let places: [Double]

  /// The crossings of `values` over ascending positive `x`; next to a value that is not finite there is none.
  public init(x: [Double], values: [Double], level: Double) {
    precondition(x.count == values.count, "a value a point")
    places = zip(x.indices, x.indices.dropFirst()).compactMap { left, right in
      let (from, to) = (values[left], values[right])
      // A value on the level counts as above it.
      guard from.isFinite, to.isFinite, (from < level) != (to < level) else { return nil }
      let isLogarithmic = from > 0 && to > 0 && level > 0
      let part = isLogarithmic ? log(level / from) / log(to / from) : (level - from) / (to - from)
      return x[left] * exp(part * log(x[right] / x[left]))
    }
  }
}
