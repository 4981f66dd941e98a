/// Parameters that share a learning rate and a weight decay.
public struct ParameterGroup: Sendable, Codable, Hashable {
  /// The indices of the parameters.
  public var ranges: [Range<Int>]
  /// The learning rate, per step.
  public var rate: Double
  /// The weight decay `gamma`; how it enters is the optimiser's matter.
  public var weightDecay: Double

  /// A group of the parameters in `ranges`.
  public init(_ ranges: [Range<Int>], rate: Double, weightDecay: Double = 0) {
    self.ranges = ranges
    self.rate = rate
    self.weightDecay = weightDecay
  }
}
