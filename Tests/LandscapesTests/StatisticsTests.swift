import Foundation
import Landscapes
import Testing

@Suite struct StatisticsTests {
  @Test func studentQuantilesAgreeWithSciPy() throws {
    let rows = try Fixture.json("scipy.json", as: SciPyReference.self).quantiles
    #expect(rows.count == 45)
    for row in rows {
      let value = StudentT.quantile(probability: row.probability, degreesOfFreedom: row.degreesOfFreedom)
      #expect(agrees(value, row.value, within: 1e-9), "p \(row.probability), nu \(row.degreesOfFreedom)")
    }
  }

  @Test(arguments: [0.6, 0.9, 0.975, 0.9999])
  func studentQuantilesHaveTheirClosedFormsForOneAndTwoDegrees(_ probability: Double) {
    let one = tan(Double.pi * (probability - 0.5))
    let two = (2 * probability - 1) / (2 * probability * (1 - probability)).squareRoot()
    #expect(abs(StudentT.quantile(probability: probability, degreesOfFreedom: 1) / one - 1) < 1e-10)
    #expect(abs(StudentT.quantile(probability: probability, degreesOfFreedom: 2) / two - 1) < 1e-10)
    let mirrored = StudentT.quantile(probability: 1 - probability, degreesOfFreedom: 3)
    #expect(abs(mirrored + StudentT.quantile(probability: probability, degreesOfFreedom: 3)) < 1e-9)
    #expect(StudentT.quantile(probability: 0.5, degreesOfFreedom: 3) == 0)
  }

  @Test func estimatesAgreeWithSciPy() throws {
    for row in try Fixture.json("scipy.json", as: SciPyReference.self).estimates {
      for (estimate, expected) in [
        (Estimate(of: row.values), row.arithmetic), (.geometric(of: row.values), row.geometric),
      ] {
        #expect(estimate.count == row.values.count)
        #expect(agrees(estimate.mean, expected[0], within: 1e-12))
        #expect(agrees(estimate.low, expected[1], within: 1e-9))
        #expect(abs(estimate.high / expected[2] - 1) < 1e-9)
      }
    }
  }

  @Test func anEstimateOfOneValueHasNoInterval() {
    let one = Estimate(of: [.nan, 3, .infinity])
    #expect(one.mean == 3 && one.count == 1 && one.low.isNaN && one.high.isNaN)
    let none = Estimate.geometric(of: [.nan, -1, 0])
    #expect(none.mean.isNaN && none.count == 0 && none.low.isNaN && none.high.isNaN)
  }

  /// sqrt(2) 2^(+-t/2) with t = tan(0.475 pi), Student's quantile at one degree of freedom; the plain interval reaches below 0.
  @Test func intervalsOfNonnegativeQuantitiesAreNotNegative() {
    let plain = Estimate(of: [1, 2])
    #expect(plain.low < 0)
    let estimate = Estimate.nonnegative(of: [1, 2, .nan])
    #expect(abs(estimate.mean - 2.0.squareRoot()) < 1e-14 && estimate.count == 2)
    #expect(abs(estimate.low - 0.017299781563100653) < 1e-12 && abs(estimate.high / 115.60839613523645 - 1) < 1e-12)
    let zero = Estimate.nonnegative(of: [0, 1])
    #expect(zero.mean == 0.5 && zero.low == 0 && zero.high == Estimate(of: [0, 1]).high && zero.count == 2)
    #expect(Estimate.nonnegative(of: [3]).low.isNaN && Estimate.nonnegative(of: []).count == 0)
  }

  @Test func equalValuesHaveAnIntervalOfWidthZero() {
    let estimate = Estimate(of: Array(repeating: 0.1, count: 7))
    #expect(estimate.mean == 0.1 && estimate.low == 0.1 && estimate.high == 0.1)
  }

  @Test func estimatesAreTheSameBitsInAnyOrder() {
    let values = [0.1, 1e9, -3.7, 1e-7, 22, 0.3]
    #expect(Estimate(of: values) == Estimate(of: values.reversed()))
    #expect(Estimate(of: values) == Estimate(of: [22, 0.1, 0.3, 1e-7, 1e9, -3.7]))
  }

  @Test func powerLawsAgreeWithSciPy() throws {
    for row in try Fixture.json("scipy.json", as: SciPyReference.self).fits {
      let fit = try #require(PowerLawFit(x: row.x, y: row.y))
      #expect(fit.slope.count == row.x.count)
      #expect(agrees(fit.slope.mean, row.slope, within: 1e-11))
      #expect(agrees(fit.intercept, row.intercept, within: 1e-11))
      #expect(agrees(fit.slope.low, row.low, within: 1e-9))
      #expect(agrees(fit.slope.high, row.high, within: 1e-9))
    }
  }

  @Test func powerLawsSkipWhatHasNoLogarithm() throws {
    let fit = try #require(PowerLawFit(x: [1, 2, 4, 0, 8, 16], y: [6, 3, 1.5, 1, .nan, -1]))
    #expect(fit.slope.count == 3)
    #expect(agrees(fit.slope.mean, -1, within: 1e-14))
    #expect(agrees(fit.value(at: 8), 0.75, within: 1e-14))
    let two = try #require(PowerLawFit(x: [1, 10], y: [1, 100]))
    #expect(agrees(two.slope.mean, 2, within: 1e-14) && two.slope.low.isNaN && two.slope.high.isNaN)
    #expect(PowerLawFit(x: [], y: []) == nil)
    #expect(PowerLawFit(x: [3], y: [1]) == nil)
    #expect(PowerLawFit(x: [3, 3], y: [1, 2]) == nil)
  }

  @Test func crossingsAreTheFirstAndSkipNaN() {
    let accuracy = [0.1, .nan, 0.95, 0.2, 0.99]
    #expect(Crossing.firstIndex(of: accuracy, reaching: 0.95) == 2)
    #expect(Crossing.firstStep(of: accuracy, at: [0, 10, 20, 30, 40], reaching: 0.96) == 40)
    #expect(Crossing.firstStep(of: accuracy, at: [0, 10, 20, 30, 40], reaching: 1) == nil)
    #expect(Crossing.firstIndex(of: [], reaching: 0) == nil)
  }
}
