import CHDF5

extension Library {
  /// The type in memory by which stored references are read as they are, instead of what they refer to.
  ///
  /// The library gets a conversion from any variable-length type to opaque bytes that leaves all as it is.
  static let referenceType: hid_t = {
    let type = H5Tcreate(H5T_OPAQUE, GlobalHeap.Reference.size)
    H5Tregister(H5T_PERS_SOFT, "as stored", textType, type) { source, destination, state, _, _, _, _, _, _ in
      guard state?.pointee.command == H5T_CONV_INIT else { return 0 }
      state?.pointee.need_bkg = H5T_BKG_NO
      return H5Tget_size(source) == H5Tget_size(destination) ? 0 : -1
    }
    return type
  }()
}

/// Elements of variable length: texts, and lists of references.
extension OpenedFile {
  /// Reads elements of variable length and turns the stored bytes of each into a value.
  ///
  /// - Parameters:
  ///   - unit: The bytes of one unit of length.
  ///   - read: Reads all elements as the given type to the given place.
  func contents<Value>(
    of owner: String, count: Int, unit: Int, read: (hid_t, UnsafeMutableRawPointer?) -> herr_t,
    _ value: (ArraySlice<UInt8>) -> Value
  ) throws(StoreError) -> [Value] {
    guard count > 0 else { return [] }
    let stride = GlobalHeap.Reference.size
    var stored = [UInt8](repeating: 0, count: count * stride)
    let status = stored.withUnsafeMutableBytes { read(Library.referenceType, $0.baseAddress) }
    try attempt.check(status, "read \(owner)")

    var heap = try GlobalHeap(self)
    var values: [Value] = []
    var total = 0
    for start in Swift.stride(from: 0, to: stored.count, by: stride) {
      let reference = stored[start..<start + stride].withUnsafeBytes { GlobalHeap.Reference($0) }
      let length = reference.length * unit
      // No two elements share their content, so all together cannot be longer than the file.
      total += length
      guard total <= size, let content = length == 0 ? [] : heap.content(of: reference), content.count >= length else {
        throw attempt.error(.cannotRead, "the content of \(owner) is damaged", "write the file again")
      }
      values.append(value(content.prefix(length)))
    }
    return values
  }
}
