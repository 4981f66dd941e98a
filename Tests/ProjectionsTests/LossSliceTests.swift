import LinearAlgebra
import Objectives
import Projections
import Testing

@Suite struct LossSliceTests {
  /// 1/2 sum d_i (c_i + x a_i + y b_i)^2 on a grid that is not square, x outermost.
  @Test func valuesAreThoseOfTheQuadratic() {
    let d = [1.0, 2, 3], c = [0.5, -1, 2], a = [1.0, 0, 1], b = [0.0, 2, -1]
    let slice = LossSlice(
      centre: SharedMatrix(rows: 1, columns: 3, c), directions: SharedMatrix(rows: 2, columns: 3, a + b),
      coordinates: [[-1, 0, 2, 3], [-0.5, 0]])
    var objective = Quadratic(diagonal: d)
    let found = slice.values(of: &objective, at: 0..<slice.count)
    var expected: [Double] = []
    for x in slice.coordinates[0] {
      for y in slice.coordinates[1] {
        expected.append(
          (0..<3).reduce(0) { $0 + d[$1] * (c[$1] + x * a[$1] + y * b[$1]) * (c[$1] + x * a[$1] + y * b[$1]) / 2 })
      }
    }
    #expect(difference(found, expected) < 1e-14)
    #expect(slice.values(of: &objective, at: 3..<6) == Array(found[3..<6]))
  }

  @Test func theOriginIsTheCentreToTheBit() {
    let centre: [Float] = [0.1, 1e-20, -3e7]
    let slice = LossSlice(
      centre: SharedMatrix(rows: 1, columns: 3, centre), directions: SharedMatrix(rows: 1, columns: 3, [1e9, 1, 7]),
      coordinates: [[-1, 0, 1]])
    var parameters = Vector<Float>(zeros: 3)
    slice.point(1, into: &parameters)
    #expect(parameters.array == centre)
  }

  /// Where the function has no value, the slice has none either.
  @Test func infinityAndNaNStay() {
    let slice = LossSlice(
      centre: SharedMatrix(rows: 1, columns: 1, [0.0]), directions: SharedMatrix(rows: 1, columns: 1, [1.0]),
      coordinates: [[0, 1e200, .nan]])
    var objective = Quadratic<Double>(diagonal: [1])
    let found = slice.values(of: &objective, at: 0..<3)
    #expect(found[0] == 0 && found[1] == .infinity && found[2].isNaN)
  }

  @Test func pathsAreExactAtCheckpointsAndStraightBetween() {
    let rows: [Float] = [0.1, 2, 0.7, -4, 8, 8]
    let path = CheckpointPath(through: SharedMatrix(rows: 3, columns: 2, rows))
    var found = Vector<Float>(zeros: 2)
    for (t, expected) in [
      (0.0, [0.1, 2]), (1, [0.7, -4]), (2, [8, 8]), (1.5, [4.35, 2]), (-0.5, [-0.2, 5]), (3, [15.3, 20]),
    ] as [(Double, [Float])] {
      path.point(at: t, into: &found)
      if t == t.rounded(), t >= 0, t <= path.length {
        #expect(found.array == expected)
      } else {
        #expect(zip(found.array, expected).allSatisfy { abs($0 - $1) < 1e-5 })
      }
    }
  }
}
