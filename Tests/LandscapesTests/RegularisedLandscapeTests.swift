import Foundation
import Landscapes
import Testing

@Suite struct RegularisedLandscapeTests {
  /// Training loss c w^-2: with gamma w^2 / 2 the minimum is at w = (2 c / gamma)^(1/4).
  private func curves(points: Int, constants: [Double], initialNorm: Double = 3) throws -> LUCurves {
    let alpha = decades(points)
    return try LUCurves(
      alpha: alpha, trainLoss: constants.map { c in alpha.map { c / pow($0 * initialNorm, 2) } },
      testLoss: constants.map { c in alpha.map { c * pow($0, 1.5) } },
      weightNorm: constants.map { _ in alpha.map { $0 * initialNorm } }, zeroPredictorLoss: constants)
  }

  @Test(arguments: [0.02, 0.1, 0.7])
  func theMinimumIsWhereTheClosedFormSays(_ gamma: Double) throws {
    // c/w^2 + gamma w^2/2 is symmetric in ln w about its minimum, but no parabola: a fine grid makes the error small.
    let landscape = try RegularisedLandscape(curves(points: 401, constants: [0.9, 0.9]), gamma: gamma)
    let weight = pow(2 * 0.9 / gamma, 0.25)
    #expect(landscape.hasInteriorMinimum.verdict == .all)
    #expect(abs(landscape.weightNorm.mean / weight - 1) < 1e-5)
    #expect(abs(landscape.alpha.mean / (weight / 3) - 1) < 1e-5)
    // Both losses are power laws, which interpolation in logarithms reproduces.
    #expect(abs(landscape.trainLoss.mean / (0.9 / (weight * weight)) - 1) < 3e-5)
    #expect(abs(landscape.testLoss.mean / (0.9 * pow(weight / 3, 1.5)) - 1) < 3e-5)
  }

  @Test func aSymmetricGridGivesTheMinimumExactly() throws {
    // w runs from 0.3 to 30, and the minimum is put at w = 3, the middle point.
    let landscape = try RegularisedLandscape(curves(points: 11, constants: [81 * 0.5]), gamma: 1)
    #expect(agrees(landscape.weightNorm.mean, 3, within: 1e-12))
    #expect(agrees(landscape.trainLoss.mean, 4.5, within: 1e-11))
    #expect(agrees(landscape.values[0][5], 9, within: 1e-12))
  }

  @Test func withoutDecayTheFallingLossHasNoInteriorMinimum() throws {
    let landscape = try RegularisedLandscape(curves(points: 5, constants: [1]), gamma: 0)
    #expect(landscape.hasInteriorMinimum.verdict == SeedTally.Verdict.none && landscape.alpha.count == 0)
    #expect(landscape.minima[0]?.alpha == 10 && landscape.minima[0]?.isInterior == false)
    #expect(landscape.trainLoss.mean.isNaN)
  }

  @Test func missingPointsStayMissing() throws {
    let alpha = [0.5, 1, 2, 4]
    let curves = try LUCurves(
      alpha: alpha, trainLoss: [[8, 2, 0.5, .nan], [.nan, .nan, .nan, .nan]],
      testLoss: [[1, .nan, 4, 1], [1, 1, 1, 1]],
      weightNorm: [[0.5, 1, 2, 4], [0.5, 1, 2, 4]], zeroPredictorLoss: [1, 1])
    let landscape = try RegularisedLandscape(curves, gamma: 4)
    #expect(landscape.values[0].prefix(3) == [8.5, 4, 8.5] && landscape.values[0][3].isNaN)
    #expect(landscape.minima[1] == nil && landscape.hasInteriorMinimum.determined == 1)
    #expect(agrees(landscape.alpha.mean, 1, within: 1e-12))
    // The test loss at alpha 1 is missing: it is interpolated between 1 at 0.5 and 4 at 2.
    #expect(agrees(landscape.testLoss.mean, 2, within: 1e-12))
  }

  @Test(arguments: [-1, Double.nan, .infinity])
  func aSenselessDecayIsAnError(_ gamma: Double) throws {
    let curves = try curves(points: 3, constants: [1])
    #expect(throws: LandscapeError.self) { try RegularisedLandscape(curves, gamma: gamma) }
  }
}
