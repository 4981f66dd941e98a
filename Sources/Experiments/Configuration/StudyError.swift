/// A study that cannot be run, or whose run did not end well.
public struct StudyError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is; the command line turns it into an exit code.
  public enum Kind: Sendable {
    /// The study or its data are wrong (65).
    case badStudy
    /// The study is sound, but what was asked of it does not exist (64).
    case badRequest
    /// The run was interrupted and can be resumed (75).
    case interrupted
    /// Some points failed (3).
    case pointsFailed
  }

  /// The kind of failure.
  public let kind: Kind
  /// One sentence: what was attempted, on what, what to do.
  public let description: String

  /// A failure of the given kind.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
