#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a series or a curve reaches a level: the one place where "reaches" and "between grid points" are defined.
public enum Crossing {
  /// The index of the first element that is at least `level`, nil if none is; NaN never reaches a level.
  ///
  /// It is the first crossing: the series may fall below the level again later.
  public static func firstIndex(of series: [Double], reaching level: Double) -> Int? {
    series.firstIndex { $0 >= level }
  }

  /// The step at which a series recorded at `steps` is first seen at or above `level`, nil if it never is.
  public static func firstStep(of series: [Double], at steps: [Int], reaching level: Double) -> Int? {
    precondition(series.count == steps.count, "a series has one value a step")
    return firstIndex(of: series, reaching: level).map { steps[$0] }
  }

  /// The abscissa between two points at which the line through them in (ln x, ln y) has the value `level`.
  ///
  /// Where a value is zero and has no logarithm, the line is taken in (ln x, y). `level` lies between the two values.
  static func abscissa(from a: (x: Double, y: Double), to b: (x: Double, y: Double), level: Double) -> Double {
    guard a.y != b.y else { return a.x }
    let fraction =
      a.y > 0 && b.y > 0 && level > 0
      ? log(level / a.y) / log(b.y / a.y)
      : (level - a.y) / (b.y - a.y)
    return exp(log(a.x) + fraction * log(b.x / a.x))
  }

  /// The value at `x` of the line between two points in (ln x, ln y), in (ln x, y) where a value is zero.
  static func value(from a: (x: Double, y: Double), to b: (x: Double, y: Double), at x: Double) -> Double {
    let fraction = log(x / a.x) / log(b.x / a.x)
    guard a.y > 0, b.y > 0 else { return a.y + fraction * (b.y - a.y) }
    return exp(log(a.y) + fraction * log(b.y / a.y))
  }
}
