#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Student's t distribution.
public enum StudentT {
  /// The value that a t variable is below with the given probability.
  ///
  /// Inverts P(|T| > t) = I_x(nu/2, 1/2), x = nu / (nu + t^2), by bisection to the last bits; I is the regularised
  /// incomplete beta function (Abramowitz and Stegun 1964, 26.7.1 and 26.5.8).
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1, both excluded.
  ///   - degreesOfFreedom: nu, positive and finite.
  public static func quantile(probability: Double, degreesOfFreedom: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile needs a probability between 0 and 1")
    precondition(degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "Student's t needs positive degrees of freedom")
    guard probability != 0.5 else { return 0 }
    let tails = 2 * min(probability, 1 - probability)
    var (low, high) = (0.0, 1.0)
    while bothTails(beyond: high, degreesOfFreedom) > tails, high < .greatestFiniteMagnitude / 4 {
      (low, high) = (high, 2 * high)
    }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if bothTails(beyond: middle, degreesOfFreedom) > tails { low = middle } else { high = middle }
    }
    return probability < 0.5 ? -high : high
  }

  /// P(|T| > t) for t >= 0.
  private static func bothTails(beyond t: Double, _ degreesOfFreedom: Double) -> Double {
    let square = t * t
    return incompleteBeta(
      degreesOfFreedom / 2, 0.5, x: degreesOfFreedom / (degreesOfFreedom + square),
      complement: square / (degreesOfFreedom + square))
  }

  /// I_x(a, b); the complement 1 - x is given beside x because it would cancel.
  private static func incompleteBeta(_ a: Double, _ b: Double, x: Double, complement: Double) -> Double {
    guard x > 0 else { return 0 }
    guard complement > 0 else { return 1 }
    let scale = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(complement))
    // The fraction converges fast on this side of the mean only; the other side is its mirror image.
    return x < (a + 1) / (a + b + 2)
      ? scale * continuedFraction(a, b, x) / a
      : 1 - scale * continuedFraction(b, a, complement) / b
  }

  /// The continued fraction of Abramowitz and Stegun 26.5.8, by Lentz's method as modified by Thompson and Barnett
  /// (1986).
  private static func continuedFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func nudged(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / nudged(1 - (a + b) * x / (a + 1))
    var result = d
    // Convergence takes some sqrt(max(a, b)) terms; the bound is beyond any degrees of freedom that seeds can give.
    for index in 1...100_000 {
      let m = Double(index)
      let terms = [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ]
      var change = 1.0
      for term in terms {
        d = 1 / nudged(1 + term * d)
        c = nudged(1 + term / c)
        change = d * c
        result *= change
      }
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }

  private static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }
}
