#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A Gaussian blur over the cells of a table, as figures in the literature are smoothed.
///
/// b_ij = sum_kl g_k g_l a_(i+k, j+l) with g_k ~ exp(-k^2 / (2 sigma^2)) for |k| <= 4 sigma, the table mirrored at its
/// edges (each edge value twice). That is `gaussian_filter` of SciPy with its default settings, by which Liu et al.
/// (2023) smoothed all their landscapes with sigma = 1.
public struct GaussianBlur: Sendable {
  /// sigma, in cells.
  public let deviation: Double
  /// g_0, g_1, ...: half of the symmetric weights, whose whole sums to 1.
  private let weights: [Double]

  /// A blur by `deviation` > 0 cells.
  public init(deviation: Double) {
    precondition(deviation > 0 && deviation.isFinite, "a blur has a positive width")
    self.deviation = deviation
    let half = (0...Int(4 * deviation + 0.5)).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
    let sum = half[0] + 2 * half.dropFirst().reduce(0, +)
    weights = half.map { $0 / sum }
  }

  /// The blurred table of equally long rows.
  ///
  /// A cell that is not finite stays as it is and has no weight in the others.
  /// - Complexity: O(cells x sigma).
  public func blurred(_ rows: [[Double]]) -> [[Double]] {
    let isKnown = rows.map { $0.map(\.isFinite) }
    let known = zip(rows, isKnown).map { zip($0, $1).map { $1 ? $0 : 0 } }
    let sums = bothWays(known), shares = bothWays(isKnown.map { $0.map { $0 ? 1 : 0 } })
    return rows.indices.map { row in
      rows[row].indices.map { isKnown[row][$0] ? sums[row][$0] / shares[row][$0] : rows[row][$0] }
    }
  }

  private func bothWays(_ rows: [[Double]]) -> [[Double]] {
    func transposed(_ rows: [[Double]]) -> [[Double]] {
      (rows.first?.indices ?? 0..<0).map { column in rows.map { $0[column] } }
    }
    return transposed(transposed(rows.map(alongLine)).map(alongLine))
  }

  private func alongLine(_ line: [Double]) -> [Double] {
    line.indices.map { place in
      weights.indices.dropFirst().reduce(weights[0] * line[place]) { sum, distance in
        sum + weights[distance]
          * (line[Self.mirrored(place - distance, line.count)] + line[Self.mirrored(place + distance, line.count)])
      }
    }
  }

  /// The place inside 0..<count that `place` is the mirror image of, as in 1 0 | 0 1 2 | 2 1.
  private static func mirrored(_ place: Int, _ count: Int) -> Int {
    let period = 2 * count
    let inside = ((place % period) + period) % period
    return inside < count ? inside : period - 1 - inside
  }
}
