/// A named fact about a group, a dimension or a variable.
public struct StoredAttribute: Sendable, Equatable {
  /// The name, without slashes.
  public var name: String
  /// The value.
  public var value: AttributeValue

  /// The attribute `name` with this value.
  public init(_ name: String, _ value: AttributeValue) {
    self.name = name
    self.value = value
  }
}

/// The value of an attribute: one number or text, or a list of them.
public enum AttributeValue: Sendable, Equatable {
  /// A text.
  case text(String)
  /// A list of texts.
  case texts([String])
  /// A real number.
  case double(Double)
  /// A list of real numbers.
  case doubles([Double])
  /// An integer of 32 bits.
  case int32(Int32)
  /// A list of integers of 32 bits.
  case int32s([Int32])
  /// An integer of 64 bits.
  case int64(Int64)
  /// A list of integers of 64 bits.
  case int64s([Int64])
  /// A list of bytes, such as the `flag_values` of a variable of bytes.
  case bytes([UInt8])

  /// Whether kind and values are the same; NaN equals NaN, as for `StoredValues`.
  public static func == (left: AttributeValue, right: AttributeValue) -> Bool {
    switch (left, right) {
    case (.text(let a), .text(let b)): a == b
    case (.texts(let a), .texts(let b)): a == b
    case (.double(let a), .double(let b)): StoredValues.same([a], [b])
    case (.doubles(let a), .doubles(let b)): StoredValues.same(a, b)
    case (.int32(let a), .int32(let b)): a == b
    case (.int32s(let a), .int32s(let b)): a == b
    case (.int64(let a), .int64(let b)): a == b
    case (.int64s(let a), .int64s(let b)): a == b
    case (.bytes(let a), .bytes(let b)): a == b
    default: false
    }
  }

  /// The elements, and whether they are a list rather than a single value.
  var elements: (values: StoredValues, isList: Bool) {
    switch self {
    case .text(let value): (.text([value]), false)
    case .texts(let values): (.text(values), true)
    case .double(let value): (.double([value]), false)
    case .doubles(let values): (.double(values), true)
    case .int32(let value): (.int32([value]), false)
    case .int32s(let values): (.int32(values), true)
    case .int64(let value): (.int64([value]), false)
    case .int64s(let values): (.int64(values), true)
    case .bytes(let values): (.uint8(values), true)
    }
  }
}

extension [StoredAttribute] {
  /// The CF attributes that say what a quantity is: `units` ("1" if it has none) and `long_name`.
  static func describing(units: String, longName: String) -> [StoredAttribute] {
    [StoredAttribute("units", .text(units)), StoredAttribute("long_name", .text(longName))]
  }
}
