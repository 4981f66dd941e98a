/// Why a result file could not be reported on or drawn.
///
/// `description` is one sentence: what was attempted, on what, and what to do about it.
public struct ReportError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class of the failure, from which a program chooses its exit code.
  public enum Kind: Sendable, Equatable {
    /// The file cannot be read, or is not what it should be.
    case badInput
    /// The file is sound, but what was asked of it does not exist.
    case badRequest
  }

  /// The class of the failure.
  public let kind: Kind
  /// One sentence for the person who asked.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
