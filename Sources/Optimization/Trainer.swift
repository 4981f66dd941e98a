public import LinearAlgebra
public import Objectives

/// When the parameters are moved back onto the constraint.
public enum RetractionOrder: String, Sendable, Codable, Hashable {
  /// After the step (Liu et al. 2023, Section 2): what is seen between steps lies on the constraint.
  case afterStep = "after_step"
  /// Before the next step, as some of the released code does: what is seen lies one optimiser step off the constraint.
  case beforeStep = "before_step"
}

/// Minimises an objective by gradient steps on a constraint: the papers' method, optimiser step then rescale.
///
/// The gradient is not projected and the optimiser's moments are not touched by the rescaling.
public struct Trainer<O: Objective & ~Copyable, R: UpdateRule & ~Copyable, C: Constraint>: ~Copyable, Resumable
where R.Element == O.Element, C.Element == O.Element {
  /// `Float` or `Double`.
  public typealias Element = O.Element
  /// What is minimised.
  public var objective: O
  /// The current parameters.
  public private(set) var parameters: Vector<Element>
  /// The number of steps taken.
  public private(set) var step = 0
  private var rule: R
  private let constraint: C
  private let order: RetractionOrder
  private var gradient: Vector<Element>

  /// A trainer at `parameters`.
  public init(
    _ objective: consuming O, from parameters: consuming Vector<Element>, with rule: consuming R, on constraint: C,
    retracting order: RetractionOrder = .afterStep
  ) {
    precondition(parameters.count == objective.dimension)
    gradient = Vector(zeros: parameters.count)
    self.objective = objective
    self.parameters = parameters
    self.rule = rule
    self.constraint = constraint
    self.order = order
  }

  /// The loss of this step's sample at the current parameters; leaves its gradient ready for `advance`.
  private mutating func evaluate() -> Element {
    objective.beginStep(step)
    return objective.valueAndGradient(at: parameters, into: &gradient)
  }

  /// Takes the step that the evaluated gradient gives.
  private mutating func advance() {
    if order == .beforeStep { constraint.retract(&parameters, squaredNorm: nil) }
    let squaredNorm = rule.step(&parameters, along: &gradient)
    if order == .afterStep { constraint.retract(&parameters, squaredNorm: squaredNorm) }
    step += 1
  }

  /// Steps until `rule` says stop; allocates nothing per step.
  ///
  /// - Parameters:
  ///   - stopping: asked before every step.
  ///   - observe: sees step number, loss, parameters and objective before every step and once at the end; `step` is then the number of
  ///     steps taken, and the objective's own state is that of the loss just computed.
  /// - Returns: why the run ended.
  @discardableResult
  public mutating func run<S: StoppingRule>(
    until stopping: S,
    observe: (Progress, borrowing Vector<Element>, inout O) -> Void = { _, _, _ in }
  ) -> StopReason {
    var stopping = stopping
    return run(until: &stopping, pausingWhen: { _ in false }, observe: observe)
  }

  /// Steps until `rule` says stop, or until it is to pause; allocates nothing per step.
  ///
  /// - Parameters:
  ///   - stopping: asked before every step; it and the trainer hold all that another call needs to go on in the same
  ///     bits.
  ///   - isPaused: asked after every step with the number of steps taken, so that every call takes one at least.
  ///   - observe: as above; it sees a step once, however often the run is paused.
  /// - Returns: why the run ended, `none` if paused.
  public mutating func run<S: StoppingRule>(
    until stopping: inout S, pausingWhen isPaused: (_ step: Int) -> Bool,
    observe: (Progress, borrowing Vector<Element>, inout O) -> Void = { _, _, _ in }
  ) -> StopReason {
    while true {
      var progress = Progress(step: step, loss: Double(evaluate()))
      if stopping.needsTangentGradient(at: step) {
        progress.tangentGradientNorm = constraint.certificate(gradient: gradient, at: parameters).tangentGradientNorm
      }
      observe(progress, parameters, &objective)
      if let reason = stopping.reason(progress) { return reason }
      advance()
      if isPaused(step) { return .none }
    }
  }

  /// Exchanges parameters, step and the rule's state.
  ///
  /// The gradient is computed anew, and the objective has no state of its own: which sample a step sees follows from its
  /// number.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&step)
    try archive.exchange(&parameters)
    try rule.exchange(with: &archive)
  }

  /// Ends the run and hands its parameters out.
  public consuming func finish() -> Vector<Element> { parameters }
}
