extension Drawing {
  /// Adds the contours of a grid of rows of (x, y, value), which gnuplot finds where the axes are uniform.
  ///
  /// - Parameters:
  ///   - place: the gnuplot expressions that lead from there to the axes' own units.
  ///   - height: the expression of the third coordinate in a spatial plot, or of the number that colours stand for.
  ///   - styles: the lines that are drawn over one another.
  /// - Returns: those of the levels that have contours.
  @discardableResult
  mutating func addContours(
    levels: [Double], grid: [[[Double]]], place: (x: String, y: String), height: String? = nil, styles: [String]
  ) -> [Double] {
    let present = levels.filter { (1...Self.mostCells).contains(Self.cellCount(grid, crossing: $0)) }
    guard !present.isEmpty else { return [] }
    let name = block(grid)
    let contours = "$contours\(blockCount)"
    prepare(
      """
      set contour base
      unset surface
      set cntrparam levels discrete \(present.map { "\($0)" }.joined(separator: ", "))
      set table \(contours)
      splot \(name) using 1:2:3
      unset table
      unset contour
      set surface

      """)
    if isSpatial {
      // In a spatial plot lines of equal lengths would be joined to a mesh: every piece is drawn by itself, from the point
      // before it in the same line.
      prepare("contourLine = -1\nlastX = NaN\nlastY = NaN\n")
      let from = "(u = column(-2) * 10000 + column(-1) == contourLine ? lastX : NaN, v = lastY, "
      let next = "contourLine = column(-2) * 10000 + column(-1), lastX = \(place.x), lastY = \(place.y), u)"
      for style in styles {
        plot(
          "\(contours) using \(from)\(next):(v):(\(height ?? "0")):(\(place.x) - u):(\(place.y) - v):(0) "
            + "with vectors nohead \(style)")
      }
      return present
    }
    let third = height.map { ":(\($0))" } ?? ""
    for style in styles { plot("\(contours) using (\(place.x)):(\(place.y))\(third) with lines \(style)") }
    return present
  }

  /// The time that gnuplot takes grows with the square of the cells that a contour passes: no contour of noise.
  private static let mostCells = 10_000

  /// The number of squares of four values between whose corners a level lies.
  private static func cellCount(_ grid: [[[Double]]], crossing level: Double) -> Int {
    zip(grid, grid.dropFirst()).reduce(0) { count, rows in
      let (lower, upper) = rows
      return count
        + zip(lower.indices, lower.indices.dropFirst()).count { left, right in
          let corners = [lower[left][2], lower[right][2], upper[left][2], upper[right][2]]
          guard let least = corners.min(), let greatest = corners.max(), corners.allSatisfy(\.isFinite) else {
            return false
          }
          return least < level && level < greatest
        }
    }
  }
}
