public import LinearAlgebra

/// `u += gamma theta`, group by group.
///
/// Before an optimiser's own scaling this is coupled L2 regularisation, behind it decoupled weight decay (Loshchilov, Hutter 2019).
public struct AddDecayedWeights<Element: Scalar>: ~Copyable, GradientTransform {
  private let groups: [ParameterGroup]

  /// Adds each group's decay; groups without any cost nothing.
  public init(_ groups: [ParameterGroup]) { self.groups = groups.filter { $0.weightDecay != 0 } }

  /// Adds the decayed weights to `update`.
  public mutating func transform(_ update: inout Vector<Element>, at parameters: borrowing Vector<Element>) {
    for group in groups {
      for range in group.ranges {
        Element._axpy(
          range.count, Element(group.weightDecay), parameters.ref.base + range.lowerBound,
          update.ref.base + range.lowerBound)
      }
    }
  }
}
