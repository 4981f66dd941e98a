#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lines in the plane of (ln w, m) on which the reduced training loss has a level.
///
/// Marching squares (Lorensen and Cline 1987, in two dimensions) on the interpolant, every cell of the grid divided;
/// each vertex is refined by bisection to where the interpolant has the level. Cells with a hole have no lines.
public struct Contour: Sendable {
  /// The level of the training loss.
  public let level: Double
  /// The connected lines; a closed one ends where it begins.
  public let lines: [[ReducedPoint]]

  /// The contour of `landscape` at `level`, with every cell of the grid in `division` x `division` squares.
  ///
  /// - Complexity: O(nodes x division^2 log n).
  public init(of landscape: ReducedLandscape, level: Double, division: Int = 4) {
    precondition(division > 0, "a cell is divided into whole squares")
    self.level = level
    var squares = MarchingSquares(landscape.trainLoss, level: level, division: division)
    lines = squares.lines()
  }
}

/// The squares that a contour passes through, and the vertices on their sides.
private struct MarchingSquares {
  /// A side of a square: from a node of the fine grid across (to larger w) or up (to larger m).
  struct Side: Hashable {
    let column: Int, row: Int
    let isAcross: Bool
  }

  private let surface: GridSurface
  private let level: Double
  private let logNorms: [Double], messiness: [Double]
  /// The loss less the level at the fine nodes, [column][row]; NaN outside.
  private let excess: [[Double]]
  private var neighbours: [Side: [Side]] = [:]
  private var order: [Side] = []

  init(_ surface: GridSurface, level: Double, division: Int) {
    func divided(_ nodes: [Double]) -> [Double] {
      zip(nodes, nodes.dropFirst()).flatMap { from, to in
        (0..<division).map { from + (to - from) * Double($0) / Double(division) }
      } + nodes.suffix(1)
    }
    self.surface = surface
    self.level = level
    let (columns, rows) = (divided(surface.x.map { log($0) }), divided(surface.y))
    logNorms = columns
    messiness = rows
    excess = columns.map { u in rows.map { m in Self.excess(surface, level, u, m) } }
    for column in columns.indices.dropLast() { for row in rows.indices.dropLast() { addSquare(column, row) } }
  }

  private static func excess(_ surface: GridSurface, _ level: Double, _ u: Double, _ m: Double) -> Double {
    (surface.sample(x: exp(u), y: m)?.value ?? .nan) - level
  }

  private mutating func addSquare(_ column: Int, _ row: Int) {
    let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { excess[column + $0.0][row + $0.1] }
    guard corners.allSatisfy(\.isFinite) else { return }
    let sides = [
      Side(column: column, row: row, isAcross: true), Side(column: column + 1, row: row, isAcross: false),
      Side(column: column, row: row + 1, isAcross: true), Side(column: column, row: row, isAcross: false),
    ]
    // A side is crossed where its two corners differ; a corner on the level counts as above it.
    let crossed = sides.indices.filter { (corners[$0] < 0) != (corners[($0 + 1) % 4] < 0) }
    switch crossed.count {
    case 2: join(sides[crossed[0]], sides[crossed[1]])
    case 4:
      // A saddle: the middle decides which corners are connected.
      let middle = Self.excess(
        surface, level, (logNorms[column] + logNorms[column + 1]) / 2, (messiness[row] + messiness[row + 1]) / 2)
      let isCut = (middle < 0) == (corners[0] < 0)
      join(sides[0], sides[isCut ? 1 : 3])
      join(sides[2], sides[isCut ? 3 : 1])
    default: break
    }
  }

  private mutating func join(_ one: Side, _ other: Side) {
    for (from, to) in [(one, other), (other, one)] {
      if neighbours[from] == nil { order.append(from) }
      neighbours[from, default: []].append(to)
    }
  }

  /// The lines, open ones first, each from the side that comes first in the order of the squares.
  mutating func lines() -> [[ReducedPoint]] {
    var visited: Set<Side> = []
    var lines: [[ReducedPoint]] = []
    let ends = order.filter { neighbours[$0]?.count == 1 }
    for (index, start) in (ends + order).enumerated() where !visited.contains(start) {
      var line: [Side] = [start]
      visited.insert(start)
      while let next = neighbours[line[line.count - 1]]?.first(where: { !visited.contains($0) }) {
        visited.insert(next)
        line.append(next)
      }
      if index >= ends.count { line.append(start) }
      lines.append(line.map(vertex))
    }
    return lines
  }

  /// Where the level is crossed on a side.
  private func vertex(_ side: Side) -> ReducedPoint {
    let from = (logNorms[side.column], messiness[side.row])
    let to = side.isAcross ? (logNorms[side.column + 1], from.1) : (from.0, messiness[side.row + 1])
    let startsBelow = excess[side.column][side.row] < 0
    func place(_ part: Double) -> (u: Double, m: Double) {
      (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1))
    }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<45 {
      let middle = (low + high) / 2
      let (u, m) = place(middle)
      if (Self.excess(surface, level, u, m) < 0) == startsBelow { low = middle } else { high = middle }
    }
    let (u, m) = place((low + high) / 2)
    return ReducedPoint(exp(u), m)
  }
}
