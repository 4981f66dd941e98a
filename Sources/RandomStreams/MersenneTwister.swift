/// The Mersenne Twister mt19937, the generator under both PyTorch's CPU stream and NumPy's RandomState.
///
/// It is here for compatibility only; a stream of our own is a `PhiloxStream`.
///
/// Source: Matsumoto and Nishimura, ACM Trans. Model. Comput. Simul. 8 (1998), with the 2002 initialisation
/// `init_genrand`.
public struct MersenneTwister: Sendable {
  private static let length = 624
  private static let offset = 397
  private var state: [UInt32]
  private var index = Self.length

  /// The generator that `init_genrand(seed)` sets up.
  public init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(Self.length)
    var last = seed
    for number in 1..<UInt32(Self.length) {
      last = 1_812_433_253 &* (last ^ last >> 30) &+ number
      state.append(last)
    }
  }

  /// The next 32-bit word.
  public mutating func nextWord() -> UInt32 {
    if index == Self.length {
      twist()
      index = 0
    }
    var word = state[index]
    index += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C_5680
    word ^= word << 15 & 0xEFC6_0000
    return word ^ word >> 18
  }

  /// The next two words as one integer, the first word highest.
  mutating func nextPair() -> UInt64 {
    let high = UInt64(nextWord())
    return high << 32 | UInt64(nextWord())
  }

  private mutating func twist() {
    for place in 0..<Self.length {
      let joined = state[place] & 0x8000_0000 | state[(place + 1) % Self.length] & 0x7FFF_FFFF
      let twisted = joined >> 1 ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
      state[place] = state[(place + Self.offset) % Self.length] ^ twisted
    }
  }
}
