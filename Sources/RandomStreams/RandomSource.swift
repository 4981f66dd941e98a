/// A source of random numbers, consumed in order by initialisers and data sets.
///
/// Each fill assigns every element of its buffer, first to last. The element types meant are `Float` and `Double`,
/// whose values every conforming stream states exactly; other types follow by rounding. How many words of the
/// underlying generator a value consumes is also the stream's to state, so that two programs that make the same calls
/// see the same numbers.
public protocol RandomSource: Sendable {
  /// Fills a buffer with independent values, uniform from `low` up to `high`.
  ///
  /// - Complexity: O(n) for n values.
  mutating func fillUniform<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, from low: T, to high: T)

  /// Fills a buffer with independent normal values of the given mean and standard deviation.
  ///
  /// - Complexity: O(n) for n values.
  mutating func fillNormal<T: BinaryFloatingPoint>(
    _ values: UnsafeMutableBufferPointer<T>, mean: T, standardDeviation: T)

  /// A random order of the integers 0 ..< `count`, every order equally likely.
  ///
  /// - Complexity: O(n) for n integers.
  mutating func permutation(of count: Int) -> [Int]
}

extension RandomSource {
  /// An array of `count` independent values, uniform from `low` up to `high`.
  public mutating func uniforms<T: BinaryFloatingPoint>(_ count: Int, from low: T, to high: T) -> [T] {
    var values = [T](repeating: 0, count: count)
    values.withUnsafeMutableBufferPointer { fillUniform($0, from: low, to: high) }
    return values
  }

  /// An array of `count` independent normal values; standard normal ones unless told otherwise.
  public mutating func normals<T: BinaryFloatingPoint>(
    _ count: Int, mean: T = 0, standardDeviation: T = 1
  ) -> [T] {
    var values = [T](repeating: 0, count: count)
    values.withUnsafeMutableBufferPointer { fillNormal($0, mean: mean, standardDeviation: standardDeviation) }
    return values
  }
}
