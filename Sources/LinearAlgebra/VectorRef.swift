/// An unmanaged view of contiguous scalars: what kernels take.
public struct VectorRef<Element: Scalar>: BitwiseCopyable {
  /// The first element.
  public let base: UnsafeMutablePointer<Element>
  /// The number of elements.
  public let count: Int

  /// A view of `count` elements from `base` on.
  @inlinable public init(_ base: UnsafeMutablePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  @inlinable init(_ buffer: UnsafeMutableBufferPointer<Element>) {
    guard let base = buffer.baseAddress else { preconditionFailure("a view of no memory") }
    self.init(base, count: buffer.count)
  }

  /// The `i`-th element.
  @inlinable public subscript(i: Int) -> Element {
    get {
      assert(i >= 0 && i < count)
      return base[i]
    }
    nonmutating set {
      assert(i >= 0 && i < count)
      base[i] = newValue
    }
  }

  /// The same memory as a buffer.
  @inlinable public var buffer: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }

  /// The elements `offset ..< offset + count`.
  @inlinable public func slice(_ offset: Int, _ count: Int) -> VectorRef {
    precondition(offset >= 0 && count >= 0 && offset + count <= self.count)
    return VectorRef(base + offset, count: count)
  }

  /// The elements from `offset` on as a row-major matrix of shape (rows, columns).
  @inlinable public func matrix(at offset: Int, _ rows: Int, _ columns: Int) -> MatrixRef<Element> {
    precondition(offset >= 0 && offset + rows * columns <= count)
    return MatrixRef(base + offset, rows, columns)
  }
}
