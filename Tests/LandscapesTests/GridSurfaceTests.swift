import Foundation
import Landscapes
import Testing

@Suite struct GridSurfaceTests {
  private static let x = grid(0.5, 3, 6, bend: 0.7), y = grid(-1, 2, 5, bend: 0.4)

  private func surface(
    _ x: [Double], _ y: [Double], _ f: (Double, Double) -> Double, _ fx: (Double, Double) -> Double,
    _ fy: (Double, Double) -> Double
  ) throws -> GridSurface {
    func table(_ f: (Double, Double) -> Double) -> [[Double]] { x.map { x in y.map { f(x, $0) } } }
    return try GridSurface(x: x, y: y, values: table(f), slopesX: table(fx), slopesY: table(fy))
  }

  @Test(arguments: [(0, 0), (3, 0), (0, 3), (1, 2), (3, 3), (2, 3)])
  func bicubicPolynomialsAreReproduced(_ a: Int, _ b: Int) throws {
    func power(_ x: Double, _ n: Int) -> Double { (0..<n).reduce(1) { product, _ in product * x } }
    func slope(_ x: Double, _ n: Int) -> Double { n == 0 ? 0 : Double(n) * power(x, n - 1) }
    let surface = try surface(
      Self.x, Self.y, { power($0, a) * power($1, b) }, { slope($0, a) * power($1, b) },
      { power($0, a) * slope($1, b) })
    for x in grid(0.5, 3, 23) {
      for y in grid(-1, 2, 19) {
        let sample = try #require(surface.sample(x: x, y: y))
        #expect(agrees(sample.value, power(x, a) * power(y, b), within: 1e-12))
        #expect(agrees(sample.slopeX, slope(x, a) * power(y, b), within: 1e-11))
        #expect(agrees(sample.slopeY, power(x, a) * slope(y, b), within: 1e-11))
      }
    }
  }

  @Test func valueAndGradientAreContinuousAcrossEdges() throws {
    let surface = try surface(
      Self.x, Self.y, { sin(3 * $0) * cos(2 * $1) }, { 3 * cos(3 * $0) * cos(2 * $1) },
      { -2 * sin(3 * $0) * sin(2 * $1) })
    let rough = try GridSurface(
      x: Self.x, y: Self.y, monotoneThrough: Self.x.map { x in Self.y.map { y in sin(40 * x) + cos(50 * y * x) } })
    for surface in [surface, rough] {
      for (i, node) in Self.x.enumerated().dropFirst().dropLast() {
        for y in grid(-1, 2, 17) {
          let low = try #require(surface.sample(x: node.nextDown, y: y))
          let high = try #require(surface.sample(x: node, y: y))
          #expect(agrees(low.value, high.value, within: 1e-12), "edge \(i)")
          #expect(agrees(low.slopeX, high.slopeX, within: 1e-11) && agrees(low.slopeY, high.slopeY, within: 1e-11))
        }
      }
      for node in Self.y.dropFirst().dropLast() {
        for x in grid(0.5, 3, 17) {
          let low = try #require(surface.sample(x: x, y: node.nextDown))
          let high = try #require(surface.sample(x: x, y: node))
          #expect(agrees(low.value, high.value, within: 1e-12))
          #expect(agrees(low.slopeX, high.slopeX, within: 1e-11) && agrees(low.slopeY, high.slopeY, within: 1e-11))
        }
      }
    }
  }

  @Test func gradientsAreThoseOfTheValue() throws {
    let surface = try GridSurface(
      x: Self.x, y: Self.y, monotoneThrough: Self.x.map { x in Self.y.map { y in exp(x * y) } })
    let step = 1e-5
    for x in grid(0.61, 2.93, 9) {
      for y in grid(-0.93, 1.87, 9) {
        let sample = try #require(surface.sample(x: x, y: y))
        func value(_ dx: Double, _ dy: Double) throws -> Double {
          try #require(surface.sample(x: x + dx, y: y + dy)).value
        }
        let scale = max(1, abs(sample.value))
        #expect(abs(try (value(step, 0) - value(-step, 0)) / (2 * step) - sample.slopeX) < 2e-4 * scale)
        #expect(abs(try (value(0, step) - value(0, -step)) / (2 * step) - sample.slopeY) < 2e-4 * scale)
      }
    }
  }

  @Test func whatIsMonotoneAlongALineStaysSo() throws {
    // A step over seven decades: unlimited slopes would overshoot below 0.
    let values = Self.x.indices.map { i in Self.y.indices.map { j in i + j < 4 ? 1e-6 : 10.0 + Double(i) } }
    let surface = try GridSurface(x: Self.x, y: Self.y, monotoneThrough: values)
    for y in Self.y {
      let line = try grid(0.5, 3, 200).map { try #require(surface.sample(x: $0, y: y)).value }
      #expect(zip(line, line.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 } && line.allSatisfy { $0 > 0 })
    }
  }

  @Test func cellsAtHolesAreOutsideAndOthersAreNot() throws {
    var values = Self.x.map { x in Self.y.map { y in x + 2 * y } }
    values[2][2] = .nan
    values[5][0] = .infinity
    let surface = try GridSurface(x: Self.x, y: Self.y, monotoneThrough: values)
    for i in Self.x.indices.dropLast() {
      for j in Self.y.indices.dropLast() {
        let x = (Self.x[i] + Self.x[i + 1]) / 2, y = (Self.y[j] + Self.y[j + 1]) / 2
        let isOutside = ((1...2).contains(i) && (1...2).contains(j)) || (i == 4 && j == 0)
        let sample = surface.sample(x: x, y: y)
        #expect((sample == nil) == isOutside, "cell \(i) \(j)")
        if let sample { #expect(agrees(sample.value, x + 2 * y, within: 1e-12)) }
      }
    }
    // The edges of a hole's cells belong to their other sides too.
    #expect(surface.sample(x: Self.x[1], y: Self.y[1] + 0.01) != nil)
    #expect(surface.sample(x: Self.x[3], y: Self.y[2]) != nil)
    #expect(surface.sample(x: 0.4, y: 0) == nil && surface.sample(x: 1, y: 2.1) == nil)
    #expect(surface.sample(x: .nan, y: 0) == nil)
  }

  @Test func wrongShapesAreRefused() {
    #expect(throws: LandscapeError.self) { try GridSurface(x: [1], y: [0, 1], monotoneThrough: [[1, 2]]) }
    #expect(throws: LandscapeError.self) {
      try GridSurface(x: [1, 1], y: [0, 1], monotoneThrough: [[1, 2], [1, 2]])
    }
    #expect(throws: LandscapeError.self) { try GridSurface(x: [1, 2], y: [0, 1], monotoneThrough: [[1, 2], [1]]) }
  }
}
