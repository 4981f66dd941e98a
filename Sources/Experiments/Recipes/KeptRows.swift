import LinearAlgebra
import Optimization
import Sweeps

/// The parameters that a run keeps, as rows of its point's array.
struct KeptRows<Element: Scalar>: CheckpointRows {
  let file: PointRows

  init(_ file: PointRows) { self.file = file }

  var count: Int { file.places.count }

  mutating func append(_ row: borrowing Vector<Element>) { file.append(UnsafeRawBufferPointer(row.ref.buffer)) }

  mutating func keepEverySecond() { file.keepEverySecond() }

  /// Exchanges where the rows are, and their checksums: the rows themselves are in their file.
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    var places = file.places, checksums = file.checksums
    try archive.exchange(&places)
    try archive.exchange(&checksums)
    guard !archive.isRestoring || file.restore(places: places, checksums: checksums) else {
      throw StateArchiveError("parameters that it kept are gone or damaged")
    }
  }
}
