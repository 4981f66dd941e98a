import Foundation
import Landscapes
import Testing

@Suite struct ContourTests {
  private static let w = (0...48).map { exp(Double($0) / 24) }, m = grid(-0.2, 1, 19, bend: 0.3)

  /// The loss ln(w / 3) cos phi - m sin phi, whose contours are straight in (ln w, m).
  private func plane(_ angle: Double) throws -> ReducedLandscape {
    try tabulated(
      Self.w, Self.m, { m, n in 1 - log(m / 3) * sin(angle) + n * cos(angle) }, { m, _ in -sin(angle) / m },
      { _, _ in cos(angle) })
  }

  @Test func aCircleIsOneClosedLine() throws {
    let (u0, m0, radius) = (1.0, 0.4, 0.35)
    let landscape = try tabulated(
      Self.w, Self.m, { pow(log($0) - u0, 2) + pow($1 - m0, 2) }, { w, _ in 2 * (log(w) - u0) / w },
      { _, m in 2 * (m - m0) })
    let contour = Contour(of: landscape, level: radius * radius)
    #expect(contour.lines.count == 1)
    let line = try #require(contour.lines.first)
    #expect(line.count > 40 && line.first == line.last)
    for point in line {
      // The interpolation error of (ln w)^2 on this grid is some 1e-7.
      #expect(abs(hypot(log(point.weightNorm) - u0, point.messiness - m0) - radius) < 5e-7)
      let value = try #require(landscape.trainLoss.sample(x: point.weightNorm, y: point.messiness)).value
      #expect(abs(value - radius * radius) < 1e-12, "a vertex is on the interpolant's level")
    }
    let length = zip(line, line.dropFirst()).reduce(0) {
      $0 + hypot(log($1.0.weightNorm / $1.1.weightNorm), $1.0.messiness - $1.1.messiness)
    }
    #expect(abs(length / (2 * .pi * radius) - 1) < 2e-3)
    #expect(Contour(of: landscape, level: 100).lines.isEmpty)
  }

  @Test(arguments: [0.4, 0.8, 1.2])
  func aStraightBoundaryHasItsAngle(_ angle: Double) throws {
    let landscape = try plane(angle)
    let boundary = try #require(ReducedBoundary(Contour(of: landscape, level: 1)))
    // It passes through (3, 0) and leaves the grid at the top or at the right.
    let entry = ReducedPoint(7, 0.25)
    let drift = try #require(BoundaryDrift(along: boundary, from: entry, messiness: 0.01))
    #expect(abs(drift.angle - angle) < 1e-5)
    #expect(abs(drift.height - 0.24) < 1e-12)
    #expect(abs(drift.end.weightNorm - 3 * exp(0.01 / tan(angle))) < 1e-4)
    #expect(abs(drift.length - (log(7 / 3.0) - 0.01 / tan(angle))) < 1e-5)
    #expect(boundary.lowest.messiness == -0.2)
  }

  @Test func connectionIsToAPoint() throws {
    let landscape = try plane(0.8)
    let boundary = try #require(ReducedBoundary(Contour(of: landscape, level: 1)))
    #expect(boundary.connects(to: ReducedPoint(3.05, 0), messiness: 0.01, distance: 0.05))
    #expect(!boundary.connects(to: ReducedPoint(3.3, 0), messiness: 0.01, distance: 0.05))
    let higher = try tabulated(
      Self.w, Self.m, { w, m in m < 0.3 ? 2 : 1 - log(w / 3) + m }, { w, _ in -1 / w }, { _, _ in 1 })
    let short = try #require(ReducedBoundary(Contour(of: higher, level: 1)))
    #expect(!short.connects(to: ReducedPoint(3, 0), messiness: 0.01, distance: 1))
  }

  @Test func holesInterruptLines() throws {
    func table(_ f: (Double, Double) -> Double) -> [[Double]] { Self.w.map { w in Self.m.map { f(w, $0) } } }
    var losses = table { w, m in 1 - log(w / 3) + m }
    let column = try #require(Self.w.firstIndex { $0 > 3 * exp(0.4) })
    let row = try #require(Self.m.firstIndex { $0 > 0.4 })
    losses[column][row] = .nan
    let landscape = try ReducedLandscape(
      weightNorms: Self.w, messiness: Self.m, trainLoss: losses, radialGradient: table { w, _ in -1 / w },
      messinessGradient: table { _, _ in 1 }, testLoss: losses)
    #expect(Contour(of: landscape, level: 1).lines.count == 2)
  }

  @Test func saddlesKeepLinesApart() throws {
    // The level is a little above the saddle at (u, m) = (1, 0.4): two branches of a hyperbola that do not touch.
    let landscape = try tabulated(
      Self.w, Self.m, { (log($0) - 1.01) * ($1 - 0.41) }, { w, m in (m - 0.41) / w }, { w, _ in log(w) - 1.01 })
    let contour = Contour(of: landscape, level: 1e-3)
    #expect(contour.lines.count == 2)
    for line in contour.lines { #expect(Set(line.map { $0.messiness > 0.41 }).count == 1) }
  }
}
