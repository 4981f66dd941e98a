import Foundation
import Landscapes
import Testing

@Suite struct PathDistanceTests {
  /// A straight line in (ln w, m) from (0, 1) to (2, 0) with so many points.
  private func line(_ count: Int, shift: SIMD2<Double> = .zero) -> [ReducedPoint] {
    (0..<count).map { i in
      let t = Double(i) / Double(count - 1)
      return ReducedPoint(exp(2 * t + shift.x), 1 - t + shift.y)
    }
  }

  @Test func theSamePathIsAtNoDistanceWhateverItsPoints() throws {
    let distance = try #require(PathDistance(of: line(7), from: line(40)))
    #expect(distance.maximum < 1e-14 && distance.mean < 1e-14 && abs(distance.length - 5.0.squareRoot()) < 1e-12)
  }

  @Test func aParallelPathIsAtItsDistance() throws {
    // Moved by 0.1 across the line, whose direction is (2, -1).
    let across = SIMD2(1, 2) * (0.1 / 5.0.squareRoot())
    let distance = try #require(PathDistance(of: line(9, shift: across), from: line(5)))
    #expect(abs(distance.mean - 0.1) < 1e-12 && abs(distance.maximum - 0.1) < 1e-12)
  }

  @Test func theMeanIsOverTheLength() throws {
    // Away from a point at a constant speed; half of the points are in the last tenth.
    let points = [0, 0.9] + (0...10).map { 0.9 + Double($0) / 100 }
    let distance = try #require(
      PathDistance(of: points.map { ReducedPoint(1, $0) }, from: [ReducedPoint(1, 0)]))
    #expect(abs(distance.mean - 0.5) < 1e-12 && abs(distance.maximum - 1) < 1e-12 && abs(distance.length - 1) < 1e-12)
  }

  @Test func aPointHasADistanceAndNothingHasNone() throws {
    let distance = try #require(PathDistance(of: [ReducedPoint(exp(1), 1)], from: [ReducedPoint(1, 1)]))
    #expect(distance == (try #require(PathDistance(of: [ReducedPoint(1, 1)], from: [ReducedPoint(exp(1), 1)]))))
    #expect(abs(distance.mean - 1) < 1e-15 && distance.length == 0)
    #expect(PathDistance(of: [], from: line(3)) == nil && PathDistance(of: line(3), from: []) == nil)
    #expect(PathDistance(of: [ReducedPoint(.nan, 0), ReducedPoint(0, 1)], from: line(3)) == nil)
  }
}
