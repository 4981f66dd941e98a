public import LinearAlgebra
public import Objectives

/// Minimises an objective on a sphere by limited-memory BFGS: the reduced loss as a minimum, not as where a training
/// ended.
///
/// L-BFGS (Nocedal 1980) with scaling as the retraction (Absil, Mahony, Sepulchre 2008, Section 4.1), run as L-BFGS on
/// the extension of the objective that is constant along rays, with a line search for the strong Wolfe conditions. The
/// objective must be the same at every evaluation: full batches. Deterministic; a run that was interrupted and goes on
/// ends in the same bits.
///
/// Rounding bounds how far a loss can fall. Near that floor values are noise: where no step meets the conditions, steps
/// whose slopes still tell a descent are taken up to a growing tolerance above the lowest loss, at most three tenths of
/// it. The run ends as `stalled` when the lowest loss has not fallen for 100 evaluations, or when not even the gradient
/// leads downhill.
public struct RiemannianLBFGS<O: Objective & ~Copyable>: ~Copyable, Resumable {
  /// `Float` or `Double`.
  public typealias Element = O.Element
  /// The lowest loss found; not a number before the first evaluation.
  public private(set) var loss = Double.nan
  /// The number of evaluations of value and gradient so far.
  public private(set) var evaluations = 0
  /// The number of steps accepted so far.
  public private(set) var iterations = 0

  private static var patience: Int { 100 }
  private static var largestTolerance: Double { 0.3 }

  private var extended: HomogeneousExtension<O>
  private var memory: LimitedMemory<Element>
  private var current: Vector<Element>
  private var trial: Vector<Element>
  // Holds the point of the lowest loss while that is not the current one.
  private var lowest: Vector<Element>
  private var gradient: Vector<Element>
  private var trialGradient: Vector<Element>
  private var direction: Vector<Element>
  private var currentLoss = Double.nan
  private var isAtLowest = true
  private var improvedAt = 0
  private var tolerance = Double(Element.ulpOfOne).squareRoot()
  private var search = LineSearch(value: 0, slope: 0, tryingFirst: 0, ceiling: 0)
  private var ended: StopReason?

  /// A minimiser from `parameters` (scaled to the sphere) that remembers `memory` steps.
  ///
  /// Beside the objective's own workspace it holds `2 memory + 7` vectors; an iteration costs `8 memory` operations a
  /// parameter.
  public init(
    _ objective: consuming O, from parameters: consuming Vector<Element>, on sphere: Sphere<Element>, memory: Int = 10
  ) {
    precondition(parameters.count == objective.dimension && memory > 0)
    let count = parameters.count
    extended = HomogeneousExtension(objective, on: sphere)
    self.memory = LimitedMemory(dimension: count, capacity: memory)
    trial = Vector(zeros: count)
    lowest = Vector(zeros: count)
    gradient = Vector(zeros: count)
    trialGradient = Vector(zeros: count)
    direction = Vector(zeros: count)
    current = parameters
  }

  /// Evaluates until `rule` says stop or nothing more can be gained; allocates nothing on the way.
  ///
  /// - Parameter rule: asked after every evaluation. Its `Progress` counts evaluations as steps, and has the lowest
  ///   loss and the tangential gradient of the current iterate. Another call goes on where this one stopped.
  /// - Returns: the rule's reason, or `stalled`, `gradientSmall` where the tangential gradient is zero, `notFinite`
  ///   where the loss or its gradient at the start is not finite.
  @discardableResult
  public mutating func run<R: StoppingRule>(until rule: R) -> StopReason {
    var rule = rule
    return run(until: &rule) { _ in false }
  }

  /// Evaluates until `rule` says stop, or until it is to pause.
  ///
  /// - Parameters:
  ///   - rule: as above; it and the minimiser hold all that another call needs to go on in the same bits.
  ///   - isPaused: asked after every step with the number of evaluations, so that every call takes one at least.
  /// - Returns: as above, or `none` if paused.
  public mutating func run<R: StoppingRule>(
    until rule: inout R, pausingWhen isPaused: (_ evaluations: Int) -> Bool
  ) -> StopReason {
    if evaluations == 0 { begin() }
    while true {
      var progress = Progress(step: evaluations, loss: loss)
      if rule.needsTangentGradient(at: evaluations) {
        progress.tangentGradientNorm = extended.tangentGradientNorm(gradient, at: current)
      }
      if let reason = rule.reason(progress) ?? ended { return reason }
      advance()
      if isPaused(evaluations) { return .none }
    }
  }

