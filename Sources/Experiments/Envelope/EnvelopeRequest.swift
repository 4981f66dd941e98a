/// Where derivatives are compared with differences, and when they agree.
public struct EnvelopeRequest: Sendable {
  /// How many points, spaced evenly over the grid; all if it is nil.
  public var sample: Int?
  /// h: the relative step of the norm, and the step of the messiness.
  ///
  /// A central difference is off by the order of h^2, and by the error of the minima over h, which is what limits it: the
  /// default is `epsilon^(1/5)` of double precision rather than the `epsilon^(1/3)` that rounding alone would allow.
  public var step = 7.4e-4
  /// The largest median of the relative errors, and the largest tangential gradient, over the radial derivative, of points
  /// that count.
  public var tolerance = 0.02, stationarity = 0.01
  /// Points at a time; they change no bit of the result.
  public var workers = 1

  /// All points, one at a time, within 2 %.
  public init() {}
}
