/// A bump allocator for workspaces: carves views once, frees them together.
///
/// Activations live here, so that a training step allocates nothing.
public struct Arena<Element: Scalar>: ~Copyable {
  private var slabs: [UnsafeMutableBufferPointer<Element>] = []

  /// An arena without memory.
  public init() { OpenBLAS.useOneThread() }

  deinit { for slab in slabs { slab.deallocate() } }

  /// A zeroed matrix of shape (rows, columns) that lives as long as the arena.
  public mutating func matrix(_ rows: Int, _ columns: Int) -> MatrixRef<Element> {
    MatrixRef(vector(rows * columns).base, rows, columns)
  }

  /// A zeroed vector that lives as long as the arena.
  public mutating func vector(_ count: Int) -> VectorRef<Element> {
    let slab = allocateAligned(count, of: Element.self)
    slab.initialize(repeating: 0)
    slabs.append(slab)
    return VectorRef(slab)
  }
}

// Uniquely owned: whoever holds it is the only one who does.
extension Arena: @unchecked Sendable {}

/// Memory for `count` scalars (at least one), aligned to a cache line.
func allocateAligned<Element: Scalar>(
  _ count: Int, of _: Element.Type = Element.self
) -> UnsafeMutableBufferPointer<Element> {
  let bytes = UnsafeMutableRawPointer.allocate(
    byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
  return UnsafeMutableBufferPointer(start: bytes.bindMemory(to: Element.self, capacity: max(count, 1)), count: count)
}
