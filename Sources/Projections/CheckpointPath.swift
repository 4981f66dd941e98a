public import LinearAlgebra

/// The polygon through checkpoints: theta(t) = (1 - f) theta_i + f theta_(i + 1) at t = i + f.
///
/// Two checkpoints make the interpolation of Goodfellow, Vinyals and Saxe (2015). Beyond the ends the first and last
/// segment go on straight.
public struct CheckpointPath<Element: Scalar>: Sendable {
  private let checkpoints: SharedMatrix<Element>

  /// The path through the rows of `checkpoints`, at least two.
  public init(through checkpoints: SharedMatrix<Element>) {
    precondition(checkpoints.rows >= 2)
    self.checkpoints = checkpoints
  }

  /// The number of parameters.
  public var dimension: Int { checkpoints.columns }

  /// The largest t on the path: the number of segments.
  public var length: Double { Double(checkpoints.rows - 1) }

  /// Overwrites `parameters` with the point at `t`; exact at the checkpoints.
  public func point(at t: Double, into parameters: inout Vector<Element>) {
    precondition(parameters.count == dimension)
    let segment = Int(min(max(t.rounded(.down), 0), length - 1))
    let fraction = t - Double(segment)
    let a = checkpoints.view().row(segment), b = checkpoints.view().row(segment + 1)
    combine(dimension, 1 - fraction, a.base, fraction, b.base, into: parameters.ref.base)
  }
}
