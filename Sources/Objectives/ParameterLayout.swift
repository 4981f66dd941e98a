/// A named, shaped stretch of a flat parameter vector.
public struct ParameterSlice: Sendable, Codable, Hashable {
  /// The name, as PyTorch would print it: "layers.0.weight".
  public let name: String
  /// Where its first element lies.
  public let offset: Int
  /// The shape; the elements lie in row-major order.
  public let shape: [Int]

  /// A slice of the given name, place and shape.
  public init(name: String, offset: Int, shape: [Int]) {
    self.name = name
    self.offset = offset
    self.shape = shape
  }

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }
  /// The indices of the elements in the flat vector.
  public var range: Range<Int> { offset..<(offset + count) }
}

/// Which named tensor lies where in the flat parameter vector.
public struct ParameterLayout: Sendable, Codable, Hashable {
  /// The tensors in the order of the memory, without gaps.
  public private(set) var slices: [ParameterSlice] = []

  /// A layout without tensors.
  public init() {}

  /// The number of parameters.
  public var count: Int { slices.last.map { $0.offset + $0.count } ?? 0 }

  /// Appends a tensor behind the last one and returns its slice.
  @discardableResult
  public mutating func append(_ name: String, shape: [Int]) -> ParameterSlice {
    let slice = ParameterSlice(name: name, offset: count, shape: shape)
    slices.append(slice)
    return slice
  }

  /// The tensor of that name, if there is one.
  public subscript(name: String) -> ParameterSlice? { slices.first { $0.name == name } }
}
