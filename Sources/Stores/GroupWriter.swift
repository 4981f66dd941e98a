import CHDF5

/// Writes groups into an open HDF5 file by the conventions of netCDF-4.
///
/// Every dimension becomes a dimension scale, attached to every axis of every array over it: xarray refuses an array
/// with some axes named and others not.
struct GroupWriter {
  let file: hid_t
  let attempt: Attempt
  private var dimensionCount: Int32 = 0

  /// What is written into the root a part at a time.
  private let streamed: [StreamedVariable]
  /// Where in the file the elements of the streamed variables begin that are stored plain, in their order.
  private(set) var plainOffsets: [Int] = []

  init(file: hid_t, attempt: Attempt, streamed: [StreamedVariable] = []) {
    self.file = file
    self.attempt = attempt
    self.streamed = streamed
  }

  /// A dimension that has been written: where, its number in the file, and its length.
  private struct Scale {
    let path: String
    let identifier: Int32
    let count: Int
  }

  /// Writes `root` and all below it; the file is empty.
  mutating func write(_ root: StoredGroup) throws(StoreError) {
    try write(root, path: ObjectPath.root, scales: [:])
  }

  private mutating func write(
    _ group: StoredGroup, path: String, scales enclosing: [String: Scale]
  ) throws(StoreError) {
    var scales = enclosing
    for dimension in group.dimensions {
      scales[dimension.name] = try write(dimension, path: ObjectPath.child(dimension.name, of: path))
    }
    for variable in group.variables {
      try write(variable, path: ObjectPath.child(variable.name, of: path), scales: scales)
    }
    if path == ObjectPath.root {
      for variable in streamed {
        let path = ObjectPath.child(variable.name, of: path)
        switch variable.storage {
        case .compressed: try write(variable, path: path, scales: scales)
        case .plain: plainOffsets.append(try makeRoom(for: variable, path: path, scales: scales))
        }
      }
    }
    let opened = try attempt.handle(
      H5Gopen2(file, path, chdf5_default()), closedBy: H5Gclose, "open the group '\(path)'")
    try write(group.attributes, to: opened)
    for subgroup in group.groups {
      let path = ObjectPath.child(subgroup.name, of: path)
      try create(group: path)
      try write(subgroup, path: path, scales: scales)
    }
  }

  private func create(group path: String) throws(StoreError) {
    let step = "create the group '\(path)'"
    let creation = try attempt.handle(H5Pcreate(chdf5_group_creation()), closedBy: H5Pclose, step)
    try attempt.check(H5Pset_obj_track_times(creation.id, false), step)
    try attempt.check(H5Pset_link_creation_order(creation.id, chdf5_creation_order()), step)
    try attempt.check(H5Pset_attr_creation_order(creation.id, chdf5_creation_order()), step)
    _ = try attempt.handle(
      H5Gcreate2(file, path, chdf5_default(), creation.id, chdf5_default()), closedBy: H5Gclose, step)
  }

  private mutating func write(_ dimension: StoredDimension, path: String) throws(StoreError) -> Scale {
    let scale: Handle
    let name: String
    if let coordinates = dimension.coordinates {
      scale = try dataset(path, shape: [dimension.count], coordinates.elementType, isCoordinate: true)
      try write(coordinates, to: scale, path)
      name = dimension.name
    } else {
      scale = try dataset(path, shape: [dimension.count], nil, isCoordinate: true)
      name = Bookkeeping.nameWithoutCoordinates(count: dimension.count)
    }
    try attempt.check(H5DSset_scale(scale.id, name), "make '\(path)' a dimension")
    let identifier = dimensionCount
    dimensionCount += 1
    try write(StoredAttribute(Bookkeeping.dimensionIdentifier, .int32(identifier)), to: scale)
    try write(dimension.attributes, to: scale)
    return Scale(path: path, identifier: identifier, count: dimension.count)
  }

  private func write(_ variable: StoredVariable, path: String, scales: [String: Scale]) throws(StoreError) {
    let axes = variable.dimensions.compactMap { scales[$0] }
    let type = variable.values.elementType
    let array = try dataset(path, shape: axes.map(\.count), type, isCoordinate: false)
    try write(variable.values, to: array, path)
    try finish(array, path, axes, type, variable.attributes)
  }

  /// Writes all of a variable but its elements; returns where in the file they begin.
  private func makeRoom(
    for variable: StreamedVariable, path: String, scales: [String: Scale]
  ) throws(StoreError) -> Int {
    let axes = variable.dimensions.compactMap { scales[$0] }
    let shape = axes.map(\.count)
    let array = try dataset(path, shape: shape, variable.elementType, isCoordinate: false, isPlain: true)
    try finish(array, path, axes, variable.elementType, variable.attributes)
    let offset = H5Dget_offset(array.id)
    guard Extent.count(shape) == 0 || offset != chdf5_no_address() else {
      throw attempt.error(.cannotWrite, "HDF5 could not make room for '\(path)'", attempt.advice)
    }
    return Int(clamping: offset)
  }

