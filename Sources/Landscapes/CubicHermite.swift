/// The cubic Hermite polynomials on the unit interval: what values and slopes at its two ends contribute in between.
struct CubicHermite {
  /// The factors of the value at 0, the value at 1, the slope at 0 and the slope at 1.
  let value: SIMD4<Double>
  /// The derivatives of these factors.
  let slope: SIMD4<Double>

  /// The factors at `t` on an interval of length `length`, slopes being per unit of the interval's own coordinate.
  init(at t: Double, length: Double) {
    let rest = 1 - t
    value = [
      (1 + 2 * t) * rest * rest, t * t * (3 - 2 * t), length * t * rest * rest, -length * t * t * rest,
    ]
    slope = [-6 * t * rest / length, 6 * t * rest / length, rest * (1 - 3 * t), t * (3 * t - 2)]
  }
}

/// Slopes of a function that is known at the points of a grid of one dimension.
enum GridSlopes {
  /// At most so many neighbouring points enter a difference, which is then exact for quartic polynomials.
  private static let stencil = 5

  /// The derivatives at the nodes by differences over the five nearest neighbours, fewer at holes and on small grids.
  ///
  /// They are the derivatives of the polynomial through these neighbours (Berrut and Trefethen 2004, section 9.3).
  /// NaN marks a hole, and no difference goes across one; a node without a neighbour has NaN.
  static func differences(_ values: [Double], over x: [Double]) -> [Double] {
    var slopes = [Double](repeating: .nan, count: values.count)
    for run in runs(of: values) where run.count > 1 {
      for node in run {
        let width = min(stencil, run.count)
        let first = min(max(node - width / 2, run.lowerBound), run.upperBound - width)
        slopes[node] = derivative(values, x, at: node, from: first..<(first + width))
      }
    }
    return slopes
  }

  /// The same, limited so that the cubic between two nodes does not leave the range of their values.
  ///
  /// A slope is 0 where the secants on both sides differ in sign and else at most three times the smaller of them
  /// (Fritsch and Carlson 1980; the limiter of Hyman 1983).
  static func monotone(_ values: [Double], over x: [Double]) -> [Double] {
    var slopes = differences(values, over: x)
    for run in runs(of: values) where run.count > 1 {
      let secants = run.dropLast().map { (values[$0 + 1] - values[$0]) / (x[$0 + 1] - x[$0]) }
      for (place, node) in run.enumerated() {
        let before = secants[max(place - 1, 0)], after = secants[min(place, secants.count - 1)]
        let bound = before * after > 0 ? 3 * min(abs(before), abs(after)) : 0
        let own = slopes[node] * after > 0 ? abs(slopes[node]) : 0
        slopes[node] = after < 0 ? -min(own, bound) : min(own, bound)
      }
    }
    return slopes
  }

  /// The maximal ranges of consecutive nodes without a hole.
  private static func runs(of values: [Double]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for index in 0...values.count {
      if index < values.count, values[index].isFinite {
        start = start ?? index
      } else if let first = start {
        runs.append(first..<index)
        start = nil
      }
    }
    return runs
  }

  /// The derivative at a node of the polynomial through the nodes of `range`, by barycentric weights.
  private static func derivative(_ values: [Double], _ x: [Double], at node: Int, from range: Range<Int>) -> Double {
    func weight(_ j: Int) -> Double { 1 / range.reduce(1) { $1 == j ? $0 : $0 * (x[j] - x[$1]) } }
    let own = weight(node)
    return range.reduce(0) { sum, j in
      j == node ? sum : sum + weight(j) / own * (values[j] - values[node]) / (x[node] - x[j])
    }
  }
}
