/// The type of a tensor's elements.
public enum TensorElement: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 double precision.
  case float64
  /// IEEE 754 single precision.
  case float32
  /// IEEE 754 half precision.
  case float16
  /// The upper half of a single-precision number ("brain float").
  case bfloat16
  /// Signed integers of 64 bits.
  case int64
  /// Signed integers of 32 bits.
  case int32
  /// Signed integers of 16 bits.
  case int16
  /// Signed integers of 8 bits.
  case int8
  /// Unsigned integers of 64 bits.
  case uint64
  /// Unsigned integers of 32 bits.
  case uint32
  /// Unsigned integers of 16 bits.
  case uint16
  /// Unsigned integers of 8 bits.
  case uint8
  /// Truth values of one byte: 0 or not 0.
  case bool

  /// Bytes per element.
  public var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// Whether the elements are floating-point numbers.
  public var isReal: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    default: false
    }
  }
}
