import Glibc

/// Why a file could not be put in place.
public enum FileFailure: Sendable, Equatable {
  /// There is something at its path that is not a file.
  case notAFile
  /// The system refused a step, such as `write its bytes`, with the number of an error.
  case refused(step: String, code: Int32)

  /// The number of the system's error.
  public var code: Int32 {
    switch self {
    case .notAFile: EISDIR
    case .refused(_, let code): code
    }
  }
}

/// The system's words for an error number, such as `no space left on device`.
public func systemWords(_ code: Int32) -> String {
  guard let words = strerror(code) else { return "system error \(code)" }
  let text = String(cString: words)
  return text.prefix(1).lowercased() + text.dropFirst()
}
