public import LinearAlgebra
public import Objectives

/// How a direction is scaled to the parameters that it leads away from.
///
/// The conventions of Li, Xu, Taylor, Studer and Goldstein (2018), Section 4: without them the widths of random slices
/// of networks with different scales of weights cannot be compared.
public enum DirectionNormalisation: String, Sendable, Codable, CaseIterable {
  /// As drawn, biases included.
  case none
  /// Every tensor gets the norm of the same tensor of the parameters; biases are 0.
  case layer
  /// Every filter, a row of a weight matrix (the first axis of a tensor), gets the norm of the same filter of the
  /// parameters, d_r ||w_r|| / ||d_r||; biases are 0.
  case filter

  /// Scales `direction` in place.
  ///
  /// Biases are the tensors of one axis. Norms are summed in double precision; what is zero in the direction stays
  /// zero, without an epsilon.
  public func apply<Element: Scalar>(
    to direction: inout Vector<Element>, like parameters: borrowing Vector<Element>, layout: ParameterLayout
  ) {
    precondition(direction.count == layout.count && parameters.count == layout.count)
    guard self != .none else { return }
    for slice in layout.slices {
      guard slice.shape.count > 1 else {
        direction.ref.slice(slice.offset, slice.count).buffer.update(repeating: 0)
        continue
      }
      let filters = self == .filter ? slice.shape[0] : 1
      guard filters > 0 else { continue }
      let length = slice.count / filters
      for number in 0..<filters {
        let d = direction.ref.slice(slice.offset + number * length, length)
        let w = parameters.ref.slice(slice.offset + number * length, length)
        let norm = Element._doublePrecisionDot(length, d.base, d.base).squareRoot()
        guard norm > 0 else { continue }
        let factor = Element._doublePrecisionDot(length, w.base, w.base).squareRoot() / norm
        for i in 0..<length { d[i] = Element(Double(d[i]) * factor) }
      }
    }
  }
}
