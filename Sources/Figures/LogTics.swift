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
  /// Which way an axis lies on the page, and how long it is.
  struct Direction {
    /// Whether it is a horizontal axis.
    let isAcross: Bool
    /// In units of the font size across the page, in lines up the page.
    let length: Double

    /// The axes of a figure that has the page for itself, the narrowest and the lowest of these.
    static let across = Direction(isAcross: true, length: 22), up = Direction(isAcross: false, length: 15)

    /// So many labels find room on a linear axis.
    var mostLinear: Double { max(2, min(7, (length / (isAcross ? 3 : 2)).rounded(.down))) }

    /// Whether labels do not touch that stand at ascending fractions of the axis.
    func hasRoom(for labels: [(fraction: Double, label: FigureText)]) -> Bool {
      zip(labels, labels.dropFirst()).allSatisfy { one, next in
        length * (next.fraction - one.fraction) > (isAcross ? (one.label.width + next.label.width) / 2 + 0.7 : 1.1)
      }
    }
  }

  /// The tics with labels.
  let major: [(position: Double, label: FigureText)]
  /// The tics without.
  let minor: [Double]

  /// The most labels on an axis.
  private static let most = 9

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
      tics.count <= Self.most
        && direction.hasRoom(for: tics.map { ((log10($0.position) - bottom) / (top - bottom), $0.label) })
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
