import Foundation

/// A run's folder, or a file in it, that could not be written or read.
///
/// `description` is one sentence: what was attempted, on what, why it failed, and what to do about it.
public struct JournalError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class of the failure, from which a program chooses its exit code.
  public enum Kind: Sendable, Equatable {
    /// The file system refused to make or hold a file or folder.
    case cannotWrite
    /// A file is there but cannot be read.
    case cannotRead
  }

  /// The class of the failure.
  public let kind: Kind
  /// One sentence for the person who asked.
  public let description: String

  /// The failure of `action` (such as `append to`) on `path` for the reason that `code`, a number of errno.h, stands for.
  init(_ kind: Kind, _ action: String, _ path: String, _ code: Int32) {
    self.kind = kind
    let reason = String(cString: strerror(code))
    let advice =
      switch (kind, code) {
      case (.cannotRead, _): "check its permissions or choose another folder"
      case (_, ENOSPC), (_, EDQUOT), (_, EFBIG): "make room or choose another folder"
      default: "choose another folder"
      }
    description = "Cannot \(action) \(path): \(reason.prefix(1).lowercased())\(reason.dropFirst()); \(advice)."
  }
}
