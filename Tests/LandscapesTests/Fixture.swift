import Foundation

/// Reads the reference files of these tests from beside the sources.
enum Fixture {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/landscapes")

  static func json<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// The rows of a CSV file below its header.
  static func table(_ name: String) throws -> [[Double]] {
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").map { Double($0) ?? .nan }
    }
  }
}

/// What SciPy computed.
struct SciPyReference: Decodable {
  struct Quantile: Decodable {
    let probability, degreesOfFreedom, value: Double
  }
  struct Fit: Decodable {
    let x, y: [Double]
    let slope, intercept, low, high: Double
  }
  struct Interval: Decodable {
    let values, arithmetic, geometric: [Double]
  }
  let quantiles: [Quantile]
  let fits: [Fit]
  let estimates: [Interval]
}

/// Whether two numbers agree to a relative tolerance, or absolutely below one.
func agrees(_ a: Double, _ b: Double, within tolerance: Double) -> Bool {
  abs(a - b) <= tolerance * max(1, abs(b))
}
