/// Why a figure could not be drawn.
///
/// `description` is one sentence: what was attempted, on what, and what to do about it.
public struct FigureError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class of the failure, from which a program chooses its exit code.
  public enum Kind: Sendable, Equatable {
    /// gnuplot is not installed, or cannot be run.
    case missingTool
    /// The figure or its script cannot be created, drawn, written or renamed.
    case cannotWrite
    /// What was asked for is no figure: an unknown format, a name that no file can have.
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
