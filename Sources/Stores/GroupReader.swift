import CHDF5

/// Reads groups by the conventions of netCDF-4; the counterpart of `GroupWriter`.
struct GroupReader {
  let file: OpenedFile
  /// The addresses of all objects met, so that a damaged file with circular links comes to an end.
  private var met: Set<haddr_t> = []

  /// The names of arrays that are left out.
  private let except: Set<String>

  init(file: OpenedFile, except: Set<String>) {
    self.file = file
    self.except = except
  }

  /// The dimensions that a group can see.
  private struct Scope {
    var named: [String: haddr_t] = [:]
    var scales: [haddr_t: (name: String, count: Int)] = [:]
  }

  /// Reads the root group and all below it.
  mutating func readRoot() throws(StoreError) -> StoredGroup {
    try read(name: ObjectPath.root, path: ObjectPath.root, Scope())
  }

  private mutating func read(name: String, path: String, _ enclosing: Scope) throws(StoreError) -> StoredGroup {
    let opened = try file.group(at: path)
    try meet(opened, path)
    var group = StoredGroup(name: name, attributes: try attributes(of: opened, path, hidesNaN: false))
    var scope = enclosing
    var arrays: [String] = []
    var subgroups: [String] = []
    for name in try file.names(in: opened, path) where !except.contains(name) {
      let path = ObjectPath.child(name, of: path)
      let object = try file.object(at: path)
      switch file.kind(of: object) {
      case .group: subgroups.append(name)
      case .array where try isScale(object, path):
        let address = try meet(object, path)
        let dimension = try self.dimension(name, object, path)
        scope.named[name] = address
        scope.scales[address] = (name, dimension.count)
        group.dimensions.append(dimension)
      case .array: arrays.append(name)
      case .other: throw file.wrongType("'\(path)' is a named type", "read the file with h5py")
      }
    }
    for name in arrays { group.variables.append(try variable(name, ObjectPath.child(name, of: path), scope)) }
    for name in subgroups {
      group.groups.append(try read(name: name, path: ObjectPath.child(name, of: path), scope))
    }
    return group
  }

  /// Notes an object; throws if it has been met under another name.
  @discardableResult
  private mutating func meet(_ object: borrowing Handle, _ path: String) throws(StoreError) -> haddr_t {
    let address = chdf5_address(object.id)
    guard address != chdf5_no_address(), met.insert(address).inserted else {
      throw file.wrongType("'\(path)' is another name of something in it", "remove that link")
    }
    return address
  }

  private func isScale(_ array: borrowing Handle, _ path: String) throws(StoreError) -> Bool {
    guard H5Aexists(array.id, Bookkeeping.scaleMark) > 0 else { return false }
    return try file.value(ofAttribute: Bookkeeping.scaleMark, of: array, path) == .text(Bookkeeping.scaleClass)
  }

  private func dimension(
    _ name: String, _ array: borrowing Handle, _ path: String
  ) throws(StoreError) -> StoredDimension {
    let source = try file.source(array: array, path)
    guard source.shape.count == 1 else {
      throw file.wrongType("the dimension '\(path)' has \(source.shape.count) axes", "store it with one axis")
    }
    var isCounted = false
    if H5Aexists(array.id, Bookkeeping.scaleName) > 0,
      case .text(let scaleName) = try file.value(ofAttribute: Bookkeeping.scaleName, of: array, path)
    {
      isCounted = scaleName.hasPrefix(Bookkeeping.withoutCoordinates)
    }
    if isCounted { return StoredDimension(name, count: source.count) }
    let coordinates = try file.elements(source)
    return StoredDimension(
      name: name, count: coordinates.count, coordinates: coordinates,
      attributes: try attributes(of: array, path, hidesNaN: true))
  }

  private mutating func variable(_ name: String, _ path: String, _ scope: Scope) throws(StoreError) -> StoredVariable {
    let array = try file.array(at: path)
    try meet(array, path)
    let source = try file.source(array: array, path)
    var dimensions: [String] = []
    let addresses = source.shape.isEmpty ? [] : try scaleAddresses(of: array, rank: source.shape.count, path)
    for (address, length) in zip(addresses, source.shape) {
      guard let scale = scope.scales[address], scale.count == length, scope.named[scale.name] == address else {
        throw file.wrongType(
          "an axis of '\(path)' is not along a dimension of its group or an enclosing one", "read it with h5py")
      }
      dimensions.append(scale.name)
    }
    return StoredVariable(
      name: name, dimensions: dimensions, values: try file.elements(source),
      attributes: try attributes(of: array, path, hidesNaN: true))
  }

  /// Which scale each axis is attached to: an object reference is the address of the object.
  private func scaleAddresses(of array: borrowing Handle, rank: Int, _ path: String) throws(StoreError) -> [haddr_t] {
    let unnamed = file.wrongType("'\(path)' has axes without names", "attach a dimension to each axis")
    guard H5Aexists(array.id, Bookkeeping.scalesOfAxes) > 0 else { throw unnamed }
    let step = "read the dimensions of '\(path)'"
    let list = try file.attribute(Bookkeeping.scalesOfAxes, of: array, path)
    let space = try file.attempt.handle(H5Aget_space(list.id), closedBy: H5Sclose, step)
    let type = try file.attempt.handle(H5Aget_type(list.id), closedBy: H5Tclose, step)
    guard H5Tget_class(type.id) == H5T_VLEN, H5Sget_simple_extent_npoints(space.id) == rank else { throw unnamed }
    let references = try file.contents(
      of: "the dimensions of '\(path)'", count: rank, unit: MemoryLayout<haddr_t>.size,
      read: { H5Aread(list.id, $0, $1) },
      { bytes -> haddr_t? in bytes.count < 8 ? nil : bytes.prefix(8).reversed().reduce(0) { $0 << 8 | haddr_t($1) } })
    let addresses = references.compactMap { $0 }
    guard addresses.count == rank else { throw unnamed }
    return addresses
  }

  /// The attributes that are not bookkeeping.
  ///
  /// - Parameter hidesNaN: Whether a `_FillValue` of NaN is bookkeeping too, as it is on arrays.
  private func attributes(
    of object: borrowing Handle, _ path: String, hidesNaN: Bool
  ) throws(StoreError) -> [StoredAttribute] {
    var attributes: [StoredAttribute] = []
    for name in try file.attributeNames(of: object, path) where !Bookkeeping.reserved.contains(name) {
      let value = try file.value(ofAttribute: name, of: object, path)
      let isNaN = value == .double(.nan) || value == .doubles([.nan])
      if hidesNaN && isNaN && name == Bookkeeping.fillValue { continue }
      attributes.append(StoredAttribute(name, value))
    }
    return attributes
  }
}
