public import LinearAlgebra

/// A matrix with a parameter vector in every row, in memory or in a file, of which parts are read.
///
/// The rows of a trajectory are its checkpoints. May be read from several threads at once.
public protocol RowSource<Element>: Sendable {
  /// What the numbers are read as; what is computed from them has the accuracy of this type.
  associatedtype Element: Scalar
  /// The number of rows.
  var rows: Int { get }
  /// The number of columns: parameters.
  var columns: Int { get }
  /// Overwrites `buffer` with the given columns of the given rows, row after row without gaps.
  func read(
    rows: Range<Int>, columns: Range<Int>, into buffer: UnsafeMutableBufferPointer<Element>
  ) throws(ProjectionError)
}

/// Rows that are in memory already.
public struct RowsInMemory<Element: Scalar>: RowSource {
  private let matrix: SharedMatrix<Element>

  /// The rows of `matrix`.
  public init(_ matrix: SharedMatrix<Element>) { self.matrix = matrix }

  /// The number of rows.
  public var rows: Int { matrix.rows }
  /// The number of columns.
  public var columns: Int { matrix.columns }

  /// Copies the given part.
  public func read(rows: Range<Int>, columns: Range<Int>, into buffer: UnsafeMutableBufferPointer<Element>) {
    precondition(buffer.count >= rows.count * columns.count)
    guard let base = buffer.baseAddress else { return }
    let view = matrix.view()
    for (i, row) in rows.enumerated() {
      (base + i * columns.count).update(from: view.row(row).base + columns.lowerBound, count: columns.count)
    }
  }
}
