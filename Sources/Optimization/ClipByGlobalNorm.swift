public import LinearAlgebra

/// `g *= min(1, c / (||g|| + 1e-6))`: bounds the gradient's norm over all parameters, as PyTorch's `clip_grad_norm_` does.
public struct ClipByGlobalNorm<Element: Scalar>: ~Copyable, GradientTransform {
  private let largest: Double

  /// Clips at the norm `largest` (c).
  public init(_ largest: Double) { self.largest = largest }

  /// Scales `gradient` down if it is too long.
  public mutating func transform(_ gradient: inout Vector<Element>, at parameters: borrowing Vector<Element>) {
    let factor = largest / (Double(gradient.norm) + 1e-6)
    if factor < 1 { gradient.scale(by: Element(factor)) }
  }

  /// Nothing: the filter has no state.
  public mutating func exchange(with archive: inout StateArchive) {}
}
