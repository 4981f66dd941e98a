/// Philox4x32-10, a keyed counter-based generator: the stream for everything that need not match another program.
///
/// Block b of a stream is philox(counter + b, key), four 32-bit words that depend on nothing else, so streams can be
/// used in any order and on any number of threads, and a stream can be left and resumed by its `position` alone.
///
/// A stream for a purpose takes its key and counter from one block of the root seed's own generator:
///
///     (a, b, c, d) = philox(counter: (seed, purpose.word), key: root seed), each low word first
///     key = (a, b), counter = (0, 0, c, d)
///
/// Under one root seed this map is one to one, since Philox with a fixed key is a bijection of the counter: no two
/// (seed, purpose) share a block within 2^64 blocks. Streams of different root seeds coincide with a probability of
/// 2^-128 a pair.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public struct PhiloxStream: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private let start: SIMD4<UInt32>
  private var block: SIMD4<UInt32> = .zero
  private var consumed: UInt64 = 0

  /// The stream of one purpose of one seed under a root seed.
  ///
  /// All 64 bits of both seeds count.
  public init(rootSeed: UInt64, seed: UInt64, purpose: StreamPurpose) {
    let identity = Self.philox(
      counter: SIMD4(seed.lowWord, seed.highWord, purpose.word.lowWord, purpose.word.highWord),
      key: SIMD2(rootSeed.lowWord, rootSeed.highWord))
    self.init(key: SIMD2(identity[0], identity[1]), counter: SIMD4(0, 0, identity[2], identity[3]))
  }

  /// The stream of a raw key from a raw counter on, as in the published test vectors.
  ///
  /// The counter is one 128-bit integer, its lowest word first; it wraps.
  public init(key: SIMD2<UInt32>, counter: SIMD4<UInt32>) {
    self.key = key
    self.start = counter
  }

  /// How many 32-bit words have been consumed: the whole state of a stream whose key is known.
  ///
  /// Assigning a stored position resumes the stream there, to the same bits.
  /// - Complexity: O(1).
  public var position: UInt64 {
    get { consumed }
    set {
      consumed = newValue
      if consumed & 3 != 0 { loadBlock() }
    }
  }

  /// The next 32-bit word.
  public mutating func nextWord() -> UInt32 {
    let lane = Int(truncatingIfNeeded: consumed & 3)
    if lane == 0 { loadBlock() }
    consumed &+= 1
    return block[lane]
  }

  /// The next two words as one integer, the first word lowest.
  public mutating func next() -> UInt64 {
    let low = UInt64(nextWord())
    return UInt64(nextWord()) << 32 | low
  }

  private mutating func loadBlock() {
    let (low, overflow) = (UInt64(start[1]) << 32 | UInt64(start[0])).addingReportingOverflow(consumed >> 2)
    let high = (UInt64(start[3]) << 32 | UInt64(start[2])) &+ (overflow ? 1 : 0)
    block = Self.philox(counter: SIMD4(low.lowWord, low.highWord, high.lowWord, high.highWord), key: key)
  }

  /// Ten Philox rounds, the key raised by Weyl constants between them (the paper's section 3.3).
  private static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (x0, x1, x2, x3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let even = UInt64(x0) &* 0xD251_1F53
      let odd = UInt64(x2) &* 0xCD9E_8D57
      (x0, x1, x2, x3) = (odd.highWord ^ x1 ^ k0, odd.lowWord, even.highWord ^ x3 ^ k1, even.lowWord)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(x0, x1, x2, x3)
  }
}

extension UInt64 {
  fileprivate var lowWord: UInt32 { UInt32(truncatingIfNeeded: self) }
  fileprivate var highWord: UInt32 { UInt32(truncatingIfNeeded: self >> 32) }
}
