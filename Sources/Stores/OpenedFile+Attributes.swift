import CHDF5

/// Attributes of groups and arrays.
extension OpenedFile {
  /// The names of the attributes of an object, in the order of creation if the file keeps it, else by name.
  func attributeNames(of object: borrowing Handle, _ path: String) throws(StoreError) -> [String] {
    let step = "list the attributes of '\(path)'"
    let keepsOrder = try attempt.check(chdf5_keeps_attribute_order(object.id), step) > 0
    let order = keepsOrder ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME
    let id = object.id
    var names: [String] = []
    for number in 0..<hsize_t(try attempt.check(H5Aget_num_attrs(id), step)) {
      names.append(
        try name(step) { buffer, size in
          H5Aget_name_by_idx(id, ".", order, H5_ITER_INC, number, buffer, size, chdf5_default())
        })
    }
    return names
  }

  /// Opens an attribute of an object.
  func attribute(_ name: String, of object: borrowing Handle, _ path: String) throws(StoreError) -> Handle {
    guard H5Aexists(object.id, name) > 0 else {
      throw attempt.error(.notFound, "'\(path)' has no attribute '\(name)'", "list what there is with h5dump -A")
    }
    return try attempt.handle(
      H5Aopen(object.id, name, chdf5_default()), closedBy: H5Aclose, "open the attribute '\(name)' of '\(path)'")
  }

  /// The value of an attribute: a list if the attribute has one axis, single if it has none.
  func value(ofAttribute name: String, of object: borrowing Handle, _ path: String) throws(StoreError) -> AttributeValue
  {
    let owner = "the attribute '\(name)' of '\(path)'"
    let opened = try attribute(name, of: object, path)
    let source = try source(attribute: opened, owner)
    guard source.shape.count <= 1 else {
      throw wrongType("\(owner) has \(source.shape.count) axes", "store it as an array, or as a list")
    }
    let isList = source.shape.count == 1
    switch try elements(source) {
    case .text(let values): return isList ? .texts(values) : .text(values[0])
    case .double(let values): return isList ? .doubles(values) : .double(values[0])
    case .float(let values): return isList ? .doubles(values.map { Double($0) }) : .double(Double(values[0]))
    case .int32(let values): return isList ? .int32s(values) : .int32(values[0])
    case .int64(let values): return isList ? .int64s(values) : .int64(values[0])
    case .uint8(let values): return isList ? .bytes(values) : .int32(Int32(values[0]))
    }
  }
}
