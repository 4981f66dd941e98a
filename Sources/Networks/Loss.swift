public import LinearAlgebra

/// A mean loss over samples, as a function of the network's outputs.
public protocol Loss<Element>: Sendable {
  /// `Float` or `Double`.
  associatedtype Element: Scalar
  /// The number of samples that there are targets for.
  var sampleCount: Int { get }
  /// The mean loss over the selected rows.
  ///
  /// - Parameters:
  ///   - outputs: the network's outputs for these rows, shape (rows, outputs).
  ///   - rows: which samples they are.
  ///   - gradient: overwritten with d loss / d outputs, same shape.
  func evaluate(_ outputs: MatrixRef<Element>, _ rows: RowSelection, gradient: MatrixRef<Element>) -> Double
}
