public import LinearAlgebra

/// `l = 1/(N C) sum_nc (y_nc - t_nc)^2`: the mean over all elements, samples times outputs.
public struct MeanSquaredError<Element: Scalar>: Loss {
  /// The targets `t`, a row per sample.
  public let targets: SharedMatrix<Element>

  /// The error against `targets`.
  public init(against targets: SharedMatrix<Element>) { self.targets = targets }

  /// The number of samples.
  public var sampleCount: Int { targets.rows }

  /// The loss; `dl/dy = 2 (y - t) / (N C)`.
  public func evaluate(_ outputs: MatrixRef<Element>, _ rows: RowSelection, gradient: MatrixRef<Element>) -> Double {
    let targets = targets.view()
    precondition(outputs.columns == targets.columns && outputs.rows == rows.count && gradient.rows == rows.count)
    let count = rows.count * outputs.columns
    let scale = 2 / Element(count)
    var sum = 0.0  // row by row, so that listed and consecutive rows give the same bits
    for i in 0..<rows.count {
      sum += Element._squaredError(
        outputs.columns, outputs.row(i).base, targets.row(rows[i]).base, scale, gradient.row(i).base)
    }
    return sum / Double(count)
  }
}
