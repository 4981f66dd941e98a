extension StoredGroup {
  /// Writes this group as the content of an HDF5 file that is also netCDF-4, replacing what is at `path` in one step.
  ///
  /// A reader of `path` meets the old file or the whole new one. Equal groups make files of equal bytes. Arrays of
  /// numbers of 4 KiB or more are stored in chunks of at most 1 MiB, shuffled, deflated and checksummed (Fletcher 32).
  /// Floating-point variables get the fill value NaN. Text and attributes are variable-length UTF-8.
  /// - Throws: `malformed` if the group is inconsistent (nothing is touched), `cannotWrite` if the file system refuses.
  /// - Complexity: Needs as much memory again as the file has bytes.
  public func write(to path: String) throws(StoreError) {
    let attempt = Attempt.writing(path)
    try check(attempt)
    let image = try FileImage(of: self, attempt)
    try image.withBytes { bytes throws(StoreError) in try StoreReplacement.write(bytes, to: path, attempt) }
  }
}
