import Foundation
import Landscapes
import Testing

/// Log-spaced values from 10^-1 to 10^1.
func decades(_ count: Int) -> [Double] {
  (0..<count).map { pow(10, -1 + 2 * Double($0) / Double(count - 1)) }
}

/// Curves of one seed a vertex: test loss exp(curvature (ln alpha - ln vertex)^2 + floor), training loss falling as
/// alpha^-4.
func parabolic(
  vertices: [Double], initialNorms: [Double], curvature: Double = 1, floor: Double = -5, points: Int = 11
) throws -> LUCurves {
  let alpha = decades(points)
  return try LUCurves(
    alpha: alpha, trainLoss: vertices.map { _ in alpha.map { 1e-3 * pow($0, -4) } },
    testLoss: vertices.map { vertex in alpha.map { exp(curvature * pow(log($0 / vertex), 2) + floor) } },
    weightNorm: initialNorms.map { norm in alpha.map { $0 * norm } },
    zeroPredictorLoss: vertices.map { _ in 2 })
}

@Suite struct LUMetricsTests {
  @Test(arguments: [0.5, 0.93, 1, 1.7])
  func theVertexOfAParabolaIsExact(_ vertex: Double) throws {
    let seed = LUMetrics(try parabolic(vertices: [vertex], initialNorms: [8])).seeds[0]
    let minimum = try #require(seed.minimum)
    #expect(minimum.isInterior)
    #expect(agrees(minimum.alpha, vertex, within: 1e-12))
    #expect(agrees(minimum.weightNorm, 8 * vertex, within: 1e-11))
  }

  @Test func anUnevenGridKeepsTheVertexExact() throws {
    let alpha = [0.1, 0.35, 0.8, 1.0, 3.0, 3.1]
    let curves = try LUCurves(
      alpha: alpha, trainLoss: [alpha.map { 1 / $0 }],
      testLoss: [alpha.map { exp(2 * pow(log($0 / 1.4), 2)) }], weightNorm: [alpha.map { 5 * pow($0, 2) }],
      zeroPredictorLoss: [1])
    let minimum = try #require(LUMetrics(curves).seeds[0].minimum)
    #expect(minimum.index == 3)
    #expect(agrees(minimum.alpha, 1.4, within: 1e-12))
    // ln w is affine in ln alpha here, so the same parabola stands over it.
    #expect(agrees(minimum.weightNorm, 5 * 1.4 * 1.4, within: 1e-11))
  }

  @Test func intervalsOverSeedsAreStudentTOfTheLogarithm() throws {
    let metrics = LUMetrics(try parabolic(vertices: [0.8, 1, 1.25], initialNorms: [5, 8, 12.8]))
    #expect(metrics.alphaC.count == 3 && agrees(metrics.alphaC.mean, 1, within: 1e-12))
    // Logarithms -d, 0, d have the standard error d / sqrt(3), and t_{.975,2} = 4.302652729911275.
    let half = log(1.25) * 4.302652729911275 / 3.0.squareRoot()
    #expect(agrees(metrics.alphaC.low, exp(-half), within: 1e-10))
    #expect(agrees(metrics.alphaC.high, exp(half), within: 1e-10))
    #expect(agrees(metrics.weightC.mean, 8, within: 1e-11))
    #expect(metrics.isU.verdict == .all && metrics.isL.verdict == .all && metrics.isU.holding == 3)
    #expect(metrics.hasInteriorMinimum.verdict == .all && metrics.skippedPoints == 0)
  }

