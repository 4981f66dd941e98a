import LinearAlgebra

/// The inner products of all pairs of rows, `G = X X^T`, summed block after block of columns in double precision.
///
/// Each tile of rows is one worker's, which adds columns in ascending order: the sums are the same bits for any number
/// of workers and any width of the blocks.
final class GramMatrix {
  let rows: Int
  /// Row-major; the lower triangle is set.
  private(set) var elements: [Double]

  init(rows: Int) {
    self.rows = rows
    elements = [Double](repeating: 0, count: rows * rows)
  }

  /// Adds the products of the block's columns.
  ///
  /// - Complexity: rows^2 x columns floating-point operations, a multiply-add counting as two: half of a full product.
  func add<Source: RowSource>(_ block: CentredBlock<Source>, workers: Int) {
    let tiles = Array(pieces(of: rows, length: MemoryPlan.tile).reversed())  // the longest first
    let rows = rows
    elements.withUnsafeMutableBufferPointer { elements in
      guard let gram = elements.baseAddress else { return }
      // Each tile writes its own rows.
      nonisolated(unsafe) let base = gram
      share(tiles.count, among: workers) { number in
        let tile = tiles[number]
        let workspace = Vector<Source.Element>(zeros: Source.Element._gramWorkspace(tile.count))
        let width = block.columns.count
        Source.Element._gram(
          tile, width, block.pointer(row: 0, column: 0), width, base, rows, workspace.ref.base)
      }
    }
  }

  /// The first row with a number that is not finite, if there is one.
  var firstRowNotFinite: Int? { (0..<rows).first { !elements[$0 * rows + $0].isFinite } }

  /// Solves the eigenproblem of the given rows and columns; the matrix is used up.
  func leadingEigenpairs(of kept: [Int], count: Int) -> LeadingEigenpairs? {
    let rows = rows
    return elements.withUnsafeMutableBufferPointer { elements in
      // In place: an element moves towards the beginning only.
      for (i, row) in kept.enumerated() {
        for j in 0...i { elements[i * kept.count + j] = elements[row * rows + kept[j]] }
      }
      return LeadingEigenpairs(of: elements, dimension: kept.count, count: count)
    }
  }
}
