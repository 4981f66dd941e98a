public import LinearAlgebra
import RealModule

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
      let z = outputs.row(i), dz = gradient.row(i), label = Int(labels[rows[i]])
      var largest = z.base[0]
      for j in 1..<max(z.count, 1) where z.base[j] > largest { largest = z.base[j] }
      var sum: Element = 0
      for j in 0..<z.count {
        let exponential = Element.exp(z.base[j] - largest)
        dz.base[j] = exponential
        sum += exponential
      }
      total += Double(Element.log(sum)) - Double(z.base[label] - largest)
      for j in 0..<z.count { dz.base[j] *= scale / sum }
      dz.base[label] -= scale
    }
    return total / Double(rows.count)
  }
}
