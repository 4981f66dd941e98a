import LinearAlgebra

/// How wide a block of columns of all rows may be, so that the analysis stays within a given memory.
struct MemoryPlan {
  /// Blocks are so many columns wide, or a multiple: also a multiple of the columns over which the products of all pairs
  /// of rows are summed in the precision of the rows, and those of rows and components themselves.
  ///
  /// The same whatever the memory, so that results do not depend on it.
  static let panel = 2000
  /// Columns of a block at most, where the rows do not fit whole: long enough to read 128 kB or more at a time, short
  /// enough that little memory is asked for, which the system takes long to give.
  private static let longest = 16 * panel
  /// Rows of the Gram matrix that one worker computes at a time.
  static let tile = 256
  /// What the program and its libraries take themselves, and what OpenBLAS takes for every thread that multiplies.
  private static let program = 64 << 20, multiplying = 32 << 20

  /// The columns of a block: all of them, or a multiple of the panel.
  let blockColumns: Int

  /// - Throws: `badRequest` if `memory` bytes do not hold the Gram matrix and one panel.
  init(
    memory: Int, rows: Int, columns: Int, components: Int, workers: Int, elementBytes: Int
  ) throws(ProjectionError) {
    let gram = 8 * rows * rows
    let tiles = workers * elementBytes * min(Self.tile, rows) * 512
    let vectors = 8 * (components + 3) * (rows + columns)
    let fixed = Self.program + (workers + 1) * Self.multiplying + gram + tiles + vectors
    let column = rows * elementBytes
    let narrowest = min(columns, Self.panel)
    guard memory >= fixed + narrowest * column else {
      let needed = (fixed + narrowest * column) >> 20 + 1
      throw ProjectionError(
        .badRequest,
        "Cannot take the principal components of \(rows) checkpoints of \(columns) parameters in \(memory >> 20) MiB: "
          + "allow at least \(needed) MiB, or thin the checkpoints out.")
    }
    let room = (memory - fixed) / column
    blockColumns = room >= columns ? columns : min(room / Self.panel * Self.panel, Self.longest)
  }
}
