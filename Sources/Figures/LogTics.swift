#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The tics of a logarithmic axis, chosen so that their labels do not touch.
///
/// Labels stand at 1, 2 and 5, or 1 and 3, of every decade on a short axis, at round steps on one of less than a
/// decade, else at every decade or every second, third, ...
struct LogTics: Sendable {
  /// Which way an axis lies on the page.
  enum Direction { case across, up }

  /// The tics with labels.
  let major: [(position: Double, label: FigureText)]
  /// The tics without.
  let minor: [Double]

  /// The most labels on an axis.
  private static let most = 9
  /// The length of an axis across the page in units of the font size, and of one up the page in lines.
  private static let acrossLength = 22.0
  private static let upLength = 15.0

  /// The tics between two exponents of ten.
  init(from bottom: Double, to top: Double, direction: Direction, plainLabels: Bool) {
    let exponents = Int(bottom.rounded(.down))...Int(top.rounded(.up))
    func positions(_ mantissas: [Double], every step: Int = 1) -> [Double] {
      exponents.filter { $0 % step == 0 }.flatMap { exponent in mantissas.map { $0 * pow(10, Double(exponent)) } }
        .filter { log10($0) > bottom - 1e-9 && log10($0) < top + 1e-9 }
    }
    func labelled(_ positions: [Double]) -> [(position: Double, label: FigureText)] {
      let isPlain = plainLabels && positions.allSatisfy(FigureText.isCommon)
      return positions.map { ($0, FigureText.number($0, plain: isPlain)) }
    }
    func fits(_ tics: [(position: Double, label: FigureText)]) -> Bool {
      let length = (direction == .across ? Self.acrossLength : Self.upLength) / (top - bottom)
      return tics.count <= Self.most
        && zip(tics, tics.dropFirst()).allSatisfy { one, next in
          let distance = length * (log10(next.position) - log10(one.position))
          return distance > (direction == .across ? (one.label.width + next.label.width) / 2 + 0.7 : 1.1)
        }
    }
    let decades = positions([1])
    let steps = Self.roundSteps(from: pow(10, bottom), to: pow(10, top))
    let coarse = decades.count > 1 ? decades : steps
    var candidates = top - bottom > 2.2 ? [] : [positions([1, 2, 5]), positions([1, 3])].filter { $0.count > 2 }
    candidates.append(coarse)
    // Every third decade means those whose exponent is a multiple of three. The last of these has one label, which
    // fits.
    for step in 2...max(2, coarse.count) {
      candidates.append(
        coarse.enumerated().filter { index, position in
          (decades.count > 1 ? Int(log10(position).rounded()) : index) % step == 0
        }.map(\.element))
    }
    let chosen = candidates.lazy.map(labelled).first(where: fits) ?? []
    major = chosen
    let isDense = decades.count <= Self.most
    let between = isDense ? positions(Array(stride(from: 1, through: 9, by: 1))) : decades.count > 40 ? [] : decades
    minor =
      chosen.allSatisfy { coarse == steps && steps.contains($0.position) }
      ? [] : between.filter { position in !chosen.contains { $0.position == position } }
  }

  /// Three to six equidistant round numbers between two values of the same size.
  private static func roundSteps(from low: Double, to high: Double) -> [Double] {
    let size = pow(10, log10(high - low).rounded(.down))
    let step = [0.2, 0.5, 1, 2].map { $0 * size }.first { (high - low) / $0 <= 6 } ?? size
    let first = (low / step).rounded(.up)
    return (0...6).map { (first + Double($0)) * step }.filter { $0 <= high }
  }
}
