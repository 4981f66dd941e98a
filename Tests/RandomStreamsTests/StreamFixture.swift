import Foundation
import RandomStreams
import Testing

/// The calls that another program made on one stream, and what it got.
struct StreamFixture: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let seed: UInt64
    let rootSeed: UInt64?
    let purpose: String?
    let index: Int?
    let calls: [Call]

    var testDescription: String { "seed \(seed) \(purpose ?? "")" }
  }

  struct Call: Decodable, Sendable {
    enum ElementType: String, Decodable { case float32, float64 }

    let call: String
    let type: ElementType?
    let arguments: [Double]
    /// Doubles, bit patterns of floats or integers below 2^32: a Double holds each exactly.
    let values: [Double]

    var integers: [Int] { values.map { Int($0) } }
    var floats: [Float] { values.map { Float(bitPattern: UInt32($0)) } }
  }

  let cases: [Case]

  static func cases(in name: String) throws -> [Case] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/random/\(name).json")
    return try JSONDecoder().decode(StreamFixture.self, from: Data(contentsOf: url)).cases
  }
}

/// What equality of normal values means for a stream.
///
/// For Float it is in units in the last place of the value or of its distance from the mean, whichever is larger, since
/// adding the mean can cancel leading digits; for Double it is in relative size.
struct NormalTolerance {
  let unitsInTheLastPlace: Float
  let relative: Double
}

/// Makes a fixture's uniform, normal or permutation call and checks the values.
func replay(_ call: StreamFixture.Call, on stream: inout some RandomSource, tolerance: (Int) -> NormalTolerance) {
  let count = call.values.count
  let tolerance = tolerance(count)
  switch (call.call, call.type) {
  case ("permutation", nil):
    #expect(stream.permutation(of: count) == call.integers)
  case ("uniform", .float32):
    let ends = call.arguments.map { Float($0) }
    #expect(stream.uniforms(count, from: ends[0], to: ends[1]) == call.floats)
  case ("uniform", .float64):
    #expect(stream.uniforms(count, from: call.arguments[0], to: call.arguments[1]) == call.values)
  case ("normal", .float32):
    let moments = call.arguments.map { Float($0) }
    let values = stream.normals(count, mean: moments[0], standardDeviation: moments[1])
    for (value, expected) in zip(values, call.floats) {
      let unit = max(expected.ulp, (expected - moments[0]).ulp)
      #expect(abs(value - expected) <= tolerance.unitsInTheLastPlace * unit, "\(value) for \(expected)")
    }
  case ("normal", .float64):
    let values = stream.normals(count, mean: call.arguments[0], standardDeviation: call.arguments[1])
    for (value, expected) in zip(values, call.values) {
      #expect(abs(value - expected) <= tolerance.relative * abs(expected), "\(value) for \(expected)")
    }
  default:
    Issue.record("the fixture has an unknown call \(call.call)")
  }
}
