public import LinearAlgebra

/// A stage that rewrites a gradient into an update, carrying its own state; an optimiser is a chain of them.
public protocol GradientTransform<Element>: ~Copyable {
  /// `Float` or `Double`.
  associatedtype Element: Scalar
  /// Rewrites `update` (at first the gradient at `parameters`) in place.
  mutating func transform(_ update: inout Vector<Element>, at parameters: borrowing Vector<Element>)
}

/// Two transforms, one after the other.
public struct Then<First: GradientTransform & ~Copyable, Second: GradientTransform & ~Copyable>: ~Copyable,
  GradientTransform
where First.Element == Second.Element {
  /// `Float` or `Double`.
  public typealias Element = First.Element
  private var first: First
  private var second: Second

  /// `first`, then `second`.
  public init(_ first: consuming First, _ second: consuming Second) {
    self.first = first
    self.second = second
  }

  /// Applies both in order.
  public mutating func transform(_ update: inout Vector<Element>, at parameters: borrowing Vector<Element>) {
    first.transform(&update, at: parameters)
    second.transform(&update, at: parameters)
  }
}

/// Builds a chain from a list of transforms.
@resultBuilder public enum ChainBuilder {
  /// The first transform of a chain.
  public static func buildPartialBlock<First: GradientTransform & ~Copyable>(first: consuming First) -> First { first }

  /// The chain so far, then `next`.
  public static func buildPartialBlock<
    Chain: GradientTransform & ~Copyable, Next: GradientTransform & ~Copyable
  >(accumulated: consuming Chain, next: consuming Next) -> Then<Chain, Next> where Chain.Element == Next.Element {
    Then(accumulated, next)
  }
}

/// The listed transforms in order: `chain { ScaleByAdam(count: n); ScaleByRate(...) }`.
public func chain<Chain: GradientTransform & ~Copyable>(@ChainBuilder _ body: () -> Chain) -> Chain { body() }

/// A transform chosen at run time: one indirect call per step.
public struct AnyTransform<Element: Scalar>: ~Copyable, GradientTransform {
  private var base: any GradientTransform<Element> & ~Copyable

  /// Hides the type of `base`.
  public init<Base: GradientTransform<Element> & ~Copyable>(_ base: consuming Base) {
    self.base = base as any GradientTransform<Element> & ~Copyable
  }

  /// Applies the hidden transform.
  public mutating func transform(_ update: inout Vector<Element>, at parameters: borrowing Vector<Element>) {
    base.transform(&update, at: parameters)
  }
}
