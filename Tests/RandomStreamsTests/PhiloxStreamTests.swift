import RandomStreams
import Testing

@Suite struct PhiloxStreamTests {
  struct Vector: Sendable {
    let counter: SIMD4<UInt32>
    let key: SIMD2<UInt32>
    let words: [UInt32]
  }

  /// Random123, tests/kat_vectors, the three lines "philox4x32 10".
  static let published = [
    Vector(counter: .zero, key: .zero, words: [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
    Vector(
      counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max),
      words: [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]),
    Vector(
      counter: SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), key: SIMD2(0xA409_3822, 0x299F_31D0),
      words: [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]),
  ]

  @Test(arguments: published)
  func givesThePublishedWords(_ vector: Vector) {
    var stream = PhiloxStream(key: vector.key, counter: vector.counter)
    #expect(words(4, of: &stream) == vector.words)
  }

  static let carries: [(SIMD4<UInt32>, SIMD4<UInt32>)] = [
    (SIMD4(.max, 0, 0, 0), SIMD4(0, 1, 0, 0)), (SIMD4(.max, .max, 7, 0), SIMD4(0, 0, 8, 0)),
    (SIMD4(.max, .max, .max, 1), SIMD4(0, 0, 0, 2)), (SIMD4(repeating: .max), .zero),
  ]

  @Test(arguments: carries)
  func theCounterCarriesAndWraps(_ counter: SIMD4<UInt32>, _ successor: SIMD4<UInt32>) {
    var stream = PhiloxStream(key: SIMD2(1, 2), counter: counter)
    _ = words(4, of: &stream)
    var next = PhiloxStream(key: SIMD2(1, 2), counter: successor)
    #expect(words(5, of: &stream) == words(5, of: &next))
  }

  static let cases = Result { try StreamFixture.cases(in: "philox") }

  /// A second implementation, in Python, of the keys, the values and the shuffle: what stored results depend on.
  @Test(arguments: try cases.get())
  func equalsIndependentImplementation(_ fixture: StreamFixture.Case) throws {
    let purpose = try #require(streamPurpose(named: fixture.purpose ?? "", index: fixture.index ?? 0))
    var stream = PhiloxStream(rootSeed: try #require(fixture.rootSeed), seed: fixture.seed, purpose: purpose)
    for call in fixture.calls {
      if call.call == "words" {
        #expect(words(call.values.count, of: &stream).map { Int($0) } == call.integers)
      } else {
        replay(call, on: &stream) { _ in NormalTolerance(unitsInTheLastPlace: 0, relative: 1e-15) }
      }
    }
  }

  @Test func noTwoKeysShareAWordPair() {
    var seen = Set<UInt64>()
    var count = 0
    let purposes: [StreamPurpose] =
      [.teacher, .data, .testData, .split, .student, .representation, .noise]
      + (0..<20).map { .batches(epoch: $0) } + (0..<20).map { .restart($0) }
      + (0..<20).map { .probes($0) } + (0..<20).map { .testSample(evaluation: $0) }
      + (0..<20).map { .trainingSample(evaluation: $0) }
    for rootSeed in [0, 1, 2, 1 << 32, .max] as [UInt64] {
      for seed in Array(0..<40) + [1 << 32, 1 << 63, .max] as [UInt64] {
        for purpose in purposes {
          var stream = PhiloxStream(rootSeed: rootSeed, seed: seed, purpose: purpose)
          for _ in 0..<3 { seen.insert(stream.next()) }
          count += 3
        }
      }
    }
    // 30,000 draws of 64 bits hold an equal pair by chance with a probability of 2e-11.
    #expect(seen.count == count)
  }

  @Test func subsetsAreAscendingAndFavourNoNumber() {
    var counts = [Int](repeating: 0, count: 10)
    let subset = UnsafeMutableBufferPointer<Int32>.allocate(capacity: 3)
    defer { subset.deallocate() }
    for evaluation in 0..<4000 {
      var stream = PhiloxStream(rootSeed: 1, seed: 2, purpose: .testSample(evaluation: evaluation))
      stream.fillSubset(subset, of: 10)
      #expect(subset[0] >= 0 && subset[0] < subset[1] && subset[1] < subset[2] && subset[2] < 10)
      for number in subset { counts[Int(number)] += 1 }
    }
    // 1200 each, with a standard deviation of 29.
    #expect(counts.allSatisfy { abs($0 - 1200) < 5 * 29 })
    var stream = PhiloxStream(rootSeed: 1, seed: 2, purpose: .trainingSample(evaluation: 0))
    stream.fillSubset(subset, of: 3)
    #expect(Array(subset) == [0, 1, 2])
  }

  @Test func streamsThatDifferInOneBitAreUncorrelated() {
    let count = 4000
    let keys: [(seed: UInt64, purpose: StreamPurpose)] = [
      (0, .data), (1, .data), (1 << 63, .data), (0, .noise), (0, .testData),
    ]
    let columns = keys.map { key in
      var stream = PhiloxStream(rootSeed: 0, seed: key.seed, purpose: key.purpose)
      return stream.normals(count) as [Double]
    }
    for first in columns.indices {
      for second in 0..<first {
        let products = zip(columns[first], columns[second]).map { $0 * $1 }
        let correlation = products.reduce(0, +) / Double(count)
        #expect(abs(correlation) < 4 / Double(count).squareRoot())
      }
    }
  }

  @Test func aStoredPositionResumesToTheSameBits() {
    var stream = PhiloxStream(rootSeed: 3, seed: 4, purpose: .batches(epoch: 5))
    #expect(stream.position == 0)
    for consumed in 1...9 {
      _ = stream.nextWord()
      #expect(stream.position == UInt64(consumed))
      var resumed = PhiloxStream(rootSeed: 3, seed: 4, purpose: .batches(epoch: 5))
      resumed.position = stream.position
      var continued = stream
      #expect(words(9, of: &resumed) == words(9, of: &continued))
    }
  }

  @Test func aFarPositionIsTheFarBlock() {
    var far = PhiloxStream(key: SIMD2(8, 9), counter: .zero)
    far.position = 4 * (1 << 40 + 6)
    var block = PhiloxStream(key: SIMD2(8, 9), counter: SIMD4(6, 1 << 8, 0, 0))
    #expect(words(6, of: &far) == words(6, of: &block))
  }

  @Test func aWordPairHasItsFirstWordLowest() {
    var pairs = PhiloxStream(rootSeed: 1, seed: 1, purpose: .data)
    var single = pairs
    let word = UInt64(single.nextWord())
    #expect(pairs.next() == UInt64(single.nextWord()) << 32 | word)
  }
}

private func words(_ count: Int, of stream: inout PhiloxStream) -> [UInt32] {
  (0..<count).map { _ in stream.nextWord() }
}

private func streamPurpose(named name: String, index: Int) -> StreamPurpose? {
  switch name {
  case "teacher": .teacher
  case "data": .data
  case "testData": .testData
  case "split": .split
  case "student": .student
  case "representation": .representation
  case "noise": .noise
  case "batches": .batches(epoch: index)
  case "restart": .restart(index)
  default: nil
  }
}
