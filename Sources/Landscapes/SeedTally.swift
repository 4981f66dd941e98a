/// How many seeds a statement holds for.
public struct SeedTally: Sendable, Equatable {
  /// What the seeds say together.
  public enum Verdict: String, Sendable {
    /// It holds for every seed that can tell.
    case all
    /// It holds for some of them.
    case some
    /// It holds for none of them.
    case none
    /// No seed has the data to tell.
    case undetermined
  }

  /// The number of seeds that it holds for.
  public let holding: Int
  /// The number of seeds whose data can tell.
  public let determined: Int

  /// The tally of a statement's answers, one a seed, nil where its data cannot tell.
  public init(_ answers: [Bool?]) {
    holding = answers.count { $0 == true }
    determined = answers.count { $0 != nil }
  }

  /// What the seeds say together.
  public var verdict: Verdict {
    guard determined > 0 else { return .undetermined }
    return holding == determined ? .all : holding > 0 ? .some : .none
  }
}
