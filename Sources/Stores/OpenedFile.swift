import CHDF5
import Files
import Glibc

/// An HDF5 file opened for reading; closes itself.
///
/// All methods in the extensions expect to run inside `Library.exclusively`.
final class OpenedFile: Sendable {
  let attempt: Attempt
  let id: hid_t
  /// The bytes of the file, which bound what its content may claim to be.
  let size: Int

  init(_ path: String) throws(StoreError) {
    let attempt = Attempt.reading(path)
    self.attempt = attempt
    size = try Self.size(of: path, attempt)
    id = try Library.exclusively { () throws(StoreError) -> hid_t in
      let step = "open it"
      guard H5Fis_hdf5(path) > 0 else {
        throw attempt.error(.cannotRead, "it is not an HDF5 file or its beginning is damaged", "give another file")
      }
      let access = try attempt.handle(H5Pcreate(chdf5_file_access()), closedBy: H5Pclose, step)
      try attempt.check(H5Pset_fapl_sec2(access.id), step)
      try attempt.check(H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG), step)
      return try attempt.check(H5Fopen(path, chdf5_read_only(), access.id), step)
    }
  }

  deinit { _ = Library.exclusively { H5Fclose(id) } }

  /// Asks the system before the library does, for a clearer message and so that no device or pipe is opened.
  private static func size(of path: String, _ attempt: Attempt) throws(StoreError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let kind: StoreError.Kind = errno == ENOENT || errno == ENOTDIR ? .notFound : .cannotRead
      throw attempt.error(kind, systemWords(errno), "check the path")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw attempt.error(.cannotRead, "it is not a file", "give the path of a file")
    }
    guard access(path, R_OK) == 0 else {
      throw attempt.error(.cannotRead, systemWords(errno), "change its permissions")
    }
    return status.st_size
  }
}
