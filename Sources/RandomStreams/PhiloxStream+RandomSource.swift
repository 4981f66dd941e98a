// How words become values is fixed forever, because stored results depend on it. Every uniform or normal value consumes
// a fixed number of words whatever its type and whatever came before, so n values and then k more are the same as n + k
// values, and a study in Double sees the numbers that the same study in Float sees, with more digits.
extension PhiloxStream: RandomSource {
  /// Fills a buffer with uniform values in [low, high), two words each.
  ///
  /// u = (the leading digits of `next()`) 2^-digits with 24 digits for Float and 53 for Double; the value is low + u
  /// (high - low) rounded once, and the number below `high` where that rounds to `high`. Where low equals high, every
  /// value is low.
  public mutating func fillUniform<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, from low: T, to high: T
  ) {
    precondition(low <= high && (high - low).isFinite, "a uniform range must have ordered ends and a finite width")
    let digits = min(T.significandBitCount + 1, 53)
    let resolution = T(sign: .plus, exponent: T.Exponent(-digits), significand: 1)
    let width = high - low
    let largest = low < high ? high.nextDown : low
    for index in values.indices {
      let fraction = T(next() >> UInt64(64 - digits)) * resolution
      values[index] = min(low.addingProduct(fraction, width), largest)
    }
  }

  /// Fills a buffer with normal values by the cosine branch of Box and Muller's method, four words each.
  ///
  /// z = sqrt(-2 ln(1 - u)) cos(2 pi v) with u and then v uniform in [0, 1) of 53 digits; the value is mean +
  /// standardDeviation z, computed in Double and then rounded to the type. The sine branch is left unused: with it a
  /// value would depend on whether an odd or an even number came before.
  ///
  /// Source: Box and Muller, "A note on the generation of random normal deviates", Ann. Math. Stat. 29 (1958).
  public mutating func fillNormal<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, mean: T, standardDeviation: T
  ) {
    let (mean, standardDeviation) = (Double(mean), Double(standardDeviation))
    for index in values.indices {
      let radius = (-2 * naturalLogarithm(1 - nextFraction())).squareRoot()
      let normal = radius * cosine(2 * Double.pi * nextFraction())
      values[index] = T(mean + standardDeviation * normal)
    }
  }

  /// A random order of 0 ..< `count` by Fisher and Yates's shuffle from the front: for i from 0, element i trades
  /// places with element i + k, k uniform in 0 ..< count - i.
  ///
  /// k is unbiased, by Lemire's method: the high half of the 128-bit product of `next()` and the bound, drawn again
  /// while the low half is below 2^64 mod the bound.
  ///
  /// Source: Lemire, "Fast random integer generation in an interval", ACM Trans. Model. Comput. Simul. 29 (2019).
  public mutating func permutation(of count: Int) -> [Int] {
    precondition(count >= 0, "a permutation needs a count of at least 0")
    var order = [Int32](repeating: 0, count: count)
    order.withUnsafeMutableBufferPointer { fillPermutation($0) }
    return order.map(Int.init)
  }

  /// Fills a buffer with the random order that `permutation(of:)` returns; allocates nothing.
  public mutating func fillPermutation(_ order: UnsafeMutableBufferPointer<Int32>) {
    for index in order.indices { order[index] = Int32(index) }
    for index in order.indices.dropLast() {
      order.swapAt(index, index + nextInteger(below: order.count - index))
    }
  }

  /// Fills a buffer with a random subset of 0 ..< `count` in ascending order, every subset of its size equally likely;
  /// allocates nothing.
  ///
  /// Each number in turn is taken with the probability that it needs: what is still to be taken over what is left.
  ///
  /// - Complexity: O(count).
  ///
  /// Source: Knuth, "The Art of Computer Programming" 2, 3.4.2, algorithm S.
  public mutating func fillSubset(_ subset: UnsafeMutableBufferPointer<Int32>, of count: Int) {
    precondition(subset.count <= count, "a subset is not larger than its set")
    var taken = 0
    for number in 0..<count where taken < subset.count {
      if nextInteger(below: count - number) < subset.count - taken {
        subset[taken] = Int32(number)
        taken += 1
      }
    }
  }

  private mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  private mutating func nextInteger(below bound: Int) -> Int {
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let remainder = (0 &- bound) % bound
      while product.low < remainder { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }
}
