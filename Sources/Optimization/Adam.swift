public import LinearAlgebra
import RealModule

/// Adam (Kingma, Ba 2015) with coupled weight decay, or AdamW (Loshchilov, Hutter 2019) with decoupled decay.
///
/// `m = beta1 m + (1 - beta1) g`, `v = beta2 v + (1 - beta2) g^2`, `u = m^ / (sqrt(v^) + epsilon)` with the bias-corrected
/// `m^ = m / (1 - beta1^t)`, `v^ = v / (1 - beta2^t)`, and `w -= eta u`. Coupled decay adds `gamma w` to g, decoupled to u.
public struct Adam<Element: Scalar>: ~Copyable, UpdateRule {
  private var steps: GroupedSteps
  private var first: Vector<Element>
  private var second: Vector<Element>
  private var constants: AdamConstants
  private let decouplesDecay: Bool

  /// Adam for `count` parameters in `groups`, both moments at zero.
  public init(
    _ groups: [ParameterGroup], schedule: LearningRateSchedule = .constant, count: Int, beta1: Double = 0.9,
    beta2: Double = 0.999, epsilon: Double = 1e-8, decoupledDecay: Bool = false
  ) {
    steps = GroupedSteps(groups, schedule: schedule, parameterCount: count)
    first = Vector(zeros: count)
    second = Vector(zeros: count)
    constants = AdamConstants(beta1: beta1, beta2: beta2, epsilon: epsilon)
    decouplesDecay = decoupledDecay
  }

  /// Accumulates the moments and takes one step.
  public mutating func step(_ parameters: inout Vector<Element>, along gradient: inout Vector<Element>) -> Double {
    let w = parameters.ref, g = gradient.ref, m = first.ref, v = second.ref
    precondition(w.count == g.count && m.count == w.count)
    let t = steps.count + 1
    constants.correction1 = 1 / (1 - Double.pow(constants.beta1, t))
    constants.correction2 = 1 / (1 - Double.pow(constants.beta2, t))
    var constants = constants
    return steps.next(w) { range, rate, decay in
      constants.rate = rate
      constants.coupledDecay = decouplesDecay ? 0 : decay
      constants.decoupledDecay = decouplesDecay ? decay : 0
      let start = range.lowerBound
      return Element._adam(range.count, w.base + start, g.base + start, m.base + start, v.base + start, constants)
    }
  }

  /// Exchanges the number of steps and both moments; the bias corrections follow from the number.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try steps.exchange(with: &archive)
    try archive.exchange(&first)
    try archive.exchange(&second)
  }
}
