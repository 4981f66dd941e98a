/// Numbers of a page: infinities as the words `Infinity` and `-Infinity`, for which JSON has no number, and `null` for
/// what is no number.
public struct PageNumbers: Sendable, Equatable, Encodable {
  /// The numbers.
  public let values: [Double]
  /// Whether they are rounded to five digits, which no reader of a curve misses.
  let isRounded: Bool

  /// Measured numbers, which are rounded in a page, or exact ones.
  public init(_ values: [Double], isRounded: Bool = true) {
    self.values = values
    self.isRounded = isRounded
  }

  /// Those at `places`.
  func picked(_ places: [Int]) -> PageNumbers { PageNumbers(places.map { values[$0] }, isRounded: isRounded) }

  /// Writes the numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for value in values {
      if value.isFinite {
        try container.encode(isRounded ? Self.rounded(value) : value)
      } else if value.isNaN {
        try container.encodeNil()
      } else {
        try container.encode(value > 0 ? "Infinity" : "-Infinity")
      }
    }
  }

  /// The number with five digits that is nearest to `value`.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0 else { return value }
    let digits = 4 - scientificPower(value)
    guard abs(digits) < 290 else { return value }
    var scale = 1.0
    for _ in 0..<abs(digits) { scale *= 10 }
    // Scaled by a power of ten that is exact or nearly so, so that the shortest text of the result has no more digits.
    return digits >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }

  /// The power of ten of the first digit of what is not zero.
  private static func scientificPower(_ value: Double) -> Int {
    var power = 0
    var size = value.magnitude
    while size >= 10 {
      size /= 10
      power += 1
    }
    while size < 1 {
      size *= 10
      power -= 1
    }
    return power
  }
}
