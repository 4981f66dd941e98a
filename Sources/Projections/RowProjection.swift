import LinearAlgebra

/// The components as combinations of rows, and the coordinates of the rows along them, from blocks of columns.
struct RowProjection<Element: Scalar> {
  private let rows: Int, count: Int
  /// What each component takes of each row, shape (component, row).
  private let combinations: SharedWeights
  /// Orthonormal vectors over the columns.
  private(set) var components: [[Double]]
  /// Shape (row, component).
  private(set) var coordinates: [[Double]]
  private var squaredNorms: [Double]

  /// The weights of the rows, filled before they are read.
  private final class SharedWeights {
    let vector: Vector<Element>
    init(count: Int) { vector = Vector(zeros: count) }
  }

  init(rows: Int, columns: Int, count: Int) {
    self.rows = rows
    self.count = count
    combinations = SharedWeights(count: rows * count)
    components = [[Double]](repeating: [Double](repeating: 0, count: columns), count: count)
    coordinates = [[Double]](repeating: [Double](repeating: 0, count: count), count: rows)
    squaredNorms = [Double](repeating: 0, count: rows)
  }

  /// Says which rows each component combines, and with which weights.
  mutating func setCombinations(_ weights: [(rows: [Int], weights: [Double])]) {
    for (j, component) in weights.enumerated() {
      for (row, weight) in zip(component.rows, component.weights) {
        combinations.vector.ref[j * rows + row] = Element(weight)
      }
    }
  }

  /// Adds the block's columns: `V = W X` there, then `X V^T` and the squares of X to the sums over columns.
  ///
  /// Sums go from the last column to the first, so that they have the same bits however wide the blocks are if these
  /// come in descending order.
  ///
  /// - Complexity: 4 rows x columns x components floating-point operations.
  mutating func add<Source: RowSource<Element>>(_ block: CentredBlock<Source>, workers: Int) {
    let width = block.columns.count, rows = rows, count = count
    let panels = pieces(of: width, length: MemoryPlan.panel)
    let found = Vector<Element>(zeros: count * width)
    let v = found.ref.base, w = combinations.vector.ref.base
    share(panels.count, among: workers) { number in
      let panel = panels[number]
      Element._gemm(
        false, false, count, panel.count, rows, 1, w, rows, block.pointer(row: 0, column: panel.lowerBound), width, 0,
        v + panel.lowerBound, width)
    }
    for j in 0..<count {
      components[j].withUnsafeMutableBufferPointer { component in
        guard let base = component.baseAddress else { return }
        // Zero before: every column comes once.
        accumulate(width, v + j * width, into: base + block.columns.lowerBound)
      }
    }
    let tiles = pieces(of: rows, length: MemoryPlan.tile)
    coordinates.withUnsafeMutableBufferPointer { coordinates in
      squaredNorms.withUnsafeMutableBufferPointer { norms in
        // Each tile writes its own rows.
        nonisolated(unsafe) let (coordinates, norms) = (coordinates, norms)
        share(tiles.count, among: workers) { number in
          let tile = tiles[number]
          let products = Vector<Element>(zeros: tile.count * count)
          for panel in panels.reversed() {
            let x = block.pointer(row: tile.lowerBound, column: panel.lowerBound)
            Element._gemm(
              false, true, tile.count, count, panel.count, 1, x, width, v + panel.lowerBound, width, 0,
              products.ref.base, count)
            for (i, row) in tile.enumerated() {
              for j in 0..<count { coordinates[row][j] += Double(products[i * count + j]) }
              norms[row] += Element._sumOfSquares(panel.count, x + i * width)
            }
          }
        }
      }
    }
  }

  /// Turns every component so that its entry of largest magnitude is positive.
  mutating func orient() {
    for j in 0..<count {
      let largest = components[j].reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      guard largest < 0 else { continue }
      for i in components[j].indices { components[j][i].negate() }
      for row in 0..<rows { coordinates[row][j].negate() }
    }
  }

  private func squaredLength(_ row: Int) -> Double { coordinates[row].reduce(0) { $0 + $1 * $1 } }

  /// The distance of every row from the space.
  var residuals: [Double] { (0..<rows).map { max(0, squaredNorms[$0] - squaredLength($0)).squareRoot() } }

  /// The cosine of the angle between every row and the space.
  var cosines: [Double] {
    (0..<rows).map { squaredNorms[$0] > 0 ? min(1, (squaredLength($0) / squaredNorms[$0]).squareRoot()) : .nan }
  }
}
