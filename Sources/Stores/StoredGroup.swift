/// The content of a file, or of one group in it, as a value: `write(to:)` and `init(contentsOf:)` turn it into a file
/// and back.
///
/// The files are HDF5 and netCDF-4 at once. Dimensions of an enclosing group are visible in its subgroups, which cannot
/// have others of the same name (xarray does not open such files as a tree).
public struct StoredGroup: Sendable, Equatable {
  /// The name; that of the root, which is not stored, is "/" by convention.
  public var name: String
  /// Facts about the group; of the root, about the file.
  public var attributes: [StoredAttribute]
  /// The axes that this group adds to those of the enclosing groups.
  public var dimensions: [StoredDimension]
  /// The arrays.
  public var variables: [StoredVariable]
  /// The subgroups.
  public var groups: [StoredGroup]

  /// A group of these parts.
  public init(
    name: String = "/", attributes: [StoredAttribute] = [], dimensions: [StoredDimension] = [],
    variables: [StoredVariable] = [], groups: [StoredGroup] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.dimensions = dimensions
    self.variables = variables
    self.groups = groups
  }
}
