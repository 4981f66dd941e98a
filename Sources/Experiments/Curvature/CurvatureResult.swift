import Curvature
import Landscapes

/// The curvature of the training loss at one point.
struct CurvatureResult: Sendable {
  /// One symmetric matrix: the Hessian, its restriction to the sphere, or the block of a layer.
  struct Block: Sendable {
    /// "all", "sphere", or the layer's name.
    let name: String
    /// The number of rows.
    let dimension: Int
    /// The extreme eigenpairs; the vectors are those of all parameters, empty for layers.
    let pairs: ExtremeEigenpairs
    let topVectors: [[Double]], bottomVectors: [[Double]]
    let trace: TraceEstimate?
    let density: SpectralDensity?
  }

  /// The derivative of the reduced test loss along the norm.
  struct Derivative: Sendable {
    let reduced: ReducedDerivative
    /// The three-point difference of the neighbouring points, not a number where there are no two.
    let difference: Double
  }

  let trainLoss: Double, testLoss: Double
  let weightNorm: Double
  /// The norm of the gradient along the sphere, and the derivative of the training loss along the norm.
  let tangentGradientNorm: Double, radialGradient: Double
  let blocks: [Block]
  let sharpness: Sharpness?
  let derivative: Derivative?
  let parameters: [Double]

  /// Whether no eigenvalue on the sphere is below -1e-6 of that norm; nil where it is not known because the eigenvalues have
  /// not converged: what Lanczos finds is never below the smallest.
  var isMinimumToSecondOrder: Bool? {
    guard let lowest = relativeSmallestOnSphere else { return nil }
    if lowest < -1e-6 { return false }
    return blocks.first { $0.name == "sphere" }?.pairs.hasConverged == true ? true : nil
  }

  /// The smallest eigenvalue on the sphere over the norm of the whole Hessian: below 0 by more than rounding at no minimum.
  var relativeSmallestOnSphere: Double? {
    guard let sphere = blocks.first(where: { $0.name == "sphere" }), let all = blocks.first,
      let lowest = sphere.pairs.bottom.first
    else { return nil }
    return lowest.value / all.pairs.norm
  }
}
