import Files

/// Writes the elements of a variable into the place that HDF5 has made for them.
struct PlainElements {
  private let variable: StreamedVariable
  private let partCount: Int
  private let length: Int

  /// Those of `variable`, whose dimensions are those of `group`.
  init(_ variable: StreamedVariable, in group: StoredGroup) {
    let shape = variable.dimensions.map { name in group.dimensions.first { $0.name == name }?.count ?? 0 }
    self.variable = variable
    length = shape.last ?? 0
    partCount = Extent.count(shape.dropLast())
  }

  private var partBytes: Int { length * variable.precision.size }

  /// The bytes of all elements.
  var byteCount: Int { Extent.count([partCount, partBytes]) }

  /// Writes all parts from `offset` on, one after the other.
  func write(at offset: Int, _ replacement: StoreReplacement) throws(StoreError) {
    guard byteCount > 0 else { return }
    let missing: StoredValues =
      switch variable.precision {
      case .float: .float([Float](repeating: .nan, count: length))
      case .double: .double([Double](repeating: .nan, count: length))
      }
    for number in 0..<partCount {
      let position = offset + number * partBytes, target = replacement.file.descriptor
      let code =
        switch try variable.part(number, count: length) ?? .values(missing) {
        case .values(let values):
          values.withElements { elements in
            writeAll(target, UnsafeRawBufferPointer(start: elements, count: partBytes), at: position)
          }
        case .file(let place):
          copyBytes(partBytes, from: place.descriptor, at: place.offset, to: target, at: position)
        }
      guard code == 0 else { throw replacement.failure("write its bytes", code) }
    }
  }
}
