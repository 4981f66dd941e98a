/// An array that need not fit into memory: its elements are asked for a part at a time while the file is written.
///
/// A part is what lies at one position of all axes but the last; parts are numbered in row-major order.
public struct StreamedVariable {
  /// The types that such an array can have.
  public enum Precision: String, Sendable, Codable {
    case float, double
    /// Bytes per element.
    public var size: Int { self == .float ? 4 : 8 }
  }

  /// How the elements lie in the file.
  public enum Storage: Sendable {
    /// In chunks, each compressed and checksummed.
    case compressed
    /// Whole and as they are, so that any part can be read at the speed of the disk. Its parts may be made by reading
    /// other HDF5 files.
    case plain
  }

  /// The name, unlike those of all dimensions, variables and groups beside it.
  public var name: String
  /// The names of the axes, slowest first; each is a dimension of the file's root.
  public var dimensions: [String]
  /// The type of the elements.
  public var precision: Precision
  /// How the elements lie in the file.
  public var storage: Storage
  /// What the elements mean.
  public var attributes: [StoredAttribute]
  /// The elements of a part, or nil where there are none: they are NaN then.
  public var part: (Int) throws -> StoredValues?

  /// An array in `units` ("1" if it has none), described by `longName`.
  public init(
    _ name: String, over dimensions: [String], _ precision: Precision, storage: Storage = .compressed,
    units: String, longName: String, attributes: [StoredAttribute] = [], part: @escaping (Int) throws -> StoredValues?
  ) {
    precondition(!dimensions.isEmpty)
    self.name = name
    self.dimensions = dimensions
    self.precision = precision
    self.storage = storage
    self.attributes = .describing(units: units, longName: longName) + attributes
    self.part = part
  }

  /// The type of the elements.
  var elementType: ElementType { precision == .float ? .float : .double }

  /// The elements of a part, checked: `count` of them, or nil where there are none.
  func values(_ number: Int, count: Int) throws(StoreError) -> StoredValues? {
    let values: StoredValues?
    do {
      values = try part(number)
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(.cannotRead, "\(error)")
    }
    guard let values else { return nil }
    precondition(values.count == count && values.elementType == elementType, "a part fills its place")
    return values
  }
}
