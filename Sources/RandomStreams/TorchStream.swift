/// The stream of PyTorch's default CPU generator: `uniform_` and `rand`, `normal_` and `randn`, `randperm`.
///
/// The same seed and the same calls give the tensors that PyTorch gives, so a published run's initial weights arise,
/// not others like them. An `nn.Linear` of fan-in n draws its weight (out x in, row by row) and then its bias with two
/// calls of `fillUniform` from -bound to bound, the bounds computed in Double and rounded to the element type. Both are
/// 1/sqrt(n), but for the last bits of Double: PyTorch has the weight's as sqrt(3) (sqrt(2 / (1 + sqrt(5) sqrt(5))) /
/// sqrt(n)).
///
/// Against PyTorch 1.13.1 on x86-64 with its usual AVX2 kernels: `uniform_` and `randperm` are equal to the bit;
/// `normal_` is equal to the last bits of the C library for Double and for fewer than 16 values; for 16 Float values or
/// more it is within 3 units in the last place before the mean is added, because PyTorch has log, cos and sin
/// approximations of its own there.
public struct TorchStream: RandomSource {
  private var generator: MersenneTwister
  /// The second value of a scalar Box-Muller pair: it belongs to the generator and outlives the call that made it.
  private var spareNormal: Double?

  /// The stream after `torch.manual_seed(seed)`, of which PyTorch's generator keeps the low 32 bits.
  public init(seed: UInt64) {
    generator = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
  }

  /// Fills a buffer as `tensor.uniform_(low, high)` does: one word a value for Float, two for Double.
  ///
  /// The value is u (high - low) + low, rounded once; u has the low 24 or 53 bits of the draw. It can round to `high`
  /// itself.
  public mutating func fillUniform<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, from low: T, to high: T
  ) {
    let width = high - low
    for index in values.indices {
      values[index] = low.addingProduct(nextFraction(), width)
    }
  }

  /// Fills a buffer as `tensor.normal_(mean, standardDeviation)` does.
  ///
  /// Fewer than 16 values are drawn one by one in Double, in pairs of which the second waits for the next such call.
  /// From 16 values on the buffer is filled with uniform values first, which blocks of 16 then turn into normal ones,
  /// value j with value j + 8; where a part of a block is left over, the last 16 values are drawn again.
  public mutating func fillNormal<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, mean: T, standardDeviation: T
  ) {
    guard values.count >= Self.blockLength else {
      let (mean, standardDeviation) = (Double(mean), Double(standardDeviation))
      for index in values.indices {
        values[index] = T(mean.addingProduct(nextNormal(), standardDeviation))
      }
      return
    }
    fillUniform(values, from: 0, to: 1)
    for start in stride(from: 0, through: values.count - Self.blockLength, by: Self.blockLength) {
      Self.makeNormal(values, from: start, mean: mean, standardDeviation: standardDeviation)
    }
    if !values.count.isMultiple(of: Self.blockLength) {
      let start = values.count - Self.blockLength
      fillUniform(UnsafeMutableBufferPointer(rebasing: values[start...]), from: 0, to: 1)
      Self.makeNormal(values, from: start, mean: mean, standardDeviation: standardDeviation)
    }
  }

  /// The order that `torch.randperm(count)` gives: a shuffle from the front with the remainder of one word.
  ///
  /// The count must be below 2^32 / 20, beyond which PyTorch draws differently.
  public mutating func permutation(of count: Int) -> [Int] {
    precondition(count >= 0 && count < UInt32.max / 20, "torch.randperm is followed for counts in 0 ..< 2^32 / 20")
    var order = Array(0..<count)
    for index in order.indices.dropLast() {
      order.swapAt(index, index + Int(generator.nextWord() % UInt32(count - index)))
    }
    return order
  }

  private static let blockLength = 16

  /// Uniform in [0, 1): the low bits of one word, or of two where the type holds more than 24.
  private mutating func nextFraction<T: BinaryFloatingPoint>() -> T {
    let digits = min(T.significandBitCount + 1, 53)
    let draw = digits > 24 ? generator.nextPair() : UInt64(generator.nextWord())
    return T(draw & (1 << UInt64(digits) - 1)) * T(sign: .plus, exponent: T.Exponent(-digits), significand: 1)
  }

  private mutating func nextNormal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let angle: Double = 2 * Double.pi * nextFraction()
    let radius = (-2 * naturalLogarithm(1 - nextFraction())).squareRoot()
    spareNormal = radius * sine(angle)
    return radius * cosine(angle)
  }

  /// Turns 16 uniform values into normal ones.
  ///
  /// Each step is rounded to T, as in PyTorch's vectors of floats: near its zeros a cosine magnifies the rounding of
  /// the angle.
  private static func makeNormal<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, from start: Int, mean: T, standardDeviation: T
  ) {
    let turn = T(2 * Double.pi)
    for first in start..<start + blockLength / 2 {
      let second = first + blockLength / 2
      let radius = (-2 * T(naturalLogarithm(Double(1 - values[first])))).squareRoot()
      let angle = Double(turn * values[second])
      values[first] = mean.addingProduct(radius * T(cosine(angle)), standardDeviation)
      values[second] = mean.addingProduct(radius * T(sine(angle)), standardDeviation)
    }
  }
}
