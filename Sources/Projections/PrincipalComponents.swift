import LinearAlgebra

/// The principal components of trajectories: the plane, or space, that holds most of their rows.
///
/// With X the rows minus their centre, X = U S V^T: the components are the leading columns of V, the singular values
/// the diagonal of S. U and S^2 come from the T x T Gram matrix X X^T, V = X^T U S^-1 (Sirovich 1987), so that
/// parameters are read in blocks of columns, twice, and never held at once.
public struct PrincipalComponents: Sendable {
  /// What has been subtracted.
  public let centring: Centring
  /// The singular values, descending; as many as rows take part, which is all or, where a row of each run is its
  /// centre, all but these; and at most as many as there are columns.
  public let singularValues: [Double]
  /// sigma_j^2 / sum_i sigma_i^2.
  public let explainedVarianceRatio: [Double]
  /// The components, orthonormal vectors over the columns; the entry of largest magnitude is positive.
  public let components: [[Double]]
  /// The coordinates of every row along each component, shape (row, component): relative to the mean of all rows
  /// (`.mean`), otherwise to the first or last row of the same run, which is then at the origin.
  public let projections: [[Double]]
  /// The distance of every row from the space through the centre that the components span.
  public let residuals: [Double]
  /// The cosine of the angle between that space and the way from the centre to the row: 1 on it, NaN at the centre.
  public let cosines: [Double]
  /// The mean that was subtracted: of all rows (`.mean`), of the rows relative to their last (`.lastRecentred`), or
  /// empty.
  public let mean: [Double]

  /// Takes the principal components of the rows of `source`.
  ///
  /// Products of pairs of rows are summed in the precision of `Element` over 200 columns, those with components over
  /// 2000, and in double precision beyond. With `Float` singular values below about 1e-3 of the largest, and residuals
  /// below about 1e-3 of the distance from the centre, are noise; with `Double` both limits are 1e-7.
  /// - Parameters:
  ///   - source: the rows, run after run.
  ///   - runs: the rows of each run, in order and without gaps.
  ///   - count: how many components to keep; fewer come where the rows span less.
  ///   - memory: bytes that are not exceeded, the program's own included.
  ///   - workers: threads; the result has the same bits for any number, and for any memory.
  /// - Throws: `badInput` if the source cannot be read or a number is not finite, `badRequest` if there is nothing to
  ///   analyse or the memory is too small.
  /// - Complexity: two readings of the source, T^2 P floating-point operations, 4/3 T^3 for the eigenvalues.
  public init<Source: RowSource>(
    of source: Source, runs: [Range<Int>], centring: Centring, count: Int, memory: Int = 1 << 30, workers: Int = 1
  ) throws(ProjectionError) {
    precondition(count > 0 && workers > 0)
    precondition(runs.map(\.count).reduce(0, +) == source.rows)
    let plan = try MemoryPlan(
      memory: memory, rows: source.rows, columns: source.columns, components: count, workers: workers,
      elementBytes: MemoryLayout<Source.Element>.size)
    let block = CentredBlock(source, runs: runs, centring, width: plan.blockColumns, workers: workers)
    let kept = block.countedRows
    guard kept.count >= 2, source.columns > 0 else {
      throw ProjectionError(
        .badRequest,
        "Cannot take the principal components of \(source.rows) checkpoints in \(runs.count) runs: give at least two, "
          + "or three where one is the centre.")
    }
    let blocks = pieces(of: source.columns, length: plan.blockColumns)
    let gram = GramMatrix(rows: source.rows)
    for columns in blocks {
      try block.load(columns: columns)
      gram.add(block, workers: workers)
    }
    if let row = gram.firstRowNotFinite {
      throw ProjectionError(
        .badInput,
        "Cannot take the principal components because checkpoint \(row) (from 0) or its centre has numbers that are "
          + "not finite: leave it out.")
    }
    // The mean's removal takes one dimension away.
    let rank = min(kept.count - (centring.removesMean ? 1 : 0), source.columns)
    guard let pairs = gram.leadingEigenpairs(of: kept, count: min(count, rank)) else {
      throw ProjectionError(
        .badInput,
        "Cannot take the principal components because the eigenvalue problem of the \(kept.count) checkpoints did not "
          + "converge: report it with the file.")
    }
    let variances = (0..<min(kept.count, source.columns)).map { $0 < rank ? max(0, pairs.eigenvalues[$0]) : 0 }
    guard variances[0] > 0 else {
      throw ProjectionError(
        .badRequest,
        "Cannot take the principal components because all \(source.rows) checkpoints are the same: give a trajectory "
          + "that moves.")
    }
    self.centring = centring
    singularValues = variances.map { $0.squareRoot() }
    let total = variances.reduce(0, +)
    explainedVarianceRatio = variances.map { $0 / total }
    let used = pairs.eigenvectors.indices.filter { variances[$0] > 0 }
    var projection = RowProjection<Source.Element>(rows: source.rows, columns: source.columns, count: used.count)
    projection.setCombinations(
      used.map { j in (kept, pairs.eigenvectors[j].map { $0 / variances[j].squareRoot() }) })
    // Backwards, because the last block is still there.
    for columns in blocks.reversed() {
      if columns != block.columns { try block.load(columns: columns) }
      projection.add(block, workers: workers)
    }
    projection.orient()
    mean = block.mean
    components = projection.components
    residuals = projection.residuals
    cosines = projection.cosines
    var coordinates = projection.coordinates
    for run in runs {
      guard let reference = centring.reference(of: run) else { continue }
      let origin = coordinates[reference]
      for row in run { for j in origin.indices { coordinates[row][j] -= origin[j] } }
    }
    projections = coordinates
  }
}
