import Foundation
import Landscapes
import Testing

@Suite struct RepresentationTests {
  private static let linear = (0..<10).map { [Double($0) / 4.5 - 1, sin(7 * Double($0)) * 0.3] }
  private static let random = (0..<10).map { [cos(11 * Double($0 * $0)), sin(5 * Double($0 * $0) + 1)] }

  private func mixture(_ m: Double, scale: Double = 1, shift: Double = 0) -> [[Double]] {
    zip(Self.linear, Self.random).map { a, b in
      zip(a, b).enumerated().map { k, pair in scale * ((1 - m) * pair.0 + m * pair.1) + shift * Double(k + 1) }
    }
  }

  @Test(arguments: [0, 0.1, 0.5, 1, -0.2])
  func aMixtureHasItsMessinessAtAnyScaleAndShift(_ m: Double) throws {
    for (scale, shift) in [(1.0, 0.0), (5.0, 2.0), (-0.3, -1.0)] {
      let fit = try #require(
        RepresentationFit(mixture(m, scale: scale, shift: shift), linear: Self.linear, random: Self.random))
      #expect(abs(fit.messiness - m) < 1e-12 && abs(fit.scale - scale) < 1e-11 && fit.residual < 1e-12)
    }
  }

  @Test func whatIsOffTheLineIsAResidual() throws {
    // Added is a table orthogonal to both and to constants, made so by projection: the fit must not see it.
    let fit = try #require(RepresentationFit(mixture(0.3), linear: Self.linear, random: Self.random))
    var extra = (0..<20).map { sin(Double($0 * $0 * 3) + 0.5) }
    var basis = [(0..<20).map { $0 % 2 == 0 ? 1.0 : 0 }, (0..<20).map { $0 % 2 == 1 ? 1.0 : 0 }]
    basis += [Self.linear, Self.random].map { $0.flatMap { $0 } }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    var orthogonal: [[Double]] = []
    for vector in basis + [extra] {
      var rest = vector
      for one in orthogonal { rest = zip(rest, one).map { $0 - dot(rest, one) / dot(one, one) * $1 } }
      orthogonal.append(rest)
    }
    extra = orthogonal[4]
    let disturbed = mixture(0.3).enumerated().map { i, row in [row[0] + extra[2 * i], row[1] + extra[2 * i + 1]] }
    let other = try #require(RepresentationFit(disturbed, linear: Self.linear, random: Self.random))
    #expect(abs(other.messiness - fit.messiness) < 1e-12 && other.residual > 0.1 && other.residual < 1)
  }

  @Test func whatCannotBeFittedIsNil() {
    let constant = Self.linear.map { _ in [1.0, 2.0] }
    #expect(RepresentationFit(constant, linear: Self.linear, random: Self.random) == nil)
    #expect(RepresentationFit(Self.random, linear: Self.linear, random: Self.linear) == nil)
    #expect(RepresentationFit([[1]], linear: Self.linear, random: Self.random) == nil)
    #expect(RepresentationFit([], linear: [], random: []) == nil)
  }

  @Test func linearRepresentationsHaveAllParallelograms() {
    #expect(RepresentationQuality.index(of: (0..<10).map { [3 * Double($0) - 7] }) == 1)
    #expect(RepresentationQuality.index(of: (0..<10).map { [Double($0), -2 * Double($0) + 1] }) == 1)
    #expect(RepresentationQuality.index(of: [[1], [2]]).isNaN)
    #expect(RepresentationQuality.index(of: [[1], [1], [1]]).isNaN)
  }

  @Test func oneTokenOutOfPlaceBreaksItsOwnParallelograms() {
    // Four tokens: 0+2 = 1+1, 0+3 = 1+2, 1+3 = 2+2; token 0 is in two of the three.
    #expect(RepresentationQuality.index(of: [[-2], [1], [2], [3]]) == 1.0 / 3)
    // A violation v of E_0 in units of the standard deviation counts from 0.1 on.
    #expect(RepresentationQuality.index(of: [[-0.05], [1], [2], [3]]) == 1)
    #expect(RepresentationQuality.index(of: [[-0.2], [1], [2], [3]]) == 1.0 / 3)
  }
}
