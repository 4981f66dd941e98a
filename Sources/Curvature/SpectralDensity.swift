import LinearAlgebra
public import RandomStreams

/// The density of an operator's eigenvalues, by stochastic Lanczos quadrature.
///
/// For random signs `z` the Gauss quadrature of `m` Lanczos steps from `z` has the nodes `theta_j`, the eigenvalues of
/// the tridiagonal matrix, and the weights `s_1j^2`, the squares of its eigenvectors' first entries. It gives `z^T f(A) z
/// / n` exactly for polynomials up to degree `2 m - 1`, and its mean over probes estimates `tr f(A) / n` (Golub, Welsch
/// 1969; Ubaru, Chen, Saad 2017; Ghorbani, Krishnan, Xiao 2019).
public struct SpectralDensity: Sendable, Equatable {
  /// A probe's quadrature.
  public struct Quadrature: Sendable, Equatable {
    /// The nodes, ascending.
    public let nodes: [Double]
    /// Their weights, which add up to 1.
    public let weights: [Double]
  }

  /// One quadrature a probe; a single one, of all eigenvalues, where they are all known.
  public let quadratures: [Quadrature]

  /// The density of known eigenvalues.
  public init(eigenvalues: [Double]) {
    precondition(!eigenvalues.isEmpty)
    quadratures = [
      Quadrature(
        nodes: eigenvalues.sorted(),
        weights: [Double](repeating: 1 / Double(eigenvalues.count), count: eigenvalues.count))
    ]
  }

  /// The density of `a` from `probes` probes of at most `steps` products each.
  ///
  /// - Throws: `CurvatureError` if a product is not finite.
  public init<A: LinearOperator & ~Copyable>(
    of a: inout A, probes: Int, steps: Int, using source: inout some RandomSource
  ) throws(CurvatureError) {
    precondition(probes > 0 && steps > 0 && a.dimension > 0)
    var quadratures: [Quadrature] = []
    for _ in 0..<probes {
      var basis = KrylovBasis(dimension: a.dimension, capacity: min(steps, a.dimension))
      _ = basis.place(randomSigns(a.dimension, using: &source))
      repeat { try basis.expand(&a) } while basis.count < basis.capacity && basis.remainder > 0
      let problem = try basis.ritz()
      quadratures.append(
        Quadrature(nodes: problem.eigenvalues, weights: problem.eigenvectors.map { $0[0] * $0[0] }))
    }
    self.quadratures = quadratures
  }

  /// The mean of `lambda^order` over the spectrum, `tr A^order / n`: one estimate a probe.
  public func moments(_ order: Int) -> [Double] {
    quadratures.map { quadrature in
      zip(quadrature.nodes, quadrature.weights).reduce(0) { sum, pair in
        sum + pair.1 * (0..<order).reduce(1) { power, _ in power * pair.0 }
      }
    }
  }

  /// The smallest and the largest node.
  public var extent: ClosedRange<Double> {
    let low = quadratures.compactMap(\.nodes.first).min() ?? 0, high = quadratures.compactMap(\.nodes.last).max() ?? 0
    return low...high
  }

  /// The mean over probes of `sum_j s_1j^2 N(x; theta_j, width^2)` at each `x`: the density, broadened by Gaussians.
  public func broadened(at points: [Double], width: Double) -> [Double] {
    precondition(width > 0)
    let lines = quadratures.flatMap { zip($0.nodes, $0.weights) }
    var x = Vector<Double>(zeros: lines.count)
    let scale = 1 / (width * (2 * Double.pi).squareRoot() * Double(quadratures.count))
    return points.map { point in
      for (i, line) in lines.enumerated() { x[i] = -(point - line.0) * (point - line.0) / (2 * width * width) }
      Double._exp(x.count, x.ref.base, x.ref.base)
      return scale * lines.indices.reduce(0) { $0 + lines[$1].1 * x[$1] }
    }
  }
}
