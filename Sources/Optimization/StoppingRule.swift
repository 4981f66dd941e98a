/// What a rule may look at before each step.
public struct Progress: Sendable {
  /// The number of steps taken.
  public var step: Int
  /// The objective's value at the current parameters.
  public var loss: Double
  /// The norm of the gradient's tangential component, when a rule asked for it at this step.
  public var tangentGradientNorm: Double?

  /// Progress at the given step.
  public init(step: Int, loss: Double, tangentGradientNorm: Double? = nil) {
    self.step = step
    self.loss = loss
    self.tangentGradientNorm = tangentGradientNorm
  }
}

/// Why a run ended; the raw values are those of result files.
public enum StopReason: UInt8, Sendable, Codable, CaseIterable {
  /// The run has not ended.
  case none = 0
  /// The allowed number of steps was taken.
  case stepLimit = 1
  /// The tangential gradient fell below its bound.
  case gradientSmall = 2
  /// The loss fell below its bound.
  case lossReached = 3
  /// The loss no longer improved.
  case stalled = 4
  /// The loss became infinite or not a number.
  case notFinite = 5
  /// What the run was for has happened: a network that was to generalise has.
  case goalReached = 6

  /// The name used in result files.
  public var name: String {
    switch self {
    case .none: "none"
    case .stepLimit: "step_limit"
    case .gradientSmall: "gradient_small"
    case .lossReached: "loss_reached"
    case .stalled: "stalled"
    case .notFinite: "not_finite"
    case .goalReached: "goal_reached"
    }
  }
}

/// Decides when a run ends, and says why; rules compose with `||`.
public protocol StoppingRule: Sendable, Resumable {
  /// Whether the rule needs the tangential gradient norm at this step, which costs a pass over the parameters.
  func needsTangentGradient(at step: Int) -> Bool
  /// The reason to stop now, or `nil` to go on.
  mutating func reason(_ progress: Progress) -> StopReason?
}

extension StoppingRule {
  /// No.
  public func needsTangentGradient(at step: Int) -> Bool { false }
}

/// Stops when either rule does; the left one's reason goes first.
public struct Either<Left: StoppingRule, Right: StoppingRule>: StoppingRule {
  private var left: Left
  private var right: Right

  fileprivate init(_ left: Left, _ right: Right) {
    self.left = left
    self.right = right
  }

  /// Whether either rule needs it.
  public func needsTangentGradient(at step: Int) -> Bool {
    left.needsTangentGradient(at: step) || right.needsTangentGradient(at: step)
  }

  /// The first reason given; both rules see every step.
  public mutating func reason(_ progress: Progress) -> StopReason? {
    let reasons = (left.reason(progress), right.reason(progress))
    return reasons.0 ?? reasons.1
  }

  /// Exchanges the states of both.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try left.exchange(with: &archive)
    try right.exchange(with: &archive)
  }
}

/// Stops when either rule does.
public func || <Left: StoppingRule, Right: StoppingRule>(left: Left, right: Right) -> Either<Left, Right> {
  Either(left, right)
}

/// Whether there is such a thing belongs to the configuration, not to the state.
extension Optional: Resumable where Wrapped: Resumable {
  /// Exchanges the state, if there is any.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try self?.exchange(with: &archive)
  }
}

/// A rule that may be absent: then it never stops a run.
extension Optional: StoppingRule where Wrapped: StoppingRule {
  /// Whether there is a rule that needs it.
  public func needsTangentGradient(at step: Int) -> Bool { self?.needsTangentGradient(at: step) ?? false }

  /// The rule's reason, if there is a rule.
  public mutating func reason(_ progress: Progress) -> StopReason? { self?.reason(progress) }
}