  @Test func zoneEdgesLieWhereTheInterpolantIsTwiceTheMinimum() throws {
    // Straight lines in log-log: test loss = max(alpha, 1/alpha)^3 is its own interpolant on a grid with a point at 1.
    let alpha = decades(9)
    let curves = try LUCurves(
      alpha: alpha, trainLoss: [alpha.map { 1 / $0 }], testLoss: [alpha.map { pow(max($0, 1 / $0), 3) }],
      weightNorm: [alpha], zeroPredictorLoss: [4])
    let metrics = LUMetrics(curves)
    let zone = try #require(metrics.seeds[0].zone)
    #expect(agrees(zone.low, pow(2, -1 / 3.0), within: 1e-12) && !zone.isOpenBelow)
    #expect(agrees(zone.high, pow(2, 1 / 3.0), within: 1e-12) && !zone.isOpenAbove)
    #expect(agrees(metrics.gap.mean, (1000 - 0.1) / 4, within: 1e-12))
    #expect(metrics.zoneLow.count == 1 && metrics.zoneLow.low.isNaN)
  }

  @Test func aZoneThatReachesTheEndIsOpenAndLeftOutOfTheEstimate() throws {
    let curves = try LUCurves(
      alpha: [1, 2, 4], trainLoss: [[1, 1, 1], [1, 1, 1]], testLoss: [[8, 1, 1.5], [8, 1, 8]],
      weightNorm: [[1, 2, 4], [1, 2, 4]], zeroPredictorLoss: [1, 1])
    let metrics = LUMetrics(curves)
    #expect(metrics.seeds[0].zone?.isOpenAbove == true && metrics.seeds[0].zone?.high == 4)
    #expect(metrics.zoneLow.count == 2 && metrics.zoneHigh.count == 1)
    #expect(agrees(metrics.zoneHigh.mean, pow(2, 1 + 1 / 3.0), within: 1e-12))
    #expect(metrics.isU.verdict == .some && metrics.isU.holding == 1 && metrics.isU.determined == 2)
    #expect(metrics.isL.verdict == SeedTally.Verdict.none)
  }

  @Test func aMinimumAtAnEndIsABoundAndNoU() throws {
    let curves = try LUCurves(
      alpha: [1, 2, 4, 8], trainLoss: [[1, 0.1, 0.01, 0]], testLoss: [[8, 4, 2, 1]], weightNorm: [[3, 6, 12, 24]],
      zeroPredictorLoss: [10])
    let metrics = LUMetrics(curves)
    let minimum = try #require(metrics.seeds[0].minimum)
    #expect(!minimum.isInterior && minimum.alpha == 8 && minimum.weightNorm == 24)
    #expect(metrics.alphaC.count == 0 && metrics.alphaC.mean.isNaN)
    #expect(metrics.seeds[0].isL == true && metrics.seeds[0].isU == false)
    #expect(metrics.hasInteriorMinimum.verdict == SeedTally.Verdict.none)
  }

  @Test func threeLowestPointsThatAreNotNeighboursDoNotMoveTheMinimum() throws {
    // The three lowest values stand at indices 2, 5 and 6; the rule brackets index 2 by 1 and 3 all the same.
    let test = [9.0, 4, 1, 4, 6, 2, 2.5, 9]
    let alpha = (0..<8).map { pow(2, Double($0)) }
    let curves = try LUCurves(
      alpha: alpha, trainLoss: [alpha.map { 1 / $0 }], testLoss: [test], weightNorm: [alpha], zeroPredictorLoss: [1])
    let seed = LUMetrics(curves).seeds[0]
    #expect(agrees(seed.minimum?.alpha ?? .nan, 4, within: 1e-12))
    // The zone ends before the second dip.
    #expect(agrees(seed.zone?.high ?? .nan, pow(2, 2.5), within: 1e-12))
  }

  @Test func aZeroTestLossIsAMinimumAtItsGridPoint() throws {
    let curves = try LUCurves(
      alpha: [1, 2, 4, 8], trainLoss: [[1, 0, 0, 0]], testLoss: [[1, 0, 0, 1]], weightNorm: [[1, 2, 4, 8]],
      zeroPredictorLoss: [1])
    let seed = LUMetrics(curves).seeds[0]
    #expect(seed.minimum?.alpha == 2 && seed.minimum?.value == 0 && seed.isU == true)
    #expect(agrees(seed.zone?.low ?? .nan, 2, within: 1e-14) && agrees(seed.zone?.high ?? .nan, 4, within: 1e-14))
    let flat = try LUCurves(
      alpha: [1, 2, 4], trainLoss: [[0, 0, 0]], testLoss: [[1, 0, 0]], weightNorm: [[1, 2, 4]],
      zeroPredictorLoss: [1])
    #expect(LUMetrics(flat).seeds[0].isU == false, "an end that is as low as the minimum is no U")
  }

