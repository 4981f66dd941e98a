import Foundation
import RandomStreams
import Testing

/// What holds for every stream, and for the values that a Philox stream makes of its words.
@Suite struct RandomSourceTests {
  static let sources: [any RandomSource] = [
    PhiloxStream(rootSeed: 1, seed: 2, purpose: .data), TorchStream(seed: 3), NumPyStream(seed: 4),
  ]

  @Test(arguments: sources.indices)
  func normalValuesHaveTheMomentsOfANormalDistribution(_ source: Int) {
    var stream = Self.sources[source]
    let count = 40_000
    let values: [Double] = stream.normals(count, mean: 2, standardDeviation: 3).map { ($0 - 2) / 3 }
    // Moments 1 to 4 are 0, 1, 0, 3 with variances 1, 2, 15, 96 over the count: five standard errors each.
    let expected: [(power: Double, moment: Double, variance: Double)] = [(1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)]
    for (power, moment, variance) in expected {
      let mean = values.map { pow($0, power) }.reduce(0, +) / Double(count)
      #expect(abs(mean - moment) < 5 * (variance / Double(count)).squareRoot(), "moment \(power)")
    }
    let beyondTwo = Double(values.count { abs($0) > 2 }) / Double(count)
    #expect(abs(beyondTwo - 0.045500) < 5 * (0.0455 * 0.9545 / Double(count)).squareRoot())
  }

  @Test(arguments: sources.indices)
  func uniformValuesFillTheirRangeEvenly(_ source: Int) {
    var stream = Self.sources[source]
    let count = 20_000
    var cells = [Int](repeating: 0, count: 10)
    for value: Float in stream.uniforms(count, from: -1, to: 1) {
      #expect(value >= -1 && value < 1)
      cells[Int((value + 1) * 5)] += 1
    }
    let expected = Double(count) / 10
    let chiSquare = cells.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    // The 0.999 quantile of chi-square with 9 degrees of freedom is 27.9.
    #expect(chiSquare < 27.9)
  }

  @Test(arguments: sources.indices)
  func permutationsArePermutationsAndFavourNoOrder(_ source: Int) {
    var stream = Self.sources[source]
    #expect(stream.permutation(of: 1000).sorted() == Array(0..<1000))
    var orders: [[Int]: Int] = [:]
    for _ in 0..<6000 { orders[stream.permutation(of: 3), default: 0] += 1 }
    #expect(orders.count == 6)
    let chiSquare = orders.values.reduce(0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    // The 0.999 quantile of chi-square with 5 degrees of freedom is 20.5.
    #expect(chiSquare < 20.5)
  }

  @Test(arguments: [0, 1, 2, 7, 16, 33])
  func philoxValuesDependOnTheStreamsPositionOnly(_ split: Int) {
    let start = PhiloxStream(rootSeed: 11, seed: 12, purpose: .student)
    var (whole, parts) = (start, start)
    #expect(whole.normals(40) as [Float] == parts.normals(split) + parts.normals(40 - split))
    #expect(
      whole.uniforms(40, from: 1, to: 2) as [Double]
        == parts.uniforms(split, from: 1, to: 2) + parts.uniforms(40 - split, from: 1, to: 2))
    #expect(whole.position == 40 * 4 + 40 * 2)
    #expect(parts.position == whole.position)
  }

  @Test func philoxValuesInFloatAreThoseInDoubleRounded() {
    let start = PhiloxStream(rootSeed: 11, seed: 13, purpose: .noise)
    var (single, double) = (start, start)
    let (floats, doubles): ([Float], [Double]) = (single.normals(1000), double.normals(1000))
    #expect(floats == doubles.map { Float($0) })
    let fractions: [Float] = single.uniforms(1000, from: 0, to: 1)
    for (short, long) in zip(fractions, double.uniforms(1000, from: 0, to: 1) as [Double]) {
      #expect(long - Double(short) >= 0 && long - Double(short) < 0x1p-24)
    }
  }

  @Test func aPhiloxUniformValueNeverReachesItsUpperEnd() {
    // Between these neighbours every fraction from one half up would round to the upper end.
    var stream = PhiloxStream(rootSeed: 0, seed: 0, purpose: .data)
    let low = 1.0
    #expect(stream.uniforms(100, from: low, to: low.nextUp).allSatisfy { $0 == low })
    #expect(stream.uniforms(3, from: Float(2), to: 2) == [2, 2, 2])
  }
}
