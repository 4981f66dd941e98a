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
    for i in 0..<rows.count {
      let y = outputs.row(i), t = targets.row(rows[i]), dy = gradient.row(i)
      for j in 0..<y.count { dy.base[j] = y.base[j] - t.base[j] }
    }
    let difference = gradient.elements
    let sum = Double(Element._dot(difference.count, difference.base, difference.base))
    Element._scal(difference.count, 2 / Element(difference.count), difference.base)
    return sum / Double(difference.count)
  }
}
