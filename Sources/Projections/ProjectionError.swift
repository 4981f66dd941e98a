/// Why a trajectory could not be analysed.
///
/// `description` is one sentence: what was attempted, on what, why it failed, and what to do about it.
public struct ProjectionError: Error, CustomStringConvertible, Sendable, Equatable {
  /// The class of the failure, from which a program chooses its exit code.
  public enum Kind: Sendable, Equatable {
    /// The rows cannot be read, or hold what cannot be analysed.
    case badInput
    /// What was asked of sound rows is impossible.
    case badRequest
  }

  /// The class of the failure.
  public let kind: Kind
  /// One sentence for the person who asked.
  public let description: String

  /// An error of this class with this sentence.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
