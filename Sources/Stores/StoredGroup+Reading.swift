extension StoredGroup {
  /// Reads a whole netCDF-4 file, in particular any that `write(to:)` has made; the result equals what was written.
  ///
  /// Dimensions, variables, groups and attributes come in the order of creation. What the file format keeps for itself
  /// (`CLASS`, `DIMENSION_LIST`, a `_FillValue` that is NaN, ...) is not shown. Integers and floats of other sizes are
  /// widened. Memory is bounded by what a file of this size can hold.
  /// - Parameter except: The names of arrays that are not read, because they may not fit into memory.
  /// - Throws: `notFound` if there is no such file, `cannotRead` if it is damaged or no HDF5 file, `wrongType` if it
  ///   holds what a group cannot: unnamed axes, links, compound types. `StoreReader` reads such files.
  public init(contentsOf path: String, except: Set<String> = []) throws(StoreError) {
    let file = try OpenedFile(path)
    // Closing the file takes the lock, so it must not be closed before the lock is free.
    defer { withExtendedLifetime(file) {} }
    self = try Library.exclusively { () throws(StoreError) -> StoredGroup in
      var reader = GroupReader(file: file, except: except)
      return try reader.readRoot()
    }
  }
}
