/// A named axis, with coordinate values (a netCDF coordinate variable) or with a length only.
public struct StoredDimension: Sendable, Equatable {
  /// The name, which the axes of variables refer to.
  public var name: String
  /// The number of positions along the axis.
  public var count: Int
  /// The coordinate of every position, or nil for an axis that is only counted.
  public var coordinates: StoredValues?
  /// What the coordinates mean (`units`, `long_name`); an axis without coordinates can have none.
  public var attributes: [StoredAttribute]

  /// An axis with every property given.
  public init(name: String, count: Int, coordinates: StoredValues?, attributes: [StoredAttribute]) {
    self.name = name
    self.count = count
    self.coordinates = coordinates
    self.attributes = attributes
  }

  /// An axis with coordinates in `units` ("1" if they have none), described by `longName`.
  public init(
    _ name: String, _ coordinates: StoredValues, units: String, longName: String, attributes: [StoredAttribute] = []
  ) {
    self.init(
      name: name, count: coordinates.count, coordinates: coordinates,
      attributes: .describing(units: units, longName: longName) + attributes)
  }

  /// An axis that is only counted.
  public init(_ name: String, count: Int) {
    self.init(name: name, count: count, coordinates: nil, attributes: [])
  }
}
