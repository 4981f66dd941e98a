import CHDF5

/// Groups, arrays and links.
extension OpenedFile {
  enum ObjectKind { case group, array, other }

  /// An error about something that is in the file, but is not what is needed.
  func wrongType(_ problem: String, _ advice: String) -> StoreError { attempt.error(.wrongType, problem, advice) }

  /// Whether the links to `path` from the root are all there; what they lead to may still be damaged.
  func exists(_ path: String) -> Bool {
    var prefix = ""
    for part in path.split(separator: "/") {
      prefix += "/\(part)"
      guard H5Lexists(id, prefix, chdf5_default()) > 0 else { return false }
    }
    return prefix.isEmpty || H5Oexists_by_name(id, prefix, chdf5_default()) > 0
  }

  /// Opens the group or array at `path`; the empty path is the root.
  func object(at path: String) throws(StoreError) -> Handle {
    guard exists(path) else {
      throw attempt.error(.notFound, "there is no '\(path)' in it", "list its content with h5ls -r")
    }
    return try attempt.handle(
      H5Oopen(id, path.isEmpty ? ObjectPath.root : path, chdf5_default()), closedBy: H5Oclose, "open '\(path)'")
  }

  /// What an open object is.
  func kind(of object: borrowing Handle) -> ObjectKind {
    switch H5Iget_type(object.id) {
    case H5I_GROUP: .group
    case H5I_DATASET: .array
    default: .other
    }
  }

  /// Opens the array at `path`.
  func array(at path: String) throws(StoreError) -> Handle {
    let opened = try object(at: path)
    guard kind(of: opened) == .array else { throw wrongType("'\(path)' is not an array", "give the path of an array") }
    return opened
  }

  /// Opens the group at `path`.
  func group(at path: String) throws(StoreError) -> Handle {
    let opened = try object(at: path)
    guard kind(of: opened) == .group else { throw wrongType("'\(path)' is not a group", "give the path of a group") }
    return opened
  }

  /// The names of the links in a group, in the order of creation if the file keeps it, else by name.
  func names(in group: borrowing Handle, _ path: String) throws(StoreError) -> [String] {
    let step = "list the group '\(path)'"
    let creation = try attempt.handle(H5Gget_create_plist(group.id), closedBy: H5Pclose, step)
    var flags: UInt32 = 0
    try attempt.check(H5Pget_link_creation_order(creation.id, &flags), step)
    let order = flags & chdf5_creation_order_tracked() != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME
    var info = H5G_info_t()
    try attempt.check(H5Gget_info(group.id, &info), step)

    let id = group.id
    var names: [String] = []
    for number in 0..<info.nlinks {
      names.append(
        try name(step) { buffer, size in
          H5Lget_name_by_idx(id, ".", order, H5_ITER_INC, number, buffer, size, chdf5_default())
        })
    }
    return names
  }

  /// A name from a call that fills a buffer and returns the length of the name.
  func name(_ step: String, _ get: (UnsafeMutablePointer<CChar>?, Int) -> Int) throws(StoreError) -> String {
    let length = try attempt.check(get(nil, 0), step)
    guard length <= size else { throw wrongType("it has a name longer than the file", "the file is damaged") }
    var status = 0
    // The library also writes the NUL that ends the name.
    let bytes = [CChar](unsafeUninitializedCapacity: length + 1) { buffer, count in
      status = get(buffer.baseAddress, length + 1)
      count = status >= 0 ? min(status, length) : 0
    }
    try attempt.check(status, step)
    return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
