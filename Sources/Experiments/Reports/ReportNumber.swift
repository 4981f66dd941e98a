import Foundation

/// A number of a report; NaN and infinity, which JSON lacks, are `null` there and come back as NaN.
public struct ReportNumber: Sendable, Equatable, Codable {
  /// The number itself.
  public let value: Double

  /// A number of a report.
  public init(_ value: Double) { self.value = value }

  /// Reads a number, or `null` as NaN.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value = container.decodeNil() ? .nan : try container.decode(Double.self)
  }

  /// Writes the number, or `null` if it is not finite.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
  }

  /// Whether the numbers are equal; NaN equals NaN.
  public static func == (left: ReportNumber, right: ReportNumber) -> Bool {
    left.value == right.value || (left.value.isNaN && right.value.isNaN)
  }
}

/// The text of a report as JSON: keys in snake case and sorted, numbers that are not finite as `null`.
public enum ReportJSON {
  /// The JSON text of `report`, without a newline at its end.
  ///
  /// - Throws: whatever the encoding of `report` throws; the reports of this module throw nothing.
  public static func text(_ report: some Encodable) throws -> String { try text(report, [.prettyPrinted]) }

  /// The JSON text of `report` on one line.
  ///
  /// - Throws: as `text`.
  public static func line(_ report: some Encodable) throws -> String { try text(report, []) }

  private static func text(_ report: some Encodable, _ form: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = form.union([.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }
}
