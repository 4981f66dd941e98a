/// An immutable row-major matrix that many workers read at once: a data set.
public final class SharedMatrix<Element: Scalar>: @unchecked Sendable {
  private let storage: UnsafeMutableBufferPointer<Element>
  /// The shape.
  public let rows: Int, columns: Int

  /// A matrix of shape (rows, columns) that `fill` writes once, before anybody else sees it; zero where it does not write.
  public init(rows: Int, columns: Int, fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
    self.rows = rows
    self.columns = columns
    storage = allocateAligned(rows * columns)
    storage.initialize(repeating: 0)
    fill(storage)
  }

  /// A matrix with the given elements, row after row.
  public convenience init(rows: Int, columns: Int, _ values: [Element]) {
    precondition(values.count == rows * columns)
    self.init(rows: rows, columns: columns) { _ = $0.update(from: values) }
  }

  deinit { storage.deallocate() }

  /// A view of the first `count` rows (all of them if `nil`), for reading only.
  public func view(rows count: Int? = nil) -> MatrixRef<Element> {
    MatrixRef(VectorRef(storage).base, rows, columns).rows(count ?? rows)
  }
}
