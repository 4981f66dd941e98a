/// The rows of a data set that a pass works on: consecutive ones, or a list of indices.
///
/// A view: a list must outlive it.
public struct RowSelection: BitwiseCopyable {
  /// The first row, where they are consecutive.
  let start: Int
  /// The number of rows.
  public let count: Int
  let indices: UnsafePointer<Int32>?

  /// The rows `start ..< start + count`.
  public init(from start: Int = 0, first count: Int) {
    self.start = start
    self.count = count
    indices = nil
  }

  /// The rows `indices[0 ..< count]`.
  public init(_ indices: UnsafePointer<Int32>, count: Int) {
    start = 0
    self.count = count
    self.indices = indices
  }

  /// The data row that is the `i`-th selected.
  public subscript(i: Int) -> Int {
    if let indices { return Int(indices[i]) }
    return start + i
  }
}
