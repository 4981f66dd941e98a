/// Pairs of symbols (i, j), a sample each: the inputs of networks that add embeddings.
public final class IndexPairs: Sendable {
  /// The symbols of each sample.
  public let first: [Int32], second: [Int32]

  /// The pairs (`first[n]`, `second[n]`).
  public init(first: [Int32], second: [Int32]) {
    precondition(first.count == second.count && (first + second).allSatisfy { $0 >= 0 })
    self.first = first
    self.second = second
  }

  /// The number of samples.
  public var count: Int { first.count }
}
