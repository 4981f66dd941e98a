public import LinearAlgebra

/// A differentiable function of a flat parameter vector.
///
/// Objectives own their workspace, so evaluation is `mutating` and allocates nothing; use one objective per task.
public protocol Objective<Element>: ~Copyable {
  /// `Float` or `Double`.
  associatedtype Element: Scalar
  /// The number of parameters.
  var dimension: Int { get }
  /// Chooses the sample that step `step` (from 0) is evaluated on; deterministic objectives do nothing.
  ///
  /// Apart from the evaluation, so that methods which need several gradients of one step get them on the same sample.
  mutating func beginStep(_ step: Int)
  /// The value at `parameters`.
  mutating func value(at parameters: borrowing Vector<Element>) -> Element
  /// The value at `parameters`; overwrites `gradient` with the gradient there.
  @discardableResult
  mutating func valueAndGradient(
    at parameters: borrowing Vector<Element>, into gradient: inout Vector<Element>
  ) -> Element
}

extension Objective where Self: ~Copyable {
  /// Does nothing: the objective is the same at every step.
  public mutating func beginStep(_ step: Int) {}
}
