/// What a file says of one of its tensors.
public struct TensorInfo: Sendable, Hashable {
  /// The name: a key of safetensors, an entry of an .npz without `.npy`; a lone .npy has the name "parameters".
  public let name: String
  /// The lengths of the axes, slowest first; empty for a single element.
  public let shape: [Int]
  /// The type of the elements.
  public let element: TensorElement
  /// Whether the elements lie in row-major order ("C order"), not in column-major order ("Fortran order").
  public let isRowMajor: Bool

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  init(name: String, shape: [Int], element: TensorElement, isRowMajor: Bool = true) {
    self.name = name
    self.shape = shape
    self.element = element
    // With one axis or none longer than 1 both orders are the same.
    self.isRowMajor = isRowMajor || shape.count(where: { $0 != 1 }) < 2
  }

  /// The bytes of the elements of a tensor of this shape, nil if they do not fit in an `Int`.
  static func byteCount(shape: [Int], _ element: TensorElement) -> Int? {
    // A zero anywhere makes the product zero, but only where the other lengths are possible at all.
    var product = element.size
    for length in shape where length > 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }
}
