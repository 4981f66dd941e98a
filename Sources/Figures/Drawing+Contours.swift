extension Drawing {
  /// Adds the contours of a grid of rows of (x, y, value), which gnuplot finds where the axes are uniform.
  ///
  /// - Parameters:
  ///   - place: the gnuplot expressions that lead from there to the axes' own units.
  ///   - height: the expression of the third coordinate in a spatial plot, or of the number that colours stand for.
  ///   - styles: the lines that are drawn over one another.
  mutating func addContours(
    levels: [Double], grid: [[[Double]]], place: (x: String, y: String), height: String? = nil, styles: [String]
  ) {
    let present = levels.filter { Self.hasCell(grid, crossing: $0) }
    guard !present.isEmpty else { return }
    let name = block(grid)
    prepare(
      """
      set contour base
      unset surface
      set cntrparam levels discrete \(present.map { "\($0)" }.joined(separator: ", "))
      set table $contours
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
          "$contours using \(from)\(next):(v):(\(height ?? "0")):(\(place.x) - u):(\(place.y) - v):(0) "
            + "with vectors nohead \(style)")
      }
      return
    }
    let third = height.map { ":(\($0))" } ?? ""
    for style in styles { plot("$contours using (\(place.x)):(\(place.y))\(third) with lines \(style)") }
  }

  /// Whether a level lies between the corners of some square of four values, so that there is a contour to be drawn.
  private static func hasCell(_ grid: [[[Double]]], crossing level: Double) -> Bool {
    zip(grid, grid.dropFirst()).contains { lower, upper in
      zip(lower.indices, lower.indices.dropFirst()).contains { left, right in
        let corners = [lower[left][2], lower[right][2], upper[left][2], upper[right][2]]
        guard let least = corners.min(), let greatest = corners.max(), corners.allSatisfy(\.isFinite) else {
          return false
        }
        return least < level && level < greatest
      }
    }
  }
}
