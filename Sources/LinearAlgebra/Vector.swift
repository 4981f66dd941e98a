/// A fixed-length, heap-allocated, uniquely owned vector; freed when it goes out of scope.
///
/// Parameters, gradients and optimiser state are such vectors. It cannot be copied by accident: say `copy()`.
public struct Vector<Element: Scalar>: ~Copyable {
  @usableFromInline let storage: UnsafeMutableBufferPointer<Element>

  /// A vector of `count` zeros.
  public init(zeros count: Int) {
    OpenBLAS.useOneThread()
    storage = allocateAligned(count)
    storage.initialize(repeating: 0)
  }

  /// A vector with the elements of `values`.
  public init(_ values: [Element]) {
    self.init(zeros: values.count)
    _ = storage.update(from: values)
  }

  deinit { storage.deallocate() }

  /// The number of elements.
  @inlinable public var count: Int { storage.count }

  /// An unmanaged view for kernels, valid only while `self` is alive.
  @inlinable public var ref: VectorRef<Element> { VectorRef(storage) }

  /// The elements as an array (allocates).
  public var array: [Element] { Array(storage) }

  /// The `i`-th element.
  @inlinable public subscript(i: Int) -> Element {
    get { ref[i] }
    set { ref[i] = newValue }
  }

  /// A vector of its own with the same elements.
  public borrowing func copy() -> Vector {
    let result = Vector(zeros: count)
    _ = result.storage.update(from: storage)
    return result
  }
}

// Uniquely owned: whoever holds it is the only one who does.
extension Vector: @unchecked Sendable {}

extension Vector {
  /// The inner product `sum_i x_i y_i`.
  @inlinable public borrowing func dot(_ other: borrowing Vector) -> Element {
    precondition(count == other.count)
    return Element._dot(count, ref.base, other.ref.base)
  }

  /// The inner product, summed in double precision: for numbers that are reported, not for steps.
  @inlinable public borrowing func doublePrecisionDot(_ other: borrowing Vector) -> Double {
    precondition(count == other.count)
    return Element._doublePrecisionDot(count, ref.base, other.ref.base)
  }

  /// The Euclidean norm `sqrt(sum_i x_i^2)`.
  @inlinable public var norm: Element { Element._dot(count, ref.base, ref.base).squareRoot() }

  /// Adds `a` times `x`.
  @inlinable public mutating func add(_ a: Element, _ x: borrowing Vector) {
    precondition(count == x.count)
    Element._axpy(count, a, x.ref.base, ref.base)
  }

  /// Multiplies every element by `a`.
  @inlinable public mutating func scale(by a: Element) { Element._scal(count, a, ref.base) }

  /// Overwrites the elements with those of `x`.
  @inlinable public mutating func copy(from x: borrowing Vector) {
    precondition(count == x.count)
    ref.base.update(from: x.ref.base, count: count)
  }

  /// Overwrites every element with zero.
  @inlinable public mutating func setToZero() { storage.update(repeating: 0) }
}
