public import LinearAlgebra

/// When a sample counts as right.
public enum Correctness<Element: Scalar>: Sendable {
  /// The largest output (the first, among equals) is the sample's label.
  case label([Int32])
  /// The mean over the outputs of the squared error is below the threshold.
  case squaredError(below: Double, SharedMatrix<Element>)
  /// Of the templates, a row each, the nearest to the output (the first, among equals) is that of the sample's label.
  case nearestTemplate(SharedMatrix<Element>, [Int32])

  /// How many of the selected samples are right.
  public func count(_ outputs: MatrixRef<Element>, _ rows: RowSelection) -> Int {
    var count = 0
    for i in 0..<rows.count where isRight(outputs.row(i), sample: rows[i]) { count += 1 }
    return count
  }

  private func isRight(_ y: VectorRef<Element>, sample: Int) -> Bool {
    switch self {
    case .label(let labels):
      var best = 0
      for j in 1..<max(y.count, 1) where y.base[j] > y.base[best] { best = j }
      return best == Int(labels[sample]) && y.base[best].isFinite
    case .squaredError(let threshold, let targets):
      let t = targets.view().row(sample)
      var sum: Element = 0
      for j in 0..<y.count { sum += (y.base[j] - t.base[j]) * (y.base[j] - t.base[j]) }
      return Double(sum / Element(y.count)) < threshold
    case .nearestTemplate(let templates, let labels):
      let templates = templates.view()
      var best = 0, least = Element.infinity
      for k in 0..<templates.rows {
        let t = templates.row(k)
        var distance: Element = 0
        for j in 0..<y.count { distance += (y.base[j] - t.base[j]) * (y.base[j] - t.base[j]) }
        if distance < least { (best, least) = (k, distance) }
      }
      return best == Int(labels[sample]) && least.isFinite
    }
  }
}
