import LinearAlgebra
import Networks

/// Embeddings that depend on the messiness m, `R(m) = m R_random + (1 - m) R_linear`, and the samples, sums of two.
///
/// Source: Liu, Michaud, Tegmark (2023), Eq. 4.
struct MessyEmbeddings<Element: Scalar>: Sendable {
  /// The width of an embedding.
  let width: Int
  /// Both ends, row after row.
  let random: [Element], linear: [Element]
  /// The samples, in the order of the problem's rows.
  let trainPairs: IndexPairs, testPairs: IndexPairs

  /// The number of embeddings.
  var count: Int { random.count / width }

  /// `R(m)`, row after row.
  func blended(at m: Double) -> [Element] {
    let (m, rest) = (Element(m), Element(1 - m))
    return zip(random, linear).map { m * $0 + rest * $1 }
  }

  /// A table as analyses take it: [token][dimension].
  func rows(_ table: [Element]) -> [[Double]] {
    (0..<count).map { row in (0..<width).map { Double(table[row * width + $0]) } }
  }
}
