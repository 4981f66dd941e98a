/// The rows of a data set that a pass works on: the first so many, or a list of indices.
///
/// A view: a list must outlive it.
public struct RowSelection: BitwiseCopyable {
  /// The number of rows.
  public let count: Int
  let indices: UnsafePointer<Int32>?

  /// The rows `0 ..< count`.
  public init(first count: Int) {
    self.count = count
    indices = nil
  }

  /// The rows `indices[0 ..< count]`.
  public init(_ indices: UnsafePointer<Int32>, count: Int) {
    self.count = count
    self.indices = indices
  }

  /// The data row that is the `i`-th selected.
  public subscript(i: Int) -> Int {
    if let indices { return Int(indices[i]) }
    return i
  }
}
