import LinearAlgebra

/// The distances between the start A, the overfitted state B and the generalised state C of one run.
public struct StateDistances: Sendable, Equatable {
  /// ||A - B||, ||B - C|| and ||A - C||; NaN where a state is missing.
  public let startToOverfitted, overfittedToGeneralised, startToGeneralised: Double

  /// Measures the rows `states` of a run that begins at row `offset` of `source`, summing in double precision.
  ///
  /// - Throws: what the source throws.
  /// - Complexity: reads three rows, in blocks of columns.
  public init<Source: RowSource>(
    _ states: TrajectoryStates, of source: Source, from offset: Int = 0
  ) throws(ProjectionError) {
    let rows = [states.start, states.overfitted, states.generalised].map { $0.map { $0 + offset } }
    var squares = [0.0, 0, 0]
    let width = 1 << 16
    let buffers = SharedRows<Source.Element>(count: 3 * width)
    for columns in pieces(of: source.columns, length: width) {
      for (i, row) in rows.enumerated() {
        guard let row else { continue }
        try source.read(
          rows: row..<(row + 1), columns: columns,
          into: UnsafeMutableBufferPointer(start: buffers.base + i * width, count: columns.count))
      }
      for (i, pair) in [(0, 1), (1, 2), (0, 2)].enumerated() {
        squares[i] += squaredDistance(columns.count, buffers.base + pair.0 * width, buffers.base + pair.1 * width)
      }
    }
    func distance(_ i: Int, _ a: Int, _ b: Int) -> Double {
      rows[a] == nil || rows[b] == nil ? .nan : squares[i].squareRoot()
    }
    startToOverfitted = distance(0, 0, 1)
    overfittedToGeneralised = distance(1, 1, 2)
    startToGeneralised = distance(2, 0, 2)
  }
}

/// Buffers for some rows.
private final class SharedRows<Element: Scalar> {
  private let storage: Vector<Element>
  var base: UnsafeMutablePointer<Element> { storage.ref.base }
  init(count: Int) { storage = Vector(zeros: count) }
}