  @Test func missingPointsAreSkippedAndCounted() throws {
    let full = try parabolic(vertices: [1.1], initialNorms: [8])
    var (train, test) = (full.trainLoss[0], full.testLoss[0])
    test[4] = .nan
    train[6] = .infinity
    test[10] = -1
    let curves = try LUCurves(
      alpha: full.alpha, trainLoss: [train], testLoss: [test], weightNorm: full.weightNorm, zeroPredictorLoss: [2])
    let metrics = LUMetrics(curves)
    let seed = metrics.seeds[0]
    #expect(metrics.skippedPoints == 3 && seed.largestAlpha == full.alpha[9] && seed.smallestAlpha == full.alpha[0])
    // The three points that are left around the minimum lie on the same parabola.
    #expect(agrees(seed.minimum?.alpha ?? .nan, 1.1, within: 1e-12))
    #expect(agrees(seed.gap, (test[9] - train[9]) / 2, within: 1e-12))
  }

  @Test func aMissingNormLosesOnlyTheNorm() throws {
    let full = try parabolic(vertices: [1, 1], initialNorms: [8, 8])
    var norms = full.weightNorm
    norms[0][5] = .nan
    let metrics = LUMetrics(
      try LUCurves(
        alpha: full.alpha, trainLoss: full.trainLoss, testLoss: full.testLoss, weightNorm: norms,
        zeroPredictorLoss: [2, .nan]))
    #expect(metrics.alphaC.count == 2 && metrics.weightC.count == 1 && metrics.gap.count == 1)
    #expect(metrics.seeds[0].minimum?.weightNorm.isNaN == true)
  }

  @Test func theOrderOfSeedsDoesNotMatter() throws {
    let (vertices, norms) = ([0.8, 1.3, 0.55, 1.01, 1.9], [5.0, 8, 12.8, 7, 6.1])
    let one = LUMetrics(try parabolic(vertices: vertices, initialNorms: norms))
    let other = LUMetrics(try parabolic(vertices: vertices.reversed(), initialNorms: norms.reversed()))
    #expect(one.alphaC == other.alphaC && one.weightC == other.weightC && one.gap == other.gap)
    #expect(one.zoneLow == other.zoneLow && one.zoneHigh == other.zoneHigh && one.isU == other.isU)
    #expect(one.seeds.map(\.minimum) == other.seeds.map(\.minimum).reversed())
    #expect(one.seeds.map(\.zone) == other.seeds.map(\.zone).reversed())
  }

  @Test func tooFewPointsAreUndeterminedNotACrash() throws {
    func metrics(_ test: [Double]) throws -> LUMetrics {
      let alpha = test.indices.map { Double($0 + 1) }
      return LUMetrics(
        try LUCurves(
          alpha: alpha, trainLoss: [test], testLoss: [test], weightNorm: [alpha], zeroPredictorLoss: [1]))
    }
    let single = try metrics([3])
    #expect(single.seeds[0].minimum?.alpha == 1 && single.isL.verdict == .undetermined)
    #expect(single.isU.verdict == .undetermined && single.alphaC.count == 0)
    let pair = try metrics([3, 0.01])
    #expect(pair.isL.verdict == .all && pair.isU.verdict == .undetermined && pair.alphaC.count == 0)
    let nothing = try metrics([.nan, .nan, .nan])
    #expect(nothing.seeds[0].minimum == nil && nothing.seeds[0].zone == nil && nothing.gap.mean.isNaN)
    #expect(nothing.isL.verdict == .undetermined && nothing.skippedPoints == 3 && nothing.gap.count == 0)
    let seedless = LUMetrics(
      try LUCurves(alpha: [1], trainLoss: [], testLoss: [], weightNorm: [], zeroPredictorLoss: []))
    #expect(seedless.isU.verdict == .undetermined && seedless.alphaC.count == 0)
  }