  private func write(_ variable: StreamedVariable, path: String, scales: [String: Scale]) throws(StoreError) {
    let axes = variable.dimensions.compactMap { scales[$0] }
    let shape = axes.map(\.count), step = "write the values of '\(path)'"
    let array = try dataset(path, shape: shape, variable.elementType, isCoordinate: false)
    let length = shape.last ?? 0
    let memory = try Extent.dataspace(shape: [length], attempt, step)
    let space = try attempt.handle(H5Dget_space(array.id), closedBy: H5Sclose, step)
    let extent = shape.indices.map { $0 == shape.count - 1 ? hsize_t(length) : 1 }
    for number in 0..<Extent.count(shape.dropLast()) {
      guard case .values(let values) = try variable.part(number, count: length), length > 0 else { continue }
      var start = [hsize_t](repeating: 0, count: shape.count), rest = number
      for axis in shape.indices.dropLast().reversed() {
        start[axis] = hsize_t(rest % shape[axis])
        rest /= shape[axis]
      }
      try attempt.check(H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, extent, nil), step)
      let id = array.id,
        status = values.withElements {
          H5Dwrite(id, values.elementType.inMemory, memory.id, space.id, chdf5_default(), $0)
        }
      try attempt.check(status, step)
    }
    try finish(array, path, axes, variable.elementType, variable.attributes)
  }

  /// What all variables have beside their values.
  private func finish(
    _ array: borrowing Handle, _ path: String, _ axes: [Scale], _ type: ElementType, _ attributes: [StoredAttribute]
  ) throws(StoreError) {
    for (axis, scale) in axes.enumerated() {
      let opened = try attempt.handle(
        H5Dopen2(file, scale.path, chdf5_default()), closedBy: H5Dclose, "open the dimension '\(scale.path)'")
      try attempt.check(
        H5DSattach_scale(array.id, opened.id, UInt32(axis)), "attach the dimension '\(scale.path)' to '\(path)'")
    }
    if let first = axes.first {
      try write(StoredAttribute(Bookkeeping.dimensionIdentifier, .int32(first.identifier)), to: array)
    }
    switch type {
    case .float: try write(Bookkeeping.fillValue, .float([.nan]), isList: true, to: array)
    case .double: try write(Bookkeeping.fillValue, .double([.nan]), isList: true, to: array)
    case .int32, .int64, .uint8, .text: break
    }
    try write(attributes, to: array)
  }

  // MARK: - Datasets

  /// Creates an array; that of a dimension without coordinates has no type, for which netCDF-4 uses big-endian floats.
  ///
  /// A plain array has its place in the file from the beginning, and HDF5 writes nothing there.
  private func dataset(
    _ path: String, shape: [Int], _ type: ElementType?, isCoordinate: Bool, isPlain: Bool = false
  ) throws(StoreError) -> Handle {
    let step = "create '\(path)'"
    let creation = try attempt.handle(H5Pcreate(chdf5_dataset_creation()), closedBy: H5Pclose, step)
    try attempt.check(H5Pset_obj_track_times(creation.id, false), step)
    try attempt.check(H5Pset_attr_creation_order(creation.id, chdf5_creation_order()), step)
    // Coordinates are never missing, so only the other arrays have a fill value.
    if type == .float && !isCoordinate {
      var missing = Float.nan
      try attempt.check(H5Pset_fill_value(creation.id, chdf5_native_float(), &missing), step)
    }
    if type == .double && !isCoordinate {
      var missing = Double.nan
      try attempt.check(H5Pset_fill_value(creation.id, chdf5_native_double(), &missing), step)
    }
    if isPlain {
      try attempt.check(H5Pset_layout(creation.id, H5D_CONTIGUOUS), step)
      try attempt.check(H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_EARLY), step)
      try attempt.check(H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER), step)
    } else if let type, type != .text, let chunk = ChunkShape.lengths(forShape: shape, elementSize: type.size) {
      let lengths = chunk.map { hsize_t($0) }
      let compressionLevel: UInt32 = 4
      try attempt.check(H5Pset_chunk(creation.id, Int32(chunk.count), lengths), step)
      try attempt.check(H5Pset_shuffle(creation.id), step)
      try attempt.check(H5Pset_deflate(creation.id, compressionLevel), step)
      try attempt.check(H5Pset_fletcher32(creation.id), step)
    }
    let space = try Extent.dataspace(shape: shape, attempt, step)
    return try attempt.handle(
      H5Dcreate2(
        file, path, type?.inFile ?? chdf5_float32_big(), space.id, chdf5_default(), creation.id, chdf5_default()),
      closedBy: H5Dclose, step)
  }

  private func write(_ values: StoredValues, to dataset: borrowing Handle, _ path: String) throws(StoreError) {
    guard values.count > 0 else { return }
    let id = dataset.id
    let status = values.withElements { elements in
      H5Dwrite(id, values.elementType.inMemory, chdf5_all(), chdf5_all(), chdf5_default(), elements)
    }
    try attempt.check(status, "write the values of '\(path)'")
  }

  // MARK: - Attributes

  private func write(_ attributes: [StoredAttribute], to owner: borrowing Handle) throws(StoreError) {
    for attribute in attributes { try write(attribute, to: owner) }
  }

  private func write(_ attribute: StoredAttribute, to owner: borrowing Handle) throws(StoreError) {
    let (values, isList) = attribute.value.elements
    try write(attribute.name, values, isList: isList, to: owner)
  }

  private func write(
    _ name: String, _ values: StoredValues, isList: Bool, to owner: borrowing Handle
  ) throws(StoreError) {
    let step = "write the attribute '\(name)'"
    let space =
      isList && values.count == 0
      ? try attempt.handle(H5Screate(H5S_NULL), closedBy: H5Sclose, step)
      : try Extent.dataspace(shape: isList ? [values.count] : [], attempt, step)
    let type = values.elementType
    let attribute = try attempt.handle(
      H5Acreate2(owner.id, name, type.inFile, space.id, chdf5_default(), chdf5_default()), closedBy: H5Aclose, step)
    guard values.count > 0 else { return }
    let id = attribute.id
    try attempt.check(values.withElements { H5Awrite(id, type.inMemory, $0) }, step)
  }
}
