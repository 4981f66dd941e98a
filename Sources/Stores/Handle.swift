import CHDF5

/// An open HDF5 identifier, which closes itself; made by `Attempt.handle`, and only inside `Library.exclusively`.
struct Handle: ~Copyable {
  let id: hid_t
  let close: @convention(c) (hid_t) -> herr_t

  deinit { _ = close(id) }

  /// Gives the identifier away, still open.
  consuming func release() -> hid_t {
    let id = id
    discard self
    return id
  }
}
