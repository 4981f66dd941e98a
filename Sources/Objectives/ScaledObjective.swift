public import LinearAlgebra

/// A constant times another objective: a loss in the reduction that is reported.
public struct ScaledObjective<O: HessianObjective & ~Copyable>: ~Copyable, HessianObjective {
  /// `Float` or `Double`.
  public typealias Element = O.Element
  private var base: O
  private let factor: Element

  /// `factor` times `base`.
  public init(_ base: consuming O, by factor: Element) {
    self.base = base
    self.factor = factor
  }

  /// The number of parameters.
  public var dimension: Int { base.dimension }

  /// Chooses the sample of step `step`.
  public mutating func beginStep(_ step: Int) { base.beginStep(step) }

  /// The value at `parameters`.
  public mutating func value(at parameters: borrowing Vector<Element>) -> Element {
    factor * base.value(at: parameters)
  }

  /// The value and the gradient at `parameters`.
  @discardableResult
  public mutating func valueAndGradient(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element {
    let value = base.valueAndGradient(at: parameters, into: &gradient)
    gradient.scale(by: factor)
    return factor * value
  }

  /// The value and the gradient; products are taken at `parameters` from then on.
  @discardableResult
  public mutating func linearize(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element {
    let value = base.linearize(at: parameters, into: &gradient)
    gradient.scale(by: factor)
    return factor * value
  }

  /// The Hessian times `direction`.
  public mutating func hessianProduct(along direction: borrowing Vector<Element>, into product: inout Vector<Element>) {
    base.hessianProduct(along: direction, into: &product)
    product.scale(by: factor)
  }
}
