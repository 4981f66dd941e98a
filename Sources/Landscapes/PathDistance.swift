#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far a path in the plane of weight norm and messiness runs from another one, in (ln w, m).
///
/// The distance of a point is that from the nearest point of the other path, whose points are joined by straight lines:
/// how fast either path is run through has no part in it.
public struct PathDistance: Sendable, Equatable {
  /// The mean of the distance over the length of the path.
  public let mean: Double
  /// The largest distance of its points.
  public let maximum: Double
  /// The length of the path.
  public let length: Double

  /// The distance of `path` from `other`; points that are not finite or have no logarithm are left out, and it is nil
  /// if either path then has none.
  ///
  /// - Complexity: O(m n) for paths of m and n points.
  public init?(of path: [ReducedPoint], from other: [ReducedPoint]) {
    let (path, other) = (Self.places(path), Self.places(other))
    guard let first = path.first, !other.isEmpty else { return nil }
    let distances = path.map { Self.distance($0, from: other) }
    var (length, sum) = (0.0, 0.0)
    for i in path.indices.dropLast() {
      let step = Self.norm(path[i + 1] - path[i])
      length += step
      sum += step * (distances[i] + distances[i + 1]) / 2
    }
    self.length = length
    mean = length > 0 ? sum / length : Self.distance(first, from: other)
    maximum = distances.max() ?? 0
  }

  private static func places(_ path: [ReducedPoint]) -> [SIMD2<Double>] {
    path.map { SIMD2(log($0.weightNorm), $0.messiness) }.filter { $0.x.isFinite && $0.y.isFinite }
  }

  private static func norm(_ vector: SIMD2<Double>) -> Double { (vector * vector).sum().squareRoot() }

  /// The distance of a point from a line through points.
  private static func distance(_ point: SIMD2<Double>, from line: [SIMD2<Double>]) -> Double {
    var least = norm(point - line[0])
    for (start, end) in zip(line, line.dropFirst()) {
      let along = end - start, square = (along * along).sum()
      let part = square > 0 ? min(max(((point - start) * along).sum() / square, 0), 1) : 0
      least = min(least, norm(point - start - part * along))
    }
    return least
  }
}
