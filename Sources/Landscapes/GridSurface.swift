/// A continuously differentiable function on a rectangular grid of two dimensions, bicubic in every cell.
///
/// In each cell it is the bicubic Hermite polynomial through the values, both slopes and the cross derivative at the
/// four corners, so that values and gradients agree across edges; axes may be uneven. A polynomial of degree 3 in each
/// variable, given with its slopes on at least 4 x 4 nodes, is reproduced. The error is of fourth order in the spacing,
/// that of the gradient of third. A node without a value or slope is a hole, and the cells around it are outside.
public struct GridSurface: Sendable {
  /// Value and gradient at a point.
  public struct Sample: Sendable, Equatable {
    /// The value.
    public let value: Double
    /// The derivative along the first axis.
    public let slopeX: Double
    /// The derivative along the second axis.
    public let slopeY: Double
  }

  /// The nodes' positions on the first axis, ascending.
  public let x: [Double]
  /// The nodes' positions on the second axis, ascending.
  public let y: [Double]
  /// Value, slope in x, slope in y and cross derivative of every node, in rows of equal x.
  private let nodes: [SIMD4<Double>]

  /// Points so little beyond the last node count as on it, in units of an axis's length.
  private static let slack = 1e-9

  /// The surface through `values` with the gradients `slopesX` and `slopesY`, all indexed [x][y].
  ///
  /// The cross derivative is the mean of the differences of `slopesX` along y and of `slopesY` along x, of fourth order.
  /// - Throws: `LandscapeError` if an axis has fewer than two nodes or does not ascend, or a table has another shape.
  public init(
    x: [Double], y: [Double], values: [[Double]], slopesX: [[Double]], slopesY: [[Double]]
  ) throws(LandscapeError) {
    for (axis, name) in [(x, "first"), (y, "second")] {
      guard axis.count > 1, axis.allSatisfy(\.isFinite), zip(axis, axis.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw LandscapeError(
          "Cannot interpolate over a \(name) axis of \(axis.count) values: give two or more finite ascending ones.")
      }
    }
    for table in [values, slopesX, slopesY] {
      guard table.count == x.count, table.allSatisfy({ $0.count == y.count }) else {
        throw LandscapeError(
          "Cannot interpolate tables that are not all \(x.count) x \(y.count): give a value and two slopes a node.")
      }
    }
    func masked(_ table: [[Double]]) -> [[Double]] {
      x.indices.map { i in
        y.indices.map { j in
          [values[i][j], slopesX[i][j], slopesY[i][j]].allSatisfy(\.isFinite) ? table[i][j] : .nan
        }
      }
    }
    let (known, knownX, knownY) = (masked(values), masked(slopesX), masked(slopesY))
    let alongY = knownX.map { GridSlopes.differences($0, over: y) }
    let alongX = Self.alongColumns(knownY) { GridSlopes.differences($0, over: x) }
    var nodes: [SIMD4<Double>] = []
    for i in x.indices {
      for j in y.indices {
        let estimates = [alongY[i][j], alongX[i][j]].filter(\.isFinite)
        let cross = estimates.isEmpty ? 0 : estimates.reduce(0, +) / Double(estimates.count)
        nodes.append([known[i][j], knownX[i][j], knownY[i][j], cross])
      }
    }
    self.x = x
    self.y = y
    self.nodes = nodes
  }

  /// The surface through `values`, indexed [x][y], with slopes limited to keep it monotone along the grid's lines.
  ///
  /// Between two nodes of a grid line it stays between their values, so that a positive quantity does not become
  /// negative there. The error is of second order at the quantity's extremes along an axis.
  /// - Throws: as the other initialiser.
  public init(x: [Double], y: [Double], monotoneThrough values: [[Double]]) throws(LandscapeError) {
    guard values.count == x.count, values.allSatisfy({ $0.count == y.count }) else {
      throw LandscapeError("Cannot interpolate a table that is not \(x.count) x \(y.count): give a value a node.")
    }
    try self.init(
      x: x, y: y, values: values, slopesX: Self.alongColumns(values) { GridSlopes.monotone($0, over: x) },
      slopesY: values.map { GridSlopes.monotone($0, over: y) })
  }

  private static func alongColumns(_ table: [[Double]], _ slopes: ([Double]) -> [Double]) -> [[Double]] {
    let columns = (table.first ?? []).indices.map { column in slopes(table.map { $0[column] }) }
    return table.indices.map { row in columns.map { $0[row] } }
  }

  /// Whether the node has a value and slopes.
  public func hasNode(_ i: Int, _ j: Int) -> Bool { nodes[i * y.count + j][0].isFinite }

  /// Whether a point is within the axes' ranges, holes or not.
  public func isWithinAxes(x px: Double, y py: Double) -> Bool {
    Self.place(px, on: x) != nil && Self.place(py, on: y) != nil
  }

  /// Value and gradient at a point; nil outside the grid and in cells with a hole at a corner.
  ///
  /// - Complexity: O(log n) in the lengths of the axes.
  public func sample(x px: Double, y py: Double) -> Sample? {
    guard let (i, s) = Self.place(px, on: x), let (j, t) = Self.place(py, on: y) else { return nil }
    if let sample = sample(i, j, s, t) { return sample }
    // A point on an edge also belongs to the cell on its other side.
    let (left, below) = (s == 0 && i > 0, t == 0 && j > 0)
    if left, let sample = sample(i - 1, j, 1, t) { return sample }
    if below, let sample = sample(i, j - 1, s, 1) { return sample }
    return left && below ? sample(i - 1, j - 1, 1, 1) : nil
  }

  private func sample(_ i: Int, _ j: Int, _ s: Double, _ t: Double) -> Sample? {
    let (alongX, alongY) = (CubicHermite(at: s, length: x[i + 1] - x[i]), CubicHermite(at: t, length: y[j + 1] - y[j]))
    let (a, b) = (nodes[i * y.count + j], nodes[(i + 1) * y.count + j])
    let (c, d) = (nodes[i * y.count + j + 1], nodes[(i + 1) * y.count + j + 1])
    // Along x first, at both ends in y: values and slopes in y.
    let lower = SIMD4(a[0], b[0], a[1], b[1]), lowerY = SIMD4(a[2], b[2], a[3], b[3])
    let upper = SIMD4(c[0], d[0], c[1], d[1]), upperY = SIMD4(c[2], d[2], c[3], d[3])
    func ends(_ factors: SIMD4<Double>) -> SIMD4<Double> {
      [(factors * lower).sum(), (factors * upper).sum(), (factors * lowerY).sum(), (factors * upperY).sum()]
    }
    let values = ends(alongX.value)
    let value = (alongY.value * values).sum()
    guard value.isFinite else { return nil }
    return Sample(
      value: value, slopeX: (alongY.value * ends(alongX.slope)).sum(), slopeY: (alongY.slope * values).sum())
  }

  /// The cell of a position on an axis and where in it, from 0 to 1; nil outside the axis.
  private static func place(_ position: Double, on axis: [Double]) -> (cell: Int, fraction: Double)? {
    let (first, last) = (axis[0], axis[axis.count - 1])
    let slack = slack * (last - first)
    guard position >= first - slack, position <= last + slack else { return nil }
    var (low, high) = (0, axis.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if axis[middle] <= position { low = middle } else { high = middle }
    }
    return (low, min(max((position - axis[low]) / (axis[low + 1] - axis[low]), 0), 1))
  }
}
