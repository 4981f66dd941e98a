/// An unmanaged view of a contiguous row-major matrix, possibly transposed.
public struct MatrixRef<Element: Scalar>: BitwiseCopyable {
  /// The first element.
  public let base: UnsafeMutablePointer<Element>
  /// The shape as seen, after transposition.
  public let rows: Int, columns: Int
  /// Whether the memory holds the transposed matrix.
  public let isTransposed: Bool

  /// A view of `rows * columns` elements from `base` on.
  @inlinable public init(
    _ base: UnsafeMutablePointer<Element>, _ rows: Int, _ columns: Int, isTransposed: Bool = false
  ) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.isTransposed = isTransposed
  }

  /// The distance in memory between two rows as stored.
  @inlinable public var stride: Int { isTransposed ? rows : columns }

  /// The transposed view of the same memory.
  @inlinable public var transposed: MatrixRef { MatrixRef(base, columns, rows, isTransposed: !isTransposed) }

  /// All elements in the order of the memory.
  @inlinable public var elements: VectorRef<Element> { VectorRef(base, count: rows * columns) }

  /// The `i`-th row.
  @inlinable public func row(_ i: Int) -> VectorRef<Element> {
    assert(!isTransposed && i >= 0 && i < rows)
    return VectorRef(base + i * columns, count: columns)
  }

  /// The rows `start ..< start + count`.
  @inlinable public func rows(from start: Int = 0, _ count: Int) -> MatrixRef {
    precondition(!isTransposed && start >= 0 && count >= 0 && start + count <= rows)
    return MatrixRef(base + start * columns, count, columns)
  }
}

/// `c = alpha a b + beta c`, where `a` and `b` may be transposed views.
///
/// - Complexity: `2 rows(c) columns(c) columns(a)` floating-point operations, by OpenBLAS.
@inlinable public func gemm<Element: Scalar>(
  _ a: MatrixRef<Element>, _ b: MatrixRef<Element>, alpha: Element = 1, beta: Element = 0,
  into c: MatrixRef<Element>
) {
  precondition(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns && !c.isTransposed)
  Element._gemm(
    a.isTransposed, b.isTransposed, c.rows, c.columns, a.columns, alpha, a.base, max(a.stride, 1),
    b.base, max(b.stride, 1), beta, c.base, max(c.stride, 1))
}