  @Test func theLowestTestErrorIsTakenOverTheGrid() throws {
    let curves = try LUCurves(
      alpha: [1, 2, 4], trainLoss: [[1, 1, 1]], testLoss: [[2, 1, 2]], weightNorm: [[1, 2, 4]],
      zeroPredictorLoss: [1], testError: [[0.5, .nan, 0.25]])
    #expect(LUMetrics(curves).lowestTestError.mean == 0.25)
    let without = LUMetrics(try parabolic(vertices: [1], initialNorms: [1]))
    #expect(without.lowestTestError.count == 0)
  }

  @Test func theOmnigrokTeacherStudentLandscapeIsLU() throws {
    let rows = try Fixture.table("teacher_student_final.csv")
    #expect(rows.count == 11)
    let metrics = LUMetrics(
      try LUCurves(
        alpha: rows.map { $0[0] }, trainLoss: [rows.map { $0[2] }], testLoss: [rows.map { $0[3] }],
        weightNorm: [rows.map { $0[4].squareRoot() }], zeroPredictorLoss: [0.01872]))
    #expect(metrics.isL.verdict == .all && metrics.isU.verdict == .all && metrics.skippedPoints == 0)
    let seed = metrics.seeds[0]
    let minimum = try #require(seed.minimum)
    #expect(minimum.index == 5 && minimum.value == 7.8e-5)
    // numpy.polyfit of degree 2 through (ln alpha, ln test_mse) of the rows at 0.631, 1 and 1.585: alpha_c = 0.806185.
    #expect(agrees(minimum.alpha, 0.806185462145985, within: 1e-12))
    // The grid's norm is proportional to alpha: w_c / sqrt(107.396729) is alpha_c.
    #expect(agrees(minimum.weightNorm / rows[5][4].squareRoot(), minimum.alpha, within: 1e-6))
    // numpy.interp of ln alpha over ln test_mse at ln(2 * 7.8e-5) gives the edges.
    #expect(agrees(seed.zone?.low ?? .nan, 0.5152569200557827, within: 1e-12))
    #expect(agrees(seed.zone?.high ?? .nan, 1.1148109009829719, within: 1e-12))
    #expect(agrees(seed.gap, 9.62402 / 0.01872, within: 1e-12))
  }

  @Test func shapesThatDoNotFitAreErrors() {
    func message(_ make: () throws(LandscapeError) -> LUCurves) -> String? {
      do throws(LandscapeError) { _ = try make() } catch { return error.description }
      return nil
    }
    let bad = message { () throws(LandscapeError) in
      try LUCurves(alpha: [1, 1], trainLoss: [], testLoss: [], weightNorm: [], zeroPredictorLoss: [])
    }
    #expect(bad?.contains("alpha[1] is 1.0") == true)
    for alpha in [[], [0], [-1], [Double.nan], [2, 1], [1, .infinity]] as [[Double]] {
      #expect(
        message { () throws(LandscapeError) in
          try LUCurves(alpha: alpha, trainLoss: [], testLoss: [], weightNorm: [], zeroPredictorLoss: [])
        } != nil)
    }
    let rows = message { () throws(LandscapeError) in
      try LUCurves(alpha: [1], trainLoss: [[1]], testLoss: [[1, 2]], weightNorm: [[1]], zeroPredictorLoss: [1])
    }
    #expect(rows?.contains("testLoss of seed 0 with 2 values") == true)
    let seeds = message { () throws(LandscapeError) in
      try LUCurves(alpha: [1], trainLoss: [[1]], testLoss: [[1]], weightNorm: [[1]], zeroPredictorLoss: [1, 2])
    }
    #expect(seeds?.contains("zeroPredictorLoss of 2 seeds") == true)
  }
}
