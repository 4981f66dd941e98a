/// Why a dataset could not be read, fetched or written.
///
/// `description` is one sentence: what was attempted, on what, and what to do about it.
public struct DatasetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class of the failure, from which a program chooses its exit code.
  public enum Kind: Sendable, Equatable {
    /// A file is there but does not hold what it should.
    case badData
    /// A file is not there or cannot be opened.
    case missingFile
    /// A program that is needed is not installed, or may not be run by this user.
    case missingTool
    /// A program that is installed was run and failed, for example because there is no network.
    case toolFailed
    /// A file or folder cannot be created, written or renamed.
    case cannotWrite
    /// No dataset has the name that was given.
    case unknownName
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
