/// The stream of NumPy's legacy RandomState, which `np.random.seed` and `np.random.*` use.
///
/// The same seed and the same calls give NumPy's numbers, equal to the bit (x86-64, same C library). Values are made in
/// Double and rounded to the element type, as `.astype(np.float32)` does. An array shuffled by `RandomState.shuffle` is
/// the array indexed by `permutation`.
public struct NumPyStream: RandomSource {
  private var generator: MersenneTwister
  /// The second value of a polar pair: it belongs to the generator and outlives the call that made it.
  private var spareNormal: Double?

  /// The stream of `RandomState(seed)`.
  public init(seed: UInt32) {
    generator = MersenneTwister(seed: seed)
  }

  /// One value of `random_sample`, also called `rand`: uniform in [0, 1) with 53 digits, from two words.
  public mutating func randomSample() -> Double {
    let high = Double(generator.nextWord() >> 5)
    let low = Double(generator.nextWord() >> 6)
    return (high * 0x1p26 + low) * 0x1p-53
  }

  /// One value of `standard_normal`, also called `randn`, by Marsaglia's polar method.
  ///
  /// With (x, y) uniform in the unit disc and s = x^2 + y^2 the pair is (y, x) sqrt(-2 ln(s) / s); its second value
  /// waits for the next call.
  ///
  /// Source: Marsaglia and Bray, "A convenient method for generating normal variables", SIAM Review 6 (1964).
  public mutating func standardNormal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let x = 2 * randomSample() - 1
      let y = 2 * randomSample() - 1
      let square = x * x + y * y
      guard square < 1, square > 0 else { continue }
      let scale = (-2 * naturalLogarithm(square) / square).squareRoot()
      spareNormal = scale * x
      return scale * y
    }
  }

  /// Fills a buffer as `uniform(low, high)` does: low + (high - low) `randomSample()`.
  public mutating func fillUniform<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, from low: T, to high: T
  ) {
    let (low, width) = (Double(low), Double(high) - Double(low))
    for index in values.indices { values[index] = T(low + width * randomSample()) }
  }

  /// Fills a buffer as `normal(mean, standardDeviation)` does: mean + standardDeviation `standardNormal()`.
  public mutating func fillNormal<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, mean: T, standardDeviation: T
  ) {
    let (mean, standardDeviation) = (Double(mean), Double(standardDeviation))
    for index in values.indices { values[index] = T(mean + standardDeviation * standardNormal()) }
  }

  /// The order that `permutation(count)` gives: a shuffle from the back.
  ///
  /// The count must be at most 2^32.
  public mutating func permutation(of count: Int) -> [Int] {
    precondition(count >= 0 && count <= 1 << 32, "RandomState.permutation is followed for counts in 0 ... 2^32")
    var order = Array(0..<count)
    for index in order.indices.dropFirst().reversed() {
      order.swapAt(index, Int(nextInteger(through: UInt32(index))))
    }
    return order
  }

  /// The integers of `choice(population, count, replace=False)`: the first `count` of a permutation of the whole
  /// population.
  public mutating func choice(_ count: Int, from population: Int) -> [Int] {
    precondition(count >= 0 && count <= population, "a choice without replacement cannot exceed its population")
    return Array(permutation(of: population).prefix(count))
  }

  /// The integers of `randint(range.lowerBound, range.upperBound, count)`, which `choice` with replacement also draws.
  ///
  /// The range must hold between 1 and 2^32 integers.
  public mutating func integers(_ count: Int, in range: Range<Int>) -> [Int] {
    precondition(!range.isEmpty && range.count <= 1 << 32, "RandomState.randint is followed for 1 ... 2^32 integers")
    let last = UInt32(range.count - 1)
    return (0..<count).map { _ in range.lowerBound + Int(nextInteger(through: last)) }
  }

  /// A uniform integer from 0 through `last`: the low bits of words, as many as `last` has, until one is in range.
  private mutating func nextInteger(through last: UInt32) -> UInt32 {
    guard last > 0 else { return 0 }
    let mask = UInt32.max >> UInt32(last.leadingZeroBitCount)
    while true {
      let candidate = generator.nextWord() & mask
      if candidate <= last { return candidate }
    }
  }
}
