/// What to compute of the curvature at a point.
public struct CurvatureRequest: Sendable, Equatable {
  /// How many of the largest and of the smallest eigenvalues, of each block.
  public var top = 10, bottom = 5
  /// The random vectors of the trace's estimate; none where it is not asked for.
  public var traceProbes: Int?
  /// The random vectors of the spectral density; none where it is not asked for.
  public var densityProbes: Int?
  /// The Lanczos steps of each of them.
  public var densitySteps = 80
  /// Whether the diagonal block of every layer is looked at beside the whole.
  public var perLayer = false
  /// Whether the Hessian restricted to the sphere is.
  public var onSphere = false
  /// The radius of the ball in which the highest loss is sought.
  public var sharpnessRadius: Double?
  /// Whether the total derivative of the test loss along the norm is computed, beside differences of neighbours.
  public var derivative = false
  /// The dimension up to which all eigenvalues are computed by LAPACK.
  public var denseUpTo = 600

  /// Ten largest and five smallest eigenvalues of the whole Hessian.
  public init() {}
}
