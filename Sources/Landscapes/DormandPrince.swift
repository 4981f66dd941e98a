#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An ordinary differential equation y' = f(y) of two variables, stepped with error control.
///
/// Dormand and Prince's pair of orders 5 and 4 (1980) with the continuous extension of order 4 of Hairer, Norsett and
/// Wanner (1993, section II.6). The local error of a step, per component, is kept below
/// `absoluteTolerance + relativeTolerance |y|`. f is undefined outside its domain: a step with a stage there is
/// halved, so that a solution that leaves ends at the border to within rounding. One that goes on along a border which it
/// cannot cross for rounding leaves there, too.
struct DormandPrince {
  /// One accepted step and the solution within it.
  struct Step {
    /// When it starts, and how long it takes.
    let start: Double, length: Double
    fileprivate let coefficients:
      (
        SIMD2<Double>, SIMD2<Double>, SIMD2<Double>, SIMD2<Double>, SIMD2<Double>
      )

    /// The solution at `start + fraction * length`, of fourth order.
    func state(at fraction: Double) -> SIMD2<Double> {
      let (a, b, c, d, e) = coefficients
      let rest = 1 - fraction
      return a + fraction * (b + rest * (c + fraction * (d + rest * e)))
    }
  }

  private(set) var time = 0.0
  private(set) var state: SIMD2<Double>
  /// f at `state`.
  private(set) var rate: SIMD2<Double>
  private var length: Double
  /// So many steps in a row were halved because f ends nearby.
  private var refusals = 0
  /// To come to a border within rounding takes some 60.
  private static let mostRefusals = 100
  private let relativeTolerance: Double
  private let absoluteTolerance: SIMD2<Double>

  init(
    from state: SIMD2<Double>, rate: SIMD2<Double>, firstStep: Double, relativeTolerance: Double,
    absoluteTolerance: SIMD2<Double>
  ) {
    self.state = state
    self.rate = rate
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
    length = firstStep
  }

  /// Takes one step, not beyond `end`; nil if the solution cannot be continued because f ends here.
  mutating func step(until end: Double, _ f: (SIMD2<Double>) -> SIMD2<Double>?) -> Step? {
    var isRefused = false
    while true {
      let h = min(length, end - time)
      // From time 0 every step advances the time; of the whole way, one that small is none.
      guard time + h / 16 > time, h > 1e-18 * end else { return nil }
      guard let trial = trial(h, f) else {
        isRefused = true
        length = h / 2
        continue
      }
      let scale =
        absoluteTolerance + relativeTolerance
        * SIMD2(
          max(abs(state.x), abs(trial.state.x)), max(abs(state.y), abs(trial.state.y)))
      let ratio = trial.error / scale
      let error = ((ratio * ratio).sum() / 2).squareRoot()
      guard error <= 1 else {
        length = h * max(0.2, 0.9 * pow(error, -0.2))
        continue
      }
      let difference = trial.state - state
      let bend = h * rate - difference
      let step = Step(
        start: time, length: h,
        coefficients: (state, difference, bend, difference - h * trial.rate - bend, h * trial.interpolation))
      refusals = isRefused ? refusals + 1 : 0
      guard refusals < Self.mostRefusals else { return nil }
      // A step cut short by the end says nothing about the next one.
      if h == length || error > 0.5 { length = h * min(5, 0.9 * pow(max(error, 1e-10), -0.2)) }
      time = h == end - time ? end : time + h
      (state, rate) = (trial.state, trial.rate)
      return step
    }
  }

  private struct Trial {
    let state: SIMD2<Double>, rate: SIMD2<Double>, error: SIMD2<Double>, interpolation: SIMD2<Double>
  }

  /// The rates of the stages of a step, component by component.
  private struct Stages {
    var x = SIMD8<Double>.zero, y = SIMD8<Double>.zero

    subscript(stage: Int) -> SIMD2<Double> {
      get { [x[stage], y[stage]] }
      set { (x[stage], y[stage]) = (newValue.x, newValue.y) }
    }

    func sum(_ weights: SIMD8<Double>) -> SIMD2<Double> { [(x * weights).sum(), (y * weights).sum()] }
  }

  private func trial(_ h: Double, _ f: (SIMD2<Double>) -> SIMD2<Double>?) -> Trial? {
    var stages = Stages()
    stages[0] = rate
    var end = state
    for stage in 1..<7 {
      end = state + h * stages.sum(Self.weights[stage - 1])
      guard let rate = f(end) else { return nil }
      stages[stage] = rate
    }
    return Trial(
      state: end, rate: stages[6], error: h * stages.sum(Self.errorWeights),
      interpolation: stages.sum(Self.interpolationWeights))
  }

  /// The weights of the earlier stages in each stage; those of the last are the step's own, of order 5.
  private static let weights: [SIMD8<Double>] = [
    [1.0 / 5, 0, 0, 0, 0, 0, 0, 0],
    [3.0 / 40, 9.0 / 40, 0, 0, 0, 0, 0, 0],
    [44.0 / 45, -56.0 / 15, 32.0 / 9, 0, 0, 0, 0, 0],
    [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729, 0, 0, 0, 0],
    [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656, 0, 0, 0],
    [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0, 0],
  ]
  /// The step of order 5 less that of order 4.
  private static let errorWeights: SIMD8<Double> = [
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40, 0,
  ]
  /// The last coefficient of the continuous extension.
  private static let interpolationWeights: SIMD8<Double> = [
    -12_715_105_075.0 / 11_282_082_432, 0, 87_487_479_700.0 / 32_700_410_799, -10_690_763_975.0 / 1_880_347_072,
    701_980_252_875.0 / 199_316_789_632, -1_453_857_185.0 / 822_651_844, 69_997_945.0 / 29_380_423, 0,
  ]
}
