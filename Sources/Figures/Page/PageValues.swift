/// Numbers of a page: rounded to six digits, and `null` where they are not finite, for which JSON has no word.
public struct PageNumbers: Sendable, Equatable, Encodable {
  /// The numbers.
  public let values: [Double]

  /// The numbers of a page.
  public init(_ values: [Double]) { self.values = values }

  /// Writes the rounded numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for value in values {
      if value.isFinite { try container.encode(Self.rounded(value)) } else { try container.encodeNil() }
    }
  }

  /// The number with six digits that is nearest to `value`.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, let power = value.scientificPower else { return value }
    // Through text, so that the shortest form of the result has no more digits.
    let digits = 5 - power
    guard abs(digits) < 290 else { return value }
    var scale = 1.0
    for _ in 0..<abs(digits) { scale *= 10 }
    return digits >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }
}

extension Double {
  /// The power of ten of the first digit, nil for zero.
  fileprivate var scientificPower: Int? {
    guard self != 0, isFinite else { return nil }
    var power = 0
    var size = magnitude
    while size >= 10 {
      size /= 10
      power += 1
    }
    while size < 1 {
      size *= 10
      power -= 1
    }
    return power
  }
}

/// One axis of the arrays that a view shows: its name, what stands beside it, and its values.
public struct PageAxis: Sendable, Equatable, Encodable {
  /// The name in the file, and the label with its unit.
  public let name: String, label: String
  /// The coordinates; of words, their positions.
  public let values: PageNumbers
  /// The coordinates that are words.
  public let words: [String]?

  /// An axis of numbers.
  public init(_ name: String, label: String, values: [Double]) {
    self.name = name
    self.label = label
    self.values = PageNumbers(values)
    words = nil
  }

  /// An axis of words.
  public init(_ name: String, label: String, words: [String]) {
    self.name = name
    self.label = label
    values = PageNumbers(words.indices.map(Double.init))
    self.words = words
  }
}

/// A quantity over all axes of a view, in row-major order.
public struct PageQuantity: Sendable, Equatable, Encodable {
  /// The name in the file, and the label with its unit.
  public let name: String, label: String
  /// The elements.
  public let values: PageNumbers
  /// Whether it is shown on a logarithmic axis at first.
  public let isLogarithmic: Bool

  /// A quantity.
  public init(_ name: String, label: String, values: [Double], isLogarithmic: Bool) {
    self.name = name
    self.label = label
    self.values = PageNumbers(values)
    self.isLogarithmic = isLogarithmic
  }
}

/// One interactive figure of a page: quantities over axes, and which axis is drawn along x.
///
/// All axes but `seed` and that of x become controls: a slider each. Over `seed` the median is drawn with a band from
/// the lowest to the highest, or one seed alone. Where there is a map, a heat map over (x, the map's axis) stands
/// beside the curves, and a choice in it moves the axis's slider.
public struct PageView: Sendable, Equatable, Encodable {
  /// What is drawn.
  public enum Kind: String, Sendable, Encodable {
    /// Curves over the last axis.
    case curves
    /// A path in the plane of two quantities, along the last axis, with a player.
    case trajectory
  }

  /// What is drawn.
  public let kind: Kind
  /// The title, and what a reader sees who cannot see the figure.
  public let title: String, description: String
  /// The axes, slowest first; the last one is drawn along x.
  public let axes: [PageAxis]
  /// The groups of quantities between which one chooses; those of a group are drawn together.
  public let groups: [[PageQuantity]]
  /// The quantity and the axis of the heat map, if there is one.
  public let map: Map?
  /// Whether x is logarithmic at first.
  public let isLogarithmic: Bool

  /// What a heat map shows.
  public struct Map: Sendable, Equatable, Encodable {
    /// The quantity, and the axis that is drawn along y.
    public let quantity: PageQuantity, axis: String

    /// A heat map of `quantity` over the last axis and `axis`.
    public init(_ quantity: PageQuantity, over axis: String) {
      self.quantity = quantity
      self.axis = axis
    }
  }

  /// A view.
  public init(
    _ kind: Kind, title: String, description: String, axes: [PageAxis], groups: [[PageQuantity]], map: Map? = nil,
    isLogarithmic: Bool
  ) {
    let count = axes.reduce(1) { $0 * $1.values.values.count }
    precondition(
      (groups.flatMap { $0 } + (map.map { [$0.quantity] } ?? [])).allSatisfy { $0.values.values.count == count },
      "a quantity has an element for each combination of coordinates")
    self.kind = kind
    self.title = title
    self.description = description
    self.axes = axes
    self.groups = groups
    self.map = map
    self.isLogarithmic = isLogarithmic
  }
}
