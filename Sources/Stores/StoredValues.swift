/// The elements of an array in row-major order (the last dimension varies fastest).
public enum StoredValues: Sendable, Equatable {
  /// IEEE single precision; NaN means "no value" to readers.
  case float([Float])
  /// IEEE double precision; NaN means "no value" to readers.
  case double([Double])
  /// Signed integers of 32 bits.
  case int32([Int32])
  /// Signed integers of 64 bits.
  case int64([Int64])
  /// Unsigned integers of 8 bits, also for flags.
  case uint8([UInt8])
  /// Unicode text without the NUL character.
  case text([String])

  /// The number of elements.
  public var count: Int {
    switch self {
    case .float(let values): values.count
    case .double(let values): values.count
    case .int32(let values): values.count
    case .int64(let values): values.count
    case .uint8(let values): values.count
    case .text(let values): values.count
    }
  }

  /// Whether type and elements are the same; unlike IEEE equality, NaN equals NaN, so that what is read back from a
  /// file equals what was written.
  public static func == (left: StoredValues, right: StoredValues) -> Bool {
    switch (left, right) {
    case (.float(let a), .float(let b)): same(a, b)
    case (.double(let a), .double(let b)): same(a, b)
    case (.int32(let a), .int32(let b)): a == b
    case (.int64(let a), .int64(let b)): a == b
    case (.uint8(let a), .uint8(let b)): a == b
    case (.text(let a), .text(let b)): a == b
    default: false
    }
  }

  /// Whether two arrays have equal elements, NaN being equal to itself.
  static func same<Number: BinaryFloatingPoint>(_ a: [Number], _ b: [Number]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}

extension StoredValues {
  /// The elements as real numbers, nil for texts.
  public var numbers: [Double]? {
    switch self {
    case .float(let values): values.map(Double.init)
    case .double(let values): values
    case .int32(let values): values.map(Double.init)
    case .int64(let values): values.map(Double.init)
    case .uint8(let values): values.map(Double.init)
    case .text: nil
    }
  }
}
