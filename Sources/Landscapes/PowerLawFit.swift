#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A power law y = exp(intercept) x^slope through points, by least squares of ln y against ln x.
public struct PowerLawFit: Sendable, Equatable {
  /// The exponent with its Student-t interval on n - 2 degrees of freedom (NaN for two points); `count` is n.
  public let slope: Estimate
  /// ln y at x = 1.
  public let intercept: Double

  /// The fit over the points whose x and y are both finite and positive; nil unless two of them differ in x.
  ///
  /// The slope's standard error is sqrt(sum of squared residuals / (n - 2) / sum of (ln x - mean)^2): residuals count
  /// as independent and equally wide in ln y, errors in x as none.
  public init?(x: [Double], y: [Double]) {
    precondition(x.count == y.count, "a power law is fitted to pairs")
    let points = zip(x, y).filter { $0 > 0 && $1 > 0 && $0.isFinite && $1.isFinite }.map { (log($0), log($1)) }
    let count = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.0 } / count
    let meanY = points.reduce(0) { $0 + $1.1 } / count
    let spread = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
    guard let first = points.first, points.contains(where: { $0.0 != first.0 }) else { return nil }
    let exponent = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
    intercept = meanY - exponent * meanX
    var half = Double.nan
    if points.count > 2 {
      let residuals = points.map { $0.1 - meanY - exponent * ($0.0 - meanX) }
      let variance = residuals.reduce(0) { $0 + $1 * $1 } / (count - 2) / spread
      half =
        variance.squareRoot()
        * StudentT.quantile(probability: (1 + Estimate.confidence) / 2, degreesOfFreedom: count - 2)
    }
    slope = Estimate(mean: exponent, low: exponent - half, high: exponent + half, count: points.count)
  }

  /// The value of the fitted law at `x` > 0.
  public func value(at x: Double) -> Double { exp(intercept + slope.mean * log(x)) }
}
