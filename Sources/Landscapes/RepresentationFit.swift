/// A representation as a mixture of the linear and the random one, up to a scale and a shift of each dimension.
///
/// R = s ((1 - m) R_linear + m R_random) + shift + residual, by least squares over all elements: the place of a freely
/// trained representation on Omnigrok's line (Liu et al. 2023, Eq. 4). A rescaled or shifted linear representation has
/// m = 0, and a representation on the line its own m.
public struct RepresentationFit: Sendable, Equatable {
  /// m, the effective messiness; it may lie outside [0, 1].
  public let messiness: Double
  /// s.
  public let scale: Double
  /// The part of the variance of R that the fit leaves, from 0 to 1.
  public let residual: Double

  /// The fit of `representation` by tables indexed [token][dimension].
  ///
  /// It is nil if the tables' shapes differ, `representation` is constant, the other two do not differ in direction, or
  /// the fit has no scale.
  public init?(_ representation: [[Double]], linear: [[Double]], random: [[Double]]) {
    guard let width = linear.first?.count, representation.count == linear.count, random.count == linear.count,
      (representation + linear + random).allSatisfy({ $0.count == width })
    else { return nil }
    let (r, a, b) = (centred(representation), centred(linear), centred(random))
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    let (aa, ab, bb, ra, rb, rr) = (dot(a, a), dot(a, b), dot(b, b), dot(r, a), dot(r, b), dot(r, r))
    let determinant = aa * bb - ab * ab
    guard rr > 0, determinant > 1e-12 * aa * bb else { return nil }
    let (ofLinear, ofRandom) = ((ra * bb - rb * ab) / determinant, (rb * aa - ra * ab) / determinant)
    scale = ofLinear + ofRandom
    guard scale != 0, scale.isFinite else { return nil }
    messiness = ofRandom / scale
    residual = max(rr - ofLinear * ra - ofRandom * rb, 0) / rr
  }
}

/// How much of the structure of addition a representation has.
public enum RepresentationQuality {
  /// The mean squared violation below which a parallelogram counts as one.
  public static let tolerance = 0.01

  /// RQI: the fraction of the parallelograms E_i + E_j = E_m + E_n, i + j = m + n, that hold.
  ///
  /// One holds if the mean over dimensions of (E_i + E_j - E_m - E_n)^2 is below `tolerance`, the embeddings having mean
  /// 0 in every dimension and sample variance 1 over all elements (Liu et al. 2022, "Towards understanding grokking";
  /// dividing by tokens - 1 is their code's). Pairs are unordered, and may hold a token twice. It is NaN for fewer than
  /// three tokens or equal embeddings.
  /// - Complexity: O(tokens^3).
  public static func index(of embeddings: [[Double]]) -> Double {
    let count = embeddings.count
    guard let width = embeddings.first?.count, width > 0, embeddings.allSatisfy({ $0.count == width }) else {
      return .nan
    }
    let values = centred(embeddings)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(max(count - 1, 1) * width)
    guard variance > 0 else { return .nan }
    var (holding, total) = (0, 0)
    for sum in 0...(2 * (count - 1)) {
      let pairs = (0..<count).filter { $0 <= sum - $0 && sum - $0 < count }.map { ($0, sum - $0) }
      for (place, one) in pairs.enumerated() {
        for other in pairs[(place + 1)...] {
          let violation = (0..<width).reduce(0.0) { total, k in
            let side = values[one.0 * width + k] + values[one.1 * width + k]
            let difference = side - values[other.0 * width + k] - values[other.1 * width + k]
            return total + difference * difference
          }
          total += 1
          if violation / Double(width) / variance < tolerance { holding += 1 }
        }
      }
    }
    return total > 0 ? Double(holding) / Double(total) : .nan
  }
}

/// The elements in rows, each dimension less its mean.
private func centred(_ table: [[Double]]) -> [Double] {
  guard let width = table.first?.count else { return [] }
  let means = (0..<width).map { k in table.reduce(0) { $0 + $1[k] } / Double(table.count) }
  return table.flatMap { row in zip(row, means).map { $0 - $1 } }
}
