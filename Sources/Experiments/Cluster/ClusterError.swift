/// A cluster's scheduler that is not there or does not do what it is asked.
public struct ClusterError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is; the command line turns it into an exit code.
  public enum Kind: Sendable {
    /// Its programs are not on this machine (69).
    case missingTool
    /// It refuses or does not answer (69).
    case refused
    /// The script cannot be written (73).
    case cannotWrite
  }

  /// The kind of failure.
  public let kind: Kind
  /// One sentence: what was attempted, on what, what to do.
  public let description: String

  /// A failure of the given kind.
  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
