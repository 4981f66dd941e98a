import CHDF5
import Synchronization

/// The bytes of a finished HDF5 file, composed in memory.
///
/// HDF5 is not left to write to a disk, which may be full: closing the file then fails half way, keeps it open, and is
/// tried again when the process ends. Composed in memory, the file needs only plain writes afterwards, whose failure
/// is simple. The price is memory: the image is as large as the file, so at most about as large as the values (large
/// arrays are compressed); it is used where HDF5 keeps it, without a second copy.
final class FileImage {
  private let file: hid_t
  private let bytes: UnsafeRawBufferPointer
  private static let imageCount = Atomic(0)

  /// Composes the file that holds `group`, which has been checked.
  ///
  /// - Complexity: O(bytes of the values), mostly for their compression.
  init(of group: StoredGroup, _ attempt: Attempt) throws(StoreError) {
    var start: UnsafeRawPointer?
    var count = 0
    file = try Library.exclusively { () throws(StoreError) -> hid_t in
      let file = try Self.create(attempt)
      var writer = GroupWriter(file: file.id, attempt: attempt)
      try writer.write(group)
      try attempt.check(H5Fflush(file.id, H5F_SCOPE_GLOBAL), "finish the file")
      // With no buffer to fill, this tells the length of the file; the length of the memory may be larger.
      count = try attempt.check(H5Fget_file_image(file.id, nil, 0), "measure the file")
      var driver: UnsafeMutableRawPointer?
      try attempt.check(H5Fget_vfd_handle(file.id, chdf5_default(), &driver), "find the file in memory")
      // The core driver hands out the address of its pointer to the image.
      start = driver?.assumingMemoryBound(to: UnsafeRawPointer.self).pointee
      return file.release()
    }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  /// Calls `body` with the bytes.
  func withBytes(_ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void) throws(StoreError) {
    // The bytes belong to the open file.
    defer { withExtendedLifetime(self) {} }
    try body(bytes)
  }

  deinit { _ = Library.exclusively { H5Fclose(file) } }

  /// An empty file in memory that netCDF-C can also append to: version bounds of HDF5 1.8, creation order kept, no time
  /// stamps (identical values make identical bytes).
  private static func create(_ attempt: Attempt) throws(StoreError) -> Handle {
    let step = "create a file in memory"
    let access = try attempt.handle(H5Pcreate(chdf5_file_access()), closedBy: H5Pclose, step)
    let growth = 1 << 20
    try attempt.check(H5Pset_fapl_core(access.id, growth, false), step)
    try attempt.check(H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18), step)
    try attempt.check(H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG), step)

    let creation = try creationProperties(attempt)
    // The driver has no backing store, but compares the names of open files, and looks for a file of that name first:
    // hence a new name each time, of a file that cannot be.
    let number = imageCount.wrappingAdd(1, ordering: .relaxed).newValue
    return try attempt.handle(
      H5Fcreate("/dev/null/image-\(number)", chdf5_truncate(), creation.id, access.id), closedBy: H5Fclose, step)
  }

  /// Creation order kept, no time stamps.
  static func creationProperties(_ attempt: Attempt) throws(StoreError) -> Handle {
    let step = "create a file"
    let creation = try attempt.handle(H5Pcreate(chdf5_file_creation()), closedBy: H5Pclose, step)
    try attempt.check(H5Pset_obj_track_times(creation.id, false), step)
    try attempt.check(H5Pset_link_creation_order(creation.id, chdf5_creation_order()), step)
    try attempt.check(H5Pset_attr_creation_order(creation.id, chdf5_creation_order()), step)
    return creation
  }
}
