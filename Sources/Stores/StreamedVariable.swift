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
  /// Where the elements of a part come from.
  let source: Source

  enum Source {
    case values((Int) throws -> StoredValues?)
    case files((Int) throws -> StoredPlace?)
  }

  /// An array in `units` ("1" if it has none), described by `longName`.
  ///
  /// - Parameter part: the elements of a part, or nil where there are none: they are NaN then.
  public init(
    _ name: String, over dimensions: [String], _ precision: Precision, storage: Storage = .compressed,
    units: String, longName: String, attributes: [StoredAttribute] = [], part: @escaping (Int) throws -> StoredValues?
  ) {
    self.init(
      name, dimensions, precision, storage, .describing(units: units, longName: longName) + attributes, .values(part))
  }

  /// An array that is stored plain and copied from other files, by the system where it can.
  ///
  /// - Parameter place: where the elements of a part are, or nil where there are none: they are NaN then. The file stays
  ///   open until the next part is asked for.
  public init(
    _ name: String, over dimensions: [String], _ precision: Precision, units: String, longName: String,
    attributes: [StoredAttribute] = [], copying place: @escaping (Int) throws -> StoredPlace?
  ) {
    self.init(
      name, dimensions, precision, .plain, .describing(units: units, longName: longName) + attributes, .files(place))
  }

  private init(
    _ name: String, _ dimensions: [String], _ precision: Precision, _ storage: Storage,
    _ attributes: [StoredAttribute], _ source: Source
  ) {
    precondition(!dimensions.isEmpty)
    self.name = name
    self.dimensions = dimensions
    self.precision = precision
    self.storage = storage
    self.attributes = attributes
    self.source = source
  }

  /// The type of the elements.
  var elementType: ElementType { precision == .float ? .float : .double }

  /// A part: elements in memory or in a file.
  enum Part {
    case values(StoredValues)
    case file(StoredPlace)
  }

  /// A part, checked: it has `count` elements; nil where there are none.
  func part(_ number: Int, count: Int) throws(StoreError) -> Part? {
    let part: Part?
    do {
      switch source {
      case .values(let values): part = try values(number).map(Part.values)
      case .files(let place): part = try place(number).map(Part.file)
      }
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(.cannotRead, "\(error)")
    }
    if case .values(let values) = part {
      precondition(values.count == count && values.elementType == elementType, "a part fills its place")
    }
    return part
  }
}
