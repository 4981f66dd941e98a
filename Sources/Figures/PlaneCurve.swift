#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lines in the plane of a heat map, in the units of its axes.
public struct PlaneCurve: Sendable, Equatable {
  /// How lines are drawn on a heat map.
  public enum Style: Sendable {
    /// White with a dark rim.
    case contour
    /// Vermilion with a white rim and arrows along it.
    case path
    /// Blue with a white rim: what a path is compared with.
    case reference
    /// White arrows, each a line of two points.
    case arrows
  }

  /// The lines, each a sequence of points (x, y).
  public let lines: [[SIMD2<Double>]]
  /// How they are drawn.
  public let style: Style

  /// Lines of a style.
  public init(_ lines: [[SIMD2<Double>]], style: Style) {
    self.lines = lines
    self.style = style
  }
}

/// A star in the plane of a heat map.
public struct PlaneStar: Sendable, Equatable {
  /// What a star marks, which decides its colour.
  public enum Role: Sendable {
    /// White: where a path starts.
    case start
    /// Vermilion: where it ends.
    case end
    /// Green: where the network generalises.
    case solution
  }

  /// Where it stands.
  public let place: SIMD2<Double>
  /// What it marks.
  public let role: Role

  /// A star at a place.
  public init(at place: SIMD2<Double>, _ role: Role) {
    self.place = place
    self.role = role
  }

  /// The star's colour.
  var colour: String {
    switch role {
    case .start: "white"
    case .end: Palette.test
    case .solution: Palette.solution
    }
  }
}

extension Drawing {
  /// Adds curves and stars; `fraction` says where a point stands in the plot, from 0 to 1 across and up.
  mutating func add(
    _ curves: [PlaneCurve], _ stars: [PlaneStar], fraction: (SIMD2<Double>) -> SIMD2<Double>
  ) {
    for curve in curves where !curve.lines.joined().isEmpty {
      let name = block(curve.lines.map { $0.map { [$0.x, $0.y] } })
      switch curve.style {
      case .contour:
        plot("\(name) using 1:2 with lines lw 2.6 lc rgb '#202020'")
        plot("\(name) using 1:2 with lines lw 1.3 lc rgb 'white'")
      case .arrows:
        let arrows = curve.lines.filter { $0.count == 2 }.map {
          [$0[0].x, $0[0].y, $0[1].x - $0[0].x, $0[1].y - $0[0].y]
        }
        let style = "with vectors head filled size screen \(0.01 * markSize),20 fixed"
        let vectors = block([arrows])
        plot("\(vectors) using 1:2:3:4 \(style) lw 2.4 lc rgb '#202020'")
        plot("\(vectors) using 1:2:3:4 \(style) lw 1.2 lc rgb 'white'")
      case .reference:
        plot("\(name) using 1:2 with lines lw 3.4 lc rgb 'white'")
        plot("\(name) using 1:2 with lines lw 1.8 lc rgb '\(Palette.train)'")
      case .path:
        plot("\(name) using 1:2 with lines lw 3.4 lc rgb 'white'")
        plot("\(name) using 1:2 with lines lw 2 lc rgb '\(Palette.test)'")
        let heads = curve.lines.flatMap { Self.heads(along: $0, fraction) }
        if !heads.isEmpty {
          let style = "with vectors head filled size screen \(0.016 * markSize),22 fixed"
          plot("\(block([heads])) using 1:2:3:4 \(style) lw 2 lc rgb '\(Palette.test)'")
        }
      }
    }
    for star in stars {
      let name = block([[[star.place.x, star.place.y]]])
      for (size, colour) in [(19.0, "#202020"), (13.0, star.colour)] {
        plot("\(name) using 1:2:('★') with labels font 'DejaVu Sans,\(Int(size * markSize))' textcolor rgb '\(colour)'")
      }
    }
  }

  /// So far apart, in fractions of the plot, arrow heads stand.
  private static let headDistance = 0.16

  /// Short vectors (x, y, dx, dy) along a line, at equal distances on the page.
  private static func heads(along line: [SIMD2<Double>], _ fraction: (SIMD2<Double>) -> SIMD2<Double>) -> [[Double]] {
    var heads: [[Double]] = []
    var walked = Self.headDistance / 2
    for (from, to) in zip(line, line.dropFirst()) {
      let distance = fraction(to) - fraction(from)
      let length = (distance * distance).sum().squareRoot()
      guard length.isFinite, length > 0 else { continue }
      walked += length
      if walked >= Self.headDistance {
        walked = 0
        heads.append([from.x, from.y, to.x - from.x, to.y - from.y])
      }
    }
    return heads
  }
}
