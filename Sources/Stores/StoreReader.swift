/// Random access to any HDF5 file, also to those of other programs.
///
/// Paths lead from the root, with or without the first slash: `parameters/initial`; the empty path is the root. May be
/// used from several threads; reads then happen one after another.
///
/// All methods throw `notFound` for what is not in the file, `wrongType` for what is not of the kind asked for, and
/// `cannotRead` for what is damaged, and never allocate more than a file of this size can hold.
/// - Warning: The oldest file format, which h5py writes by default, has no checksums, and HDF5 1.10 may crash on a
///   damaged file of it: on up to 0.6 % of copies with a few bytes changed. Files of this package and of netCDF-4 have
///   them: no crash in 100,000 such copies.
public final class StoreReader: Sendable {
  private let file: OpenedFile

  /// Opens the file at `path`.
  /// - Throws: `notFound` if there is no such file, `cannotRead` if it cannot be opened or is no HDF5 file.
  public init(path: String) throws(StoreError) {
    file = try OpenedFile(path)
  }

  /// Whether there is something at `path`.
  public func exists(_ path: String) -> Bool {
    Library.exclusively { file.exists(path) }
  }

  /// Whether there is a group at `path`.
  public func isGroup(_ path: String) -> Bool {
    Library.exclusively {
      guard let object = try? file.object(at: path) else { return false }
      return file.kind(of: object) == .group
    }
  }

  /// The names in a group, in the order of creation if the file keeps it, else by name.
  public func names(in group: String) throws(StoreError) -> [String] {
    try Library.exclusively { () throws(StoreError) -> [String] in
      try file.names(in: file.group(at: group), group)
    }
  }

  // MARK: - Arrays

  /// The lengths of the axes of an array; empty for a single element.
  public func shape(of path: String) throws(StoreError) -> [Int] {
    try Library.exclusively { () throws(StoreError) -> [Int] in
      try file.shape(of: file.array(at: path), path)
    }
  }

  /// All elements of an array of numbers in row-major order; integers beyond 2^53 are rounded.
  public func doubles(at path: String) throws(StoreError) -> [Double] {
    try withSource(path) { source throws(StoreError) in try file.doubles(source) }
  }

  /// The elements in rows `rows` (positions along the first axis) of an array of numbers in row-major order.
  public func doubles(at path: String, rows: Range<Int>) throws(StoreError) -> [Double] {
    try withSource(path, part: [rows]) { source throws(StoreError) in try file.doubles(source) }
  }

  /// Overwrites `buffer` with a part of an array of numbers in row-major order: the positions `part` along the first
  /// axes, all along the others.
  ///
  /// Nothing is allocated. `buffer` has as many elements as the part.
  public func read(
    _ part: [Range<Int>], of path: String, into buffer: UnsafeMutableBufferPointer<Float>
  )
    throws(StoreError)
  {
    try withSource(path, part: part) { source throws(StoreError) in try file.fill(buffer, from: source, as: .float) }
  }

  /// Overwrites `buffer` with a part of an array of numbers, as the method for `Float` does.
  public func read(
    _ part: [Range<Int>], of path: String, into buffer: UnsafeMutableBufferPointer<Double>
  )
    throws(StoreError)
  {
    try withSource(path, part: part) { source throws(StoreError) in try file.fill(buffer, from: source, as: .double) }
  }

  /// Whether the elements of an array are real numbers of at most single precision.
  public func isSinglePrecision(at path: String) throws(StoreError) -> Bool {
    try withSource(path) { source in source.type.element == .float }
  }

  /// All elements of an array of integers in row-major order.
  public func integers(at path: String) throws(StoreError) -> [Int64] {
    try withSource(path) { source throws(StoreError) in try file.integers(source) }
  }

  /// All elements of an array of texts in row-major order.
  public func texts(at path: String) throws(StoreError) -> [String] {
    try withSource(path) { source throws(StoreError) in try file.texts(source) }
  }

  private func withSource<Result: Sendable>(
    _ path: String, part: [Range<Int>] = [], _ body: (borrowing ElementSource) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try Library.exclusively { () throws(StoreError) -> Result in
      let array = try file.array(at: path)
      return try body(file.source(array: array, path, part: part))
    }
  }

  // MARK: - Attributes

  /// The names of the attributes of a group or array, in the order of creation if the file keeps it, else by name.
  public func attributeNames(of path: String) throws(StoreError) -> [String] {
    try Library.exclusively { () throws(StoreError) -> [String] in
      try file.attributeNames(of: file.object(at: path), path)
    }
  }

  /// The value of an attribute of a group or array.
  public func value(attribute: String, of path: String) throws(StoreError) -> AttributeValue {
    try Library.exclusively { () throws(StoreError) -> AttributeValue in
      try file.value(ofAttribute: attribute, of: file.object(at: path), path)
    }
  }

  /// The value of an attribute that is one text.
  public func text(attribute: String, of path: String) throws(StoreError) -> String {
    let texts = try texts(attribute: attribute, of: path)
    guard let text = texts.first, texts.count == 1 else {
      throw file.wrongType(
        "the attribute '\(attribute)' of '\(path)' is \(texts.count) texts, not one", "ask for a list of texts")
    }
    return text
  }

  /// The value of an attribute that is a list of texts; a single text is a list of one.
  public func texts(attribute: String, of path: String) throws(StoreError) -> [String] {
    switch try value(attribute: attribute, of: path) {
    case .text(let text): return [text]
    case .texts(let texts): return texts
    default:
      throw file.wrongType("the attribute '\(attribute)' of '\(path)' is not text", "ask for something that is text")
    }
  }
}
