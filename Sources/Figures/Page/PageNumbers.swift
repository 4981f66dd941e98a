import Foundation

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

  /// The number with five digits that is nearest to `value`; through text, so that its shortest text has no more.
  private static func rounded(_ value: Double) -> Double { Double(String(format: "%.5g", value)) ?? value }
}
