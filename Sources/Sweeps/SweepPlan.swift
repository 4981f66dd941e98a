/// One swept setting: its name and how many values it takes.
public struct SweepAxis: Sendable, Codable, Hashable {
  /// The name of the setting.
  public var name: String
  /// The number of values.
  public var count: Int

  /// An axis of `count` values.
  public init(_ name: String, count: Int) {
    self.name = name
    self.count = count
  }
}

/// The points of a grid, numbered in row-major order: the last axis varies fastest.
public struct SweepPlan: Sendable, Codable, Hashable {
  /// The axes, slowest first.
  public let axes: [SweepAxis]

  /// The grid over `axes`.
  public init(_ axes: [SweepAxis]) { self.axes = axes }

  /// The number of points.
  public var count: Int { axes.reduce(1) { $0 * $1.count } }

  /// The index on each axis of point `point`.
  public func coordinates(of point: Int) -> [Int] {
    var rest = point
    var result = [Int](repeating: 0, count: axes.count)
    for i in axes.indices.reversed() {
      result[i] = rest % axes[i].count
      rest /= axes[i].count
    }
    return result
  }
}
