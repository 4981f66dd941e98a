import CHDF5

/// Where elements can be read from: an array, a part of it, or an attribute; type and extent have been checked.
struct ElementSource: ~Copyable {
  /// The open array or attribute; whoever opened it closes it.
  let object: hid_t
  let isAttribute: Bool
  /// The name in messages, such as `'/loss'`.
  let owner: String
  let type: StoredType
  let typeInFile: Handle
  /// The lengths of the axes of what is read; empty for a single element.
  let shape: [Int]
  let count: Int
  /// Which elements of an array to read, and how they lie in memory.
  let selection: Handle
  let memory: Handle

  /// Reads all elements as the type `memoryType` into `buffer`.
  func read(as memoryType: hid_t, into buffer: UnsafeMutableRawPointer?) -> herr_t {
    isAttribute
      ? H5Aread(object, memoryType, buffer)
      : H5Dread(object, memoryType, memory.id, selection.id, chdf5_default(), buffer)
  }
}

extension OpenedFile {
  /// The lengths of the axes of an array; empty for a single element.
  func shape(of array: borrowing Handle, _ path: String) throws(StoreError) -> [Int] {
    let space = try attempt.handle(H5Dget_space(array.id), closedBy: H5Sclose, "read the shape of '\(path)'")
    return try shape(space, "'\(path)'")
  }

  /// An array, or the part of it at the given positions along its first axes.
  func source(array: borrowing Handle, _ path: String, part: [Range<Int>] = []) throws(StoreError) -> ElementSource {
    let owner = "'\(path)'"
    let space = try attempt.handle(H5Dget_space(array.id), closedBy: H5Sclose, "read the shape of \(owner)")
    let typeInFile = try attempt.handle(H5Dget_type(array.id), closedBy: H5Tclose, "read the type of \(owner)")
    let type = try storedType(typeInFile, owner)
    var shape = try shape(space, owner)
    let capacity = try capacity(of: array, owner, type, claim: Extent.count(shape + [type.bytes]))
    if !part.isEmpty {
      guard part.count <= shape.count,
        zip(part, shape).allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= $1 })
      else {
        let ranges = part.map { "\($0.lowerBound)..<\($0.upperBound)" }.joined(separator: ", ")
        throw wrongType("\(owner) has no part \(ranges), its shape is \(shape)", "ask for one that it has")
      }
      for (axis, range) in part.enumerated() { shape[axis] = range.count }
      try select(part.map(\.lowerBound), shape, in: space, owner)
    }
    try check(shape, type, owner, capacity: capacity)
    let memory = try Extent.dataspace(shape: shape, attempt, "read \(owner)")
    return ElementSource(
      object: array.id, isAttribute: false, owner: owner, type: type, typeInFile: typeInFile, shape: shape,
      count: Extent.count(shape), selection: space, memory: memory)
  }

  /// The elements of an open attribute.
  func source(attribute: borrowing Handle, _ owner: String) throws(StoreError) -> ElementSource {
    let space = try attempt.handle(H5Aget_space(attribute.id), closedBy: H5Sclose, "read the shape of \(owner)")
    let typeInFile = try attempt.handle(H5Aget_type(attribute.id), closedBy: H5Tclose, "read the type of \(owner)")
    let type = try storedType(typeInFile, owner)
    let shape = try shape(space, owner)
    try check(shape, type, owner, capacity: size)
    let memory = try Extent.dataspace(shape: shape, attempt, "read \(owner)")
    return ElementSource(
      object: attribute.id, isAttribute: true, owner: owner, type: type, typeInFile: typeInFile, shape: shape,
      count: Extent.count(shape), selection: space, memory: memory)
  }

  private func storedType(_ handle: borrowing Handle, _ owner: String) throws(StoreError) -> StoredType {
    guard let type = StoredType(handle) else {
      throw wrongType("\(owner) has elements that are neither numbers nor text", "read it with h5py")
    }
    return type
  }

  private func check(_ shape: [Int], _ type: StoredType, _ owner: String, capacity: Int) throws(StoreError) {
    guard Extent.count(shape + [type.bytes]) <= capacity else {
      throw attempt.error(
        .cannotRead, "\(owner) claims the shape \(shape), more than the file can hold",
        "the file is damaged or unfinished: write it again")
    }
  }

  private func shape(_ space: borrowing Handle, _ owner: String) throws(StoreError) -> [Int] {
    // An attribute without elements has no axes in HDF5 either ("null").
    if H5Sget_simple_extent_type(space.id) == H5S_NULL { return [0] }
    let rank = Int(try attempt.check(H5Sget_simple_extent_ndims(space.id), "read the shape of \(owner)"))
    var lengths = [hsize_t](repeating: 0, count: rank)
    try attempt.check(H5Sget_simple_extent_dims(space.id, &lengths, nil), "read the shape of \(owner)")
    return lengths.map { Int(clamping: $0) }
  }

  private func select(
    _ leading: [Int], _ shape: [Int], in space: borrowing Handle, _ owner: String
  ) throws(StoreError) {
    var start = [hsize_t](repeating: 0, count: shape.count)
    for (axis, index) in leading.enumerated() { start[axis] = hsize_t(index) }
    try attempt.check(
      H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, shape.map { hsize_t($0) }, nil),
      "select a part of \(owner)")
  }

  /// How many bytes of elements can honestly be read from an array that claims to have `claim` bytes of them.
  ///
  /// An array stored whole has all that it claims, inside the file. In chunks it has what they occupy, or up to 1032
  /// times that if they are deflated; what was never written, or comes from elsewhere (virtual arrays), occupies
  /// nothing, and 64 MiB of that are granted.
  private func capacity(
    of array: borrowing Handle, _ owner: String, _ type: StoredType, claim: Int
  ) throws(StoreError) -> Int {
    let occupied = Int(clamping: H5Dget_storage_size(array.id))
    let offset = H5Dget_offset(array.id)
    let isContiguous = offset != chdf5_no_address() && occupied > 0
    // HDF5 1.10 crashes on some places beyond the end of the file.
    if isContiguous { return occupied <= size && offset <= haddr_t(size - occupied) && claim <= occupied ? claim : 0 }
    var expansion = 1
    // To list the properties of texts the library would read their fill value by itself; see `GlobalHeap`.
    if !type.isVariableLength {
      let step = "read the layout of \(owner)"
      let creation = try attempt.handle(H5Dget_create_plist(array.id), closedBy: H5Pclose, step)
      switch H5Pget_layout(creation.id) {
      case H5D_COMPACT: return claim <= occupied ? claim : 0
      // What lies in another file has no place in this one.
      case H5D_CONTIGUOUS where occupied > 0: return 0
      default: if try attempt.check(H5Pget_nfilters(creation.id), step) > 0 { expansion = 1032 }
      }
    }
    return max(64 << 20, Extent.count([min(occupied, size), expansion]))
  }
}
