public import LinearAlgebra

/// An objective that multiplies vectors by its Hessian exactly.
///
/// Two steps, so that many products at one point share the work of evaluating there.
public protocol HessianObjective<Element>: Objective, ~Copyable {
  /// The value at `parameters`; overwrites `gradient` with the gradient there and keeps what products need.
  @discardableResult
  mutating func linearize(at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>) -> Element
  /// Overwrites `product` with `H v`, the derivative of the gradient along `v = direction` at the point last linearised.
  mutating func hessianProduct(along direction: borrowing Vector<Element>, into product: inout Vector<Element>)
}

extension Quadratic: HessianObjective {
  /// The value and gradient; the Hessian is the same everywhere.
  @discardableResult
  public mutating func linearize(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element {
    valueAndGradient(at: parameters, into: &gradient)
  }

  /// `(H v)_i = d_i v_i`: the gradient at `v`.
  public mutating func hessianProduct(along direction: borrowing Vector<Element>, into product: inout Vector<Element>) {
    _ = valueAndGradient(at: direction, into: &product)
  }
}
