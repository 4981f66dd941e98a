import CHDF5

/// A type of elements found in a file, and the smallest of ours that holds it.
struct StoredType {
  /// Floats by size, integers as the smallest type that holds them all, enumerations as their integers.
  let element: ElementType
  /// Bytes per element; those of a variable-length text are elsewhere in the file.
  let bytes: Int
  /// Unsigned integers of 64 bits are read as `int64` and checked.
  let isUnsigned64: Bool
  /// Whether texts are stored each of its own length, not all padded to one.
  let isVariableLength: Bool

  /// The type, or nil if it has no place here (compound, opaque, references, wide integers, ...).
  init?(_ type: borrowing Handle) {
    let bytes = H5Tget_size(type.id)
    let isSigned = H5Tget_sign(type.id) != H5T_SGN_NONE
    switch H5Tget_class(type.id) {
    case H5T_FLOAT where Self.isPlain(type) && Self.isInterchangeFormat(type):
      element = bytes <= 4 ? .float : .double
    case H5T_STRING: element = .text
    case H5T_INTEGER where Self.isPlain(type), H5T_ENUM where Self.isPlain(type):
      switch (bytes, isSigned) {
      case (1, false): element = .uint8
      case (...2, _), (...4, true): element = .int32
      default: element = .int64
      }
    default: return nil
    }
    self.bytes = bytes
    isUnsigned64 = element == .int64 && bytes > 4 && !isSigned
    isVariableLength = element == .text && H5Tis_variable_str(type.id) > 0
  }

  /// Whether a number fills its bytes, at most 8, as all do in practice; HDF5 1.10 crashes on some types from damaged
  /// files that claim to have bits outside their bytes.
  private static func isPlain(_ type: borrowing Handle) -> Bool {
    let bytes = H5Tget_size(type.id)
    let base = H5Tget_class(type.id) == H5T_ENUM ? H5Tget_super(type.id) : H5Tcopy(type.id)
    defer { H5Tclose(base) }
    return bytes <= 8 && H5Tget_offset(base) == 0 && H5Tget_precision(base) == 8 * bytes
  }

  /// Whether the sign, exponent and fraction of a float lie in this order and leave no bit over, as in IEEE 754.
  private static func isInterchangeFormat(_ type: borrowing Handle) -> Bool {
    var sign = 0
    var exponent = 0
    var exponentWidth = 0
    var fraction = 0
    var fractionWidth = 0
    guard H5Tget_fields(type.id, &sign, &exponent, &exponentWidth, &fraction, &fractionWidth) >= 0 else { return false }
    return fraction == 0 && exponent == fractionWidth && sign == exponent + exponentWidth
      && sign == 8 * H5Tget_size(type.id) - 1
  }
}
