/// The reduced dynamics of weight norm and messiness: gradient flow on the reduced training loss with weight decay.
///
///     dw/dt = -eta_D (d l~/dw + gamma w),    dm/dt = -eta_R d l~/dm
///
/// (Liu et al. 2023, "Omnigrok", Eq. 6). Time is in units in which a step of gradient descent at rate eta takes 1.
public struct ReducedFlow: Sendable, Equatable {
  /// The learning rate of the representation.
  public enum RepresentationRate: Sendable, Equatable {
    /// The same eta_R everywhere.
    case constant(Double)
    /// eta_R = eta_D / w^2, for which motion in (ln w, m) is along the gradient: what the paper's time assumes.
    case overSquaredNorm
  }

  /// eta_D, the learning rate of the decoder's weights.
  public let decoderRate: Double
  /// eta_R, the learning rate of the representation.
  public let representationRate: RepresentationRate
  /// gamma, the weight decay.
  public let weightDecay: Double

  /// A flow of these rates.
  ///
  /// - Throws: `LandscapeError` if eta_D is not positive, or eta_R or gamma negative, or any of them not finite.
  public init(
    decoderRate: Double, representationRate: RepresentationRate, weightDecay: Double
  ) throws(LandscapeError) {
    guard decoderRate > 0, decoderRate.isFinite else {
      throw LandscapeError("Cannot follow Eq. 6 with eta_D = \(decoderRate): give a finite positive learning rate.")
    }
    if case .constant(let rate) = representationRate, !(rate >= 0 && rate.isFinite) {
      throw LandscapeError("Cannot follow Eq. 6 with eta_R = \(rate): give a finite learning rate of at least 0.")
    }
    guard weightDecay >= 0, weightDecay.isFinite else {
      throw LandscapeError("Cannot follow Eq. 6 with gamma = \(weightDecay): give a finite value of at least 0.")
    }
    self.decoderRate = decoderRate
    self.representationRate = representationRate
    self.weightDecay = weightDecay
  }

  /// eta_R at the weight norm `w`.
  public func representationRate(at w: Double) -> Double {
    switch representationRate {
    case .constant(let rate): rate
    case .overSquaredNorm: decoderRate / (w * w)
    }
  }

  /// (dw/dt, dm/dt) at the state (w, m) with this gradient of the reduced training loss.
  func velocity(at state: SIMD2<Double>, _ gradient: GridSurface.Sample) -> SIMD2<Double> {
    [
      -decoderRate * (gradient.slopeX + weightDecay * state.x),
      -representationRate(at: state.x) * gradient.slopeY,
    ]
  }
}
