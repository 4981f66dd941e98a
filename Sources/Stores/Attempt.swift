import CHDF5

/// What is being done to which file: the beginning of the sentence of every error on the way.
struct Attempt: Sendable {
  /// The kind of error that a failing library call is.
  let kind: StoreError.Kind
  /// Such as `write 'landscape.h5'`.
  let action: String
  /// What to do when a library call fails.
  let advice: String

  static func writing(_ path: String) -> Attempt {
    Attempt(
      kind: .cannotWrite, action: "write '\(path)'",
      advice: "free some memory and write it again; what was at this path is untouched")
  }

  static func reading(_ path: String) -> Attempt {
    Attempt(
      kind: .cannotRead, action: "read '\(path)'",
      advice: "the file is damaged or uses what this program does not support: look at it with h5dump or write it again"
    )
  }

  /// An error of this attempt, a sentence of the form `Cannot ACTION: PROBLEM; ADVICE`.
  func error(_ kind: StoreError.Kind, _ problem: String, _ advice: String) -> StoreError {
    StoreError(kind, "Cannot \(action): \(problem); \(advice).")
  }

  /// The one place where the status of a library call is looked at.
  ///
  /// - Parameters:
  ///   - status: What the call returned; negative means that it failed.
  ///   - step: What the call was to do, such as `create the variable 'loss'`.
  /// - Returns: The status.
  @discardableResult
  func check<Status: SignedInteger>(
    _ status: Status, _ step: @autoclosure () -> String
  ) throws(StoreError) -> Status {
    if status >= 0 { return status }
    let reason = Library.innermostMessage().map { " (\($0))" } ?? ""
    throw error(kind, "HDF5 could not \(step())\(reason)", advice)
  }

  /// Takes over an identifier that a library call returned, or throws if the call failed.
  func handle(
    _ id: hid_t, closedBy close: @escaping @convention(c) (hid_t) -> herr_t, _ step: @autoclosure () -> String
  ) throws(StoreError) -> Handle {
    Handle(id: try check(id, step()), close: close)
  }
}
