/// Why a file could not be written or read.
///
/// `description` is one sentence: what was attempted, on what, why it failed, and what to do about it.
public struct StoreError: Error, CustomStringConvertible, Sendable, Equatable {
  /// The class of the failure, from which a program chooses its exit code.
  public enum Kind: Sendable, Equatable {
    /// The file system refused to hold the file: no space, no permission, no such folder.
    case cannotWrite
    /// The file cannot be opened, is damaged, or is not an HDF5 file.
    case cannotRead
    /// There is no such file, or nothing of that name in it.
    case notFound
    /// The file can be read, but what it holds is not what was asked for.
    case wrongType
    /// The value given to be written is inconsistent, such as a variable over an unknown dimension.
    case malformed
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
