/// A search along a direction for a step with the strong Wolfe conditions, told one evaluation at a time.
///
/// With `phi(t) = F(u + t d)` a step is accepted when `|phi'(t)| <= 0.9 |phi'(0)|` and either `phi(t) <= phi(0) + 1e-4
/// t phi'(0)` or `phi(t) <= ceiling`. The second choice is the approximate Wolfe condition of Hager, Zhang (2005, Eq.
/// 4.1): near a minimum values agree in all their digits and only slopes still tell a descent. Steps in a bracket are
/// those of the cubic through both ends (Nocedal, Wright 2006, Eq. 3.59). A value of scalars: whoever owns the vectors
/// evaluates, so a search can be left and resumed.
struct LineSearch: Resumable {
  enum Verdict { case accepted, unfinished, failed }

  private struct Sample: Resumable {
    var step, value, slope: Double

    mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
      try archive.exchange(&step)
      try archive.exchange(&value)
      try archive.exchange(&slope)
    }
  }

  private static let sufficientDecrease = 1e-4, curvature = 0.9
  private static let trialLimit = 8

  private var start: Sample
  private var ceiling: Double
  private var low: Sample
  private var high: Sample?
  private var widths = (previous: Double.infinity, last: Double.infinity)
  private var trials = 0
  private var isSettling = false
  /// The step to evaluate next; after `accepted` the step found.
  private(set) var step: Double

  /// A search from `phi(0) = value`, `phi'(0) = slope < 0`, that tries `step` first.
  init(value: Double, slope: Double, tryingFirst step: Double, ceiling: Double) {
    start = Sample(step: 0, value: value, slope: slope)
    low = start
    self.step = step
    self.ceiling = ceiling
  }

  /// The slope along the direction at its start.
  var startSlope: Double { start.slope }

  /// Judges `phi(step)` and `phi'(step)`, and chooses the next step unless the search has ended.
  mutating func examine(value: Double, slope: Double) -> Verdict {
    if isSettling { return .accepted }
    trials += 1
    guard value.isFinite, slope.isFinite else {
      high = Sample(step: step, value: .infinity, slope: .infinity)
      return next(low.step + 0.1 * (step - low.step))
    }
    let trial = Sample(step: step, value: value, slope: slope)
    let descends = value <= max(ceiling, start.value + Self.sufficientDecrease * step * start.slope)
    if descends, abs(slope) <= -Self.curvature * start.slope { return .accepted }
    if descends, slope < 0 { low = trial } else { high = trial }
    guard let high else {
      // Still downhill: to where the slope would vanish if it went on changing as it did.
      let secant = step * start.slope / (start.slope - slope)
      return next(slope > start.slope ? min(max(secant, 2 * step), 10 * step) : 10 * step)
    }
    let width = high.step - low.step
    var fraction = high.value.isFinite ? Self.cubicMinimum(from: low, to: high) : 0.1
    if !fraction.isFinite || width > 0.66 * widths.previous { fraction = 0.5 }
    widths = (widths.last, width)
    return next(low.step + min(max(fraction, 0.1), 0.9) * width)
  }

  /// Exchanges all of it.
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try start.exchange(with: &archive)
    try archive.exchange(&ceiling)
    try low.exchange(with: &archive)
    var isBracketed = high != nil
    try archive.exchange(&isBracketed)
    if isBracketed {
      var sample = high ?? start
      try sample.exchange(with: &archive)
      high = sample
    } else {
      high = nil
    }
    try archive.exchange(&widths.previous)
    try archive.exchange(&widths.last)
    try archive.exchange(&trials)
    try archive.exchange(&isSettling)
    try archive.exchange(&step)
  }

  /// Goes on at `candidate`; out of trials or of digits, settles for a step that at least descends, if there is one.
  private mutating func next(_ candidate: Double) -> Verdict {
    if trials < Self.trialLimit, candidate != low.step, candidate != high?.step, candidate.isFinite {
      step = candidate
      return .unfinished
    }
    guard low.value < start.value else { return .failed }
    if step == low.step { return .accepted }
    step = low.step
    isSettling = true
    return .unfinished
  }

  /// Where between `a` (0) and `b` (1) the cubic with their values and slopes is least; not a number if nowhere.
  private static func cubicMinimum(from a: Sample, to b: Sample) -> Double {
    let width = b.step - a.step
    let d1 = a.slope + b.slope - 3 * (b.value - a.value) / width
    let d2 = (d1 * d1 - a.slope * b.slope).squareRoot()
    return 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
  }
}
