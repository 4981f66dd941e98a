#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A number known from repetitions: mean, Student-t confidence interval, and how many values it rests on.
///
/// An interval needs two values and a mean needs one: what is unknown is NaN, never zero.
public struct Estimate: Sendable, Equatable {
  /// The coverage of the intervals.
  public static let confidence = 0.95

  /// The mean, NaN if there is no value.
  public let mean: Double
  /// The lower end of the interval, NaN if it is not known.
  public let low: Double
  /// The upper end of the interval, NaN if it is not known.
  public let high: Double
  /// The number of values that it rests on.
  public let count: Int

  init(mean: Double, low: Double, high: Double, count: Int) {
    self.mean = mean
    self.low = low
    self.high = high
    self.count = count
  }

  /// mean +- t_{0.975, n-1} s / sqrt(n) over the finite values; the others are skipped.
  ///
  /// Values are added in ascending order, so that the result does not depend on theirs.
  public init(of values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    count = sorted.count
    guard let first = sorted.first, let last = sorted.last else {
      (mean, low, high) = (.nan, .nan, .nan)
      return
    }
    guard count > 1 else {
      (mean, low, high) = (first, .nan, .nan)
      return
    }
    // Rounding must not put the mean of equal values beside them.
    let centre = min(max(sorted.reduce(0, +) / Double(count), first), last)
    let variance = sorted.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(count - 1)
    let quantile = StudentT.quantile(probability: (1 + Self.confidence) / 2, degreesOfFreedom: Double(count - 1))
    let half = quantile * (variance / Double(count)).squareRoot()
    (mean, low, high) = (centre, centre - half, centre + half)
  }

  /// The same for the logarithm, exponentiated: the geometric mean and its interval, over the finite positive values.
  public static func geometric(of values: [Double]) -> Estimate {
    let logarithms = Estimate(of: values.filter { $0 > 0 }.map { log($0) })
    return Estimate(
      mean: exp(logarithms.mean), low: exp(logarithms.low), high: exp(logarithms.high), count: logarithms.count)
  }

  /// The estimate of a quantity that cannot be negative, such as a loss: that of the logarithm, exponentiated, so that the
  /// interval is not negative either; where a value is zero and has no logarithm, the plain one, cut off at zero.
  public static func nonnegative(of values: [Double]) -> Estimate {
    let known = values.filter(\.isFinite)
    if known.allSatisfy({ $0 > 0 }) { return geometric(of: known) }
    let plain = Estimate(of: known)
    return Estimate(
      mean: plain.mean, low: plain.low.isNaN ? .nan : max(plain.low, 0), high: plain.high, count: plain.count)
  }
}
