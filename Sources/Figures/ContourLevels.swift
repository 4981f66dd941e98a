#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Round levels for the contours of a positive quantity.
public enum ContourLevels {
  /// The mantissas from which levels are taken, finest first.
  private static let mantissas: [[Double]] = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]

  /// At most `most` ascending levels within the positive finite values: numbers of few digits that are even in the
  /// logarithm, or even themselves where the values span little; empty if all values are the same.
  public static func round(covering values: some Sequence<Double>, most: Int = 9) -> [Double] {
    precondition(most > 0)
    let shown = values.filter { $0 > 1e-300 && $0 < 1e300 }
    guard let least = shown.min(), let greatest = shown.max(), greatest > least * (1 + 1e-6) else { return [] }
    let decades = Int(log10(least).rounded(.down))...Int(log10(greatest).rounded(.up))
    func levels(_ mantissas: [Double], everyDecade step: Int = 1) -> [Double] {
      decades.filter { $0 % step == 0 }.flatMap { decade in mantissas.map { $0 * pow(10, Double(decade)) } }
        .filter { $0 > least && $0 < greatest }
    }
    if greatest / least < 3 {
      return Array(
        LinearAxis(from: least, to: greatest).positions.filter { $0 > least && $0 < greatest }.prefix(most))
    }
    for candidate in mantissas.map({ levels($0) }) where candidate.count <= most { return candidate }
    let step = (decades.count + most - 1) / most
    return Array(levels([1], everyDecade: step).prefix(most))
  }
}
