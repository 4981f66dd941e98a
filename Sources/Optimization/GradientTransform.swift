public import LinearAlgebra

/// A filter that rewrites a gradient before a rule steps along it, carrying its own state.
public protocol GradientTransform<Element>: ~Copyable, Resumable {
  /// `Float` or `Double`.
  associatedtype Element: Scalar
  /// Rewrites `gradient`, that of the loss at `parameters`, in place.
  mutating func transform(_ gradient: inout Vector<Element>, at parameters: borrowing Vector<Element>)
}

/// A rule that steps along a filtered gradient.
public struct Filtered<Filter: GradientTransform & ~Copyable, Rule: UpdateRule & ~Copyable>: ~Copyable, UpdateRule
where Filter.Element == Rule.Element {
  /// `Float` or `Double`.
  public typealias Element = Rule.Element
  private var filter: Filter
  private var rule: Rule

  /// `rule`, behind `filter`.
  public init(_ filter: consuming Filter, _ rule: consuming Rule) {
    self.filter = filter
    self.rule = rule
  }

  /// Filters the gradient, then steps.
  public mutating func step(_ parameters: inout Vector<Element>, along gradient: inout Vector<Element>) -> Double {
    filter.transform(&gradient, at: parameters)
    return rule.step(&parameters, along: &gradient)
  }

  /// Exchanges the states of both.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try filter.exchange(with: &archive)
    try rule.exchange(with: &archive)
  }
}
