public import LinearAlgebra

/// `l = 1/N sum_n (log sum_j e^(z_nj) - z_n,label(n))`: natural logarithm, over all outputs, mean over samples.
public struct SoftmaxCrossEntropy<Element: Scalar>: Loss {
  /// The index of the right output, per sample.
  public let labels: [Int32]

  /// The cross-entropy against `labels`.
  public init(against labels: [Int32]) { self.labels = labels }

  /// The number of samples.
  public var sampleCount: Int { labels.count }

  /// The loss; `dl/dz = (softmax(z) - onehot) / N`.
  public func evaluate(_ outputs: MatrixRef<Element>, _ rows: RowSelection, gradient: MatrixRef<Element>) -> Double {
    precondition(outputs.rows == rows.count && gradient.rows == rows.count)
    var total = 0.0
    let scale = 1 / Element(rows.count)
    for i in 0..<rows.count {
      total += Element._softmaxCrossEntropy(
        outputs.columns, outputs.row(i).base, Int(labels[rows[i]]), scale, gradient.row(i).base)
    }
    return total / Double(rows.count)
  }
}