  /// Exchanges iterates, gradient, direction, line search and memory; what a trial needs is computed anew.
  public mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&loss)
    try archive.exchange(&evaluations)
    try archive.exchange(&iterations)
    try archive.exchange(&currentLoss)
    try archive.exchange(&improvedAt)
    try archive.exchange(&tolerance)
    try archive.exchange(&isAtLowest)
    var ending = Int(ended?.rawValue ?? 0)
    try archive.exchange(&ending, in: 0...Int(UInt8.max))
    ended = ending == 0 ? nil : StopReason(rawValue: UInt8(ending))
    try archive.exchange(&current)
    if !isAtLowest { try archive.exchange(&lowest) }
    try archive.exchange(&gradient)
    try archive.exchange(&direction)
    try search.exchange(with: &archive)
    try memory.exchange(with: &archive)
  }

  /// The first-order certificate of the parameters that `finish` would give, by an evaluation that is not counted.
  public mutating func certificate() -> FirstOrderCertificate {
    copyLowest()
    return extended.certificate(at: &trial, using: &trialGradient)
  }

  /// Ends the run and hands out the parameters with the lowest loss found, on the sphere.
  public consuming func finish() -> Vector<Element> {
    copyLowest()
    HomogeneousExtension<O>.scale(&trial, to: extended.sphere)
    return trial
  }

  private mutating func copyLowest() {
    if isAtLowest { trial.copy(from: current) } else { trial.copy(from: lowest) }
  }

  // MARK: - Steps

  /// Evaluates the start.
  private mutating func begin() {
    extended.objective.beginStep(0)
    loss = extended.valueAndGradient(at: current, into: &gradient)
    currentLoss = loss
    evaluations = 1
    improvedAt = 1
    let length = Double(gradient.norm)
    guard loss.isFinite, length.isFinite else {
      ended = .notFinite
      return
    }
    // Nothing is known of the curvature: first try a hundredth of a radian down the gradient.
    if length > 0 { memory.scale = 0.01 * Double(current.norm) / length }
    chooseDirection()
  }

  /// One evaluation: the line search's next step, and the next direction when it has ended.
  private mutating func advance() {
    trial.copy(from: current)
    trial.add(Element(search.step), direction)
    let value = extended.valueAndGradient(at: trial, into: &trialGradient)
    let slope = Double(trialGradient.dot(direction))
    evaluations += 1
    switch search.examine(value: value, slope: slope) {
    case .unfinished: break
    case .accepted:
      accept(value, slope: slope)
      chooseDirection()
    case .failed: recover()
    }
    if evaluations - improvedAt >= Self.patience { ended = ended ?? .stalled }
  }

  /// Makes the trial the current iterate and remembers the pair that led to it.
  private mutating func accept(_ value: Double, slope: Double) {
    let curvature = search.step * (slope - search.startSlope)
    if curvature > 0 {
      memory.append(
        step: search.step, along: direction, gradient: trialGradient, previous: gradient, curvature: curvature)
    }
    if value < loss {
      loss = value
      improvedAt = evaluations
      isAtLowest = true
    } else if isAtLowest {
      swap(&lowest, &current)
      isAtLowest = false
    }
    swap(&current, &trial)
    swap(&gradient, &trialGradient)
    currentLoss = value
    iterations += 1
  }

  /// Starts a line search along the direction that the memory gives, or along the gradient if that one does not
  /// descend.
  private mutating func chooseDirection() {
    memory.descend(gradient, into: &direction)
    var slope = Double(gradient.dot(direction))
    if !(slope < 0) {
      memory.removeAll()
      memory.descend(gradient, into: &direction)
      slope = Double(gradient.dot(direction))
    }
    guard slope < 0 else {
      ended = .gradientSmall
      return
    }
    beginSearch(slope: slope)
  }

  /// Tries the whole quasi-Newton step first, but none longer than half of the iterate: about half a radian.
  private mutating func beginSearch(slope: Double) {
    let longest = 0.5 * Double(current.norm) / Double(direction.norm)
    search = LineSearch(
      value: currentLoss, slope: slope, tryingFirst: min(1, longest), ceiling: loss + tolerance * abs(loss))
  }

  /// After a failed search: once more with a larger tolerance, then down the gradient, then the end.
  private mutating func recover() {
    if tolerance < Self.largestTolerance {
      tolerance = min(10 * tolerance, Self.largestTolerance)
      beginSearch(slope: search.startSlope)
    } else if memory.count > 0 {
      memory.removeAll()
      chooseDirection()
    } else {
      ended = .stalled
    }
  }
}
