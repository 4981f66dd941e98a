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
    /// The folder holds what cannot be: two results of one point, or a result of another plan.
    case contradiction
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
      case (.cannotRead, _), (.contradiction, _): "check its permissions or choose another folder"
      case (_, ENOSPC), (_, EDQUOT), (_, EFBIG): "make room or choose another folder"
      default: "choose another folder"
      }
    description = "Cannot \(action) \(path): \(reason.prefix(1).lowercased())\(reason.dropFirst()); \(advice)."
  }

  /// Two results of one point that differ.
  public init(contradicting point: Int, in folder: String) {
    kind = .contradiction
    description =
      "Cannot tell the result of point \(point) in \(folder): it was computed twice with different results; find out which machine is wrong, and run into another folder."
  }

  /// An array that does not agree with its checksum.
  init(damaged path: String) {
    kind = .cannotRead
    description =
      "Cannot use \(path): it does not agree with its checksum; remove it, and run the study again to do its point anew."
  }

  /// A folder in which processes are at work, where a run is to be removed.
  init(inUse folder: String, by count: Int) {
    kind = .cannotWrite
    let who = count == 1 ? "a process is" : "\(count) processes are"
    description =
      "Cannot remove the run in \(folder): \(who) at work on it; wait until that ends, or choose another folder."
  }

  /// A journal with a point that is not the plan's.
  public init(foreign point: Int, in folder: String) {
    kind = .contradiction
    description =
      "Cannot use the journals in \(folder): they hold a point \(point) of another configuration than the plan's; remove what was copied there, or run into another folder."
  }
}
