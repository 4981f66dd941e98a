import LinearAlgebra
public import RandomStreams

/// Hutchinson's estimate of a trace: the mean of `z^T A z` over random signs `z` (Hutchinson 1989).
///
/// Its expectation is `sum_ij A_ij E[z_i z_j] = tr A`, its variance `2 sum_{i != j} A_ij^2 / probes`. The values of the
/// probes are independent, so that a Student-t interval of their mean covers the trace about as often as it says.
public struct TraceEstimate: Sendable, Equatable {
  /// `z^T A z` of each probe.
  public let values: [Double]
  /// The estimate: their mean.
  public var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// The estimate for `a` from `probes` products.
  ///
  /// - Throws: `CurvatureError` if a product is not finite.
  public init<A: LinearOperator & ~Copyable>(
    of a: inout A, probes: Int, using source: inout some RandomSource
  ) throws(CurvatureError) {
    precondition(probes > 0)
    var product = Vector<Double>(zeros: a.dimension)
    var values: [Double] = []
    for _ in 0..<probes {
      let z = randomSigns(a.dimension, using: &source)
      a.apply(to: z, into: &product)
      values.append(z.dot(product))
    }
    guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    self.values = values
  }
}

/// Independent entries +1 and -1, equally likely.
func randomSigns(_ count: Int, using source: inout some RandomSource) -> Vector<Double> {
  Vector(source.uniforms(count, from: -1.0, to: 1).map { $0 < 0 ? -1 : 1 })
}
