import CHDF5
import Synchronization

/// The HDF5 library as a whole: entered by one thread at a time, and silent.
enum Library {
  private static let lock = Mutex(())
  /// Keeps the library from closing itself when the process ends.
  ///
  /// It has nothing left to write, and after reading damaged files it says on the terminal that it cannot close. This
  /// call must come before any other.
  private static let leftOpen = H5dont_atexit()

  /// Runs `body` while no other thread uses the library, which need not be built for threads.
  ///
  /// The library's own printing of errors is turned off here, not once at the start, because builds for threads keep
  /// that setting per thread. Not reentrant.
  static func exclusively<Result: Sendable, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lock.withLock { _ throws(Failure) -> Result in
      _ = leftOpen
      H5Eset_auto2(chdf5_error_stack(), nil, nil)
      return try body()
    }
  }

  /// What the library says about its last failure, at the deepest level, if it says anything.
  static func innermostMessage() -> String? {
    var message: String?
    withUnsafeMutablePointer(to: &message) { message in
      _ = H5Ewalk2(
        chdf5_error_stack(), H5E_WALK_UPWARD,
        { depth, entry, message in
          if depth == 0, let text = entry?.pointee.desc {
            message?.assumingMemoryBound(to: String?.self).pointee = String(cString: text)
          }
          return 0
        }, message)
    }
    return message
  }

  /// The variable-length UTF-8 string type; made once and never closed.
  static let textType: hid_t = {
    let type = H5Tcopy(chdf5_c_string())
    H5Tset_size(type, chdf5_variable_length())
    H5Tset_cset(type, H5T_CSET_UTF8)
    return type
  }()
}
