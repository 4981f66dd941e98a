import CHDF5
import Files

extension StoredGroup {
  /// Writes this group as `write(to:)` does, and `streamed` beside its variables, of which a part is in memory at a time.
  ///
  /// The library then writes to the disk itself, into a file aside that is renamed when it is whole. Elements that are
  /// stored plain are written without it.
  /// - Throws: `malformed` if the group is inconsistent, `cannotWrite` if the file system refuses, `cannotRead` with the
  ///   words of what a part throws; the file at `path` is untouched then.
  /// - Complexity: Needs as much memory again as the file has bytes beside `streamed`.
  public func write(to path: String, streaming streamed: [StreamedVariable]) throws(StoreError) {
    guard !streamed.isEmpty else { return try write(to: path) }
    let attempt = Attempt.writing(path)
    try check(attempt, streamed: streamed)
    let plain = streamed.filter { $0.storage == .plain }.map { PlainElements($0, in: self) }
    try StoreReplacement.write(to: path, attempt) { replacement throws(StoreError) in
      // A disk that has not the room says so before anything is computed.
      try replacement.reserve(plain.reduce(0) { $0 + $1.byteCount })
      let offsets: [Int]
      do throws(StoreError) {
        offsets = try Library.exclusively { () throws(StoreError) in
          try writeFile(replacement.file.aside, streamed, attempt)
        }
      } catch {
        // The library says only that it could not write.
        throw error.kind == .cannotWrite ? replacement.shortage() ?? error : error
      }
      for (elements, offset) in zip(plain, offsets) { try elements.write(at: offset, replacement) }
    }
  }

  /// Returns where the elements that are stored plain begin.

  private func writeFile(
    _ path: String, _ streamed: [StreamedVariable], _ attempt: Attempt
  ) throws(StoreError) -> [Int] {
    let access = try attempt.handle(H5Pcreate(chdf5_file_access()), closedBy: H5Pclose, "create a file")
    try attempt.check(H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18), "create a file")
    try attempt.check(H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG), "create a file")
    // The file is locked already, through another descriptor.
    try attempt.check(chdf5_without_locks(access.id), "create a file")
    let creation = try FileImage.creationProperties(attempt)
    let file = try attempt.handle(
      H5Fcreate(path, chdf5_truncate(), creation.id, access.id), closedBy: H5Fclose, "create a file")
    var writer = GroupWriter(file: file.id, attempt: attempt, streamed: streamed)
    try writer.write(self)
    try attempt.check(H5Fflush(file.id, H5F_SCOPE_GLOBAL), "finish the file")
    try attempt.check(H5Fclose(file.release()), "close the file")
    return writer.plainOffsets
  }
}
