public import LinearAlgebra

/// How an optimiser moves parameters, given the gradient there; carries its own state.
///
/// The step itself belongs to the rule, so that all it does to an element is one pass over memory.
public protocol UpdateRule<Element>: ~Copyable, Resumable {
  /// `Float` or `Double`.
  associatedtype Element: Scalar
  /// Takes one step; may overwrite `gradient`.
  ///
  /// - Returns: `sum_i w_i^2` over all parameters after the step, summed in double precision.
  mutating func step(_ parameters: inout Vector<Element>, along gradient: inout Vector<Element>) -> Double
}

/// A rule chosen at run time: one indirect call per step.
public struct AnyRule<Element: Scalar>: ~Copyable, UpdateRule {
  private var base: any UpdateRule<Element> & ~Copyable

  /// Hides the type of `base`.
  public init<Base: UpdateRule<Element> & ~Copyable>(_ base: consuming Base) {
    self.base = base as any UpdateRule<Element> & ~Copyable
  }

  /// Steps by the hidden rule.
  public mutating func step(_ parameters: inout Vector<Element>, along gradient: inout Vector<Element>) -> Double {
    base.step(&parameters, along: &gradient)
  }

  /// Exchanges the hidden rule's state.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try base.exchange(with: &archive)
  }
}
