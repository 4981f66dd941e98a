/// An array over named dimensions; a scalar if there are none.
public struct StoredVariable: Sendable, Equatable {
  /// The name, unlike those of all dimensions, variables and groups beside it.
  public var name: String
  /// The names of the axes, slowest first; each is a dimension of this group or of one that encloses it.
  public var dimensions: [String]
  /// The elements in row-major order, as many as the product of the lengths of the dimensions.
  public var values: StoredValues
  /// What the elements mean (`units`, `long_name`, `flag_values`, ...).
  public var attributes: [StoredAttribute]

  /// An array with every property given.
  public init(name: String, dimensions: [String], values: StoredValues, attributes: [StoredAttribute]) {
    self.name = name
    self.dimensions = dimensions
    self.values = values
    self.attributes = attributes
  }

  /// An array in `units` ("1" if it has none), described by `longName`.
  public init(
    _ name: String, over dimensions: [String], _ values: StoredValues, units: String, longName: String,
    attributes: [StoredAttribute] = []
  ) {
    self.init(
      name: name, dimensions: dimensions, values: values,
      attributes: .describing(units: units, longName: longName) + attributes)
  }
}
