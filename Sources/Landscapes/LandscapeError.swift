/// Why curves or a table cannot be analysed as they were given.
///
/// `description` is one sentence: what was attempted, on what, and what to do about it.
public struct LandscapeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence for the person who asked.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Checks that a grid can carry logarithms and an order: not empty, finite, positive, strictly ascending.
func requireAscendingPositive(_ grid: [Double], named name: String) throws(LandscapeError) {
  guard !grid.isEmpty else {
    throw LandscapeError("Cannot analyse a landscape without a value of \(name): give at least one.")
  }
  for (index, value) in grid.enumerated() {
    guard value.isFinite, value > 0, index == 0 || grid[index - 1] < value else {
      throw LandscapeError(
        "Cannot analyse a landscape whose \(name)[\(index)] is \(value): "
          + "give finite positive values in ascending order, each once.")
    }
  }
}

/// Checks that a table of one row a seed has `seeds` rows of `points` values.
func requireShape(
  _ table: [[Double]], seeds: Int, points: Int, named name: String
) throws(LandscapeError) {
  guard table.count == seeds else {
    throw LandscapeError(
      "Cannot analyse \(name) of \(table.count) seeds beside quantities of \(seeds) seeds: "
        + "give every quantity for the same seeds.")
  }
  for (seed, row) in table.enumerated() where row.count != points {
    throw LandscapeError(
      "Cannot analyse \(name) of seed \(seed) with \(row.count) values on a grid of \(points): "
        + "give one value a grid point, NaN where there is none.")
  }
}
