import CHDF5

/// Shapes of arrays.
enum Extent {
  /// The product of lengths; `Int.max` if it is larger.
  static func count(_ lengths: [Int]) -> Int {
    lengths.reduce(1) { product, length in
      let (result, overflow) = product.multipliedReportingOverflow(by: length)
      return overflow ? Int.max : result
    }
  }

  /// An HDF5 dataspace of this shape; a single element if the shape is empty.
  static func dataspace(shape: [Int], _ attempt: Attempt, _ step: String) throws(StoreError) -> Handle {
    if shape.isEmpty { return try attempt.handle(H5Screate(H5S_SCALAR), closedBy: H5Sclose, step) }
    let lengths = shape.map { hsize_t($0) }
    return try attempt.handle(H5Screate_simple(Int32(shape.count), lengths, nil), closedBy: H5Sclose, step)
  }
}
