/// All unordered pairs of digits and their sums: the toy addition task.
///
/// Source: Liu, Kitouni, Nolte, Michaud, Tegmark, Williams (2022), Section 2.
public struct AdditionTable: Sendable, Codable, Hashable {
  /// Which sum is the label of a pair (i, j).
  public enum Label: String, Sendable, Codable {
    /// `i + j`, from 0 to 2 (p - 1), as in the papers.
    case sum
    /// `(i + j) mod p`, as in the released code of Omnigrok's landscapes.
    case modular
  }

  /// The number p of digits 0 ..< p.
  public let digits: Int
  /// What is to be predicted.
  public let label: Label

  /// The table of `digits` digits.
  public init(digits: Int, label: Label) {
    precondition(digits > 0)
    self.digits = digits
    self.label = label
  }

  /// The number of pairs, `p (p + 1) / 2`.
  public var pairCount: Int { digits * (digits + 1) / 2 }
  /// The number of labels: `2 p - 1`, or p.
  public var labelCount: Int { label == .sum ? 2 * digits - 1 : digits }
  /// The pairs (i, j) with i <= j: (0, 0), (0, 1), ..., (1, 1), (1, 2), ...
  public var pairs: [(Int, Int)] { (0..<digits).flatMap { i in (i..<digits).map { (i, $0) } } }

  /// The label of a pair.
  public func label(of pair: (Int, Int)) -> Int {
    let sum = pair.0 + pair.1
    return label == .sum ? sum : sum % digits
  }
}
