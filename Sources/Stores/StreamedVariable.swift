/// An array that need not fit into memory: its elements are asked for a part at a time while the file is written.
///
/// A part is what lies at one position of all axes but the last; parts are numbered in row-major order.
public struct StreamedVariable {
  /// The types that such an array can have.
  public enum Precision: Sendable { case float, double }

  /// The name, unlike those of all dimensions, variables and groups beside it.
  public var name: String
  /// The names of the axes, slowest first; each is a dimension of the file's root.
  public var dimensions: [String]
  /// The type of the elements.
  public var precision: Precision
  /// What the elements mean.
  public var attributes: [StoredAttribute]
  /// The elements of a part, or nil where there are none: they are NaN then.
  public var part: (Int) throws -> StoredValues?

  /// An array in `units` ("1" if it has none), described by `longName`.
  public init(
    _ name: String, over dimensions: [String], _ precision: Precision, units: String, longName: String,
    attributes: [StoredAttribute] = [], part: @escaping (Int) throws -> StoredValues?
  ) {
    precondition(!dimensions.isEmpty)
    self.name = name
    self.dimensions = dimensions
    self.precision = precision
    self.attributes = .describing(units: units, longName: longName) + attributes
    self.part = part
  }

  /// The type of the elements.
  var elementType: ElementType { precision == .float ? .float : .double }
}
