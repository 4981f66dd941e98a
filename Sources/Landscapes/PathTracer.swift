#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Integrates the reduced dynamics from a start; every call of `trace` takes the same steps.
struct PathTracer {
  let landscape: ReducedLandscape
  let options: ReducedPath.Options
  let start: SIMD2<Double>
  private let flow: ReducedFlow
  private let startRate: SIMD2<Double>

  /// Speeds below this fraction of eta_D gamma are rest.
  private static let rest = 1e-6
  /// So much of the decay's time 1 / (eta_D gamma) is waited before the way of a pause is looked at.
  private static let pause = 0.01

  init(
    _ landscape: ReducedLandscape, _ flow: ReducedFlow, _ start: ReducedPoint, _ options: ReducedPath.Options
  ) throws(LandscapeError) {
    let surface = landscape.trainLoss
    let place = "(w, m) = (\(start.weightNorm), \(start.messiness))"
    guard surface.isWithinAxes(x: start.weightNorm, y: start.messiness) else {
      let (w, m) = (surface.x, surface.y)
      throw LandscapeError(
        "Cannot start a path at \(place), outside the grid of w from \(w[0]) to \(w[w.count - 1]) and m from \(m[0]) "
          + "to \(m[m.count - 1]): choose a start within.")
    }
    guard let sample = surface.sample(x: start.weightNorm, y: start.messiness) else {
      throw LandscapeError(
        "Cannot start a path at \(place), in a cell with a missing or diverged point: finish the study or choose "
          + "another start.")
    }
    self.landscape = landscape
    self.flow = flow
    self.options = options
    self.start = [start.weightNorm, start.messiness]
    startRate = flow.velocity(at: self.start, sample)
  }

  /// Follows the path, showing every step to `visit`, and says how and where it ends.
  func trace(_ visit: (DormandPrince.Step) -> Void) -> (ReducedPath.End, ReducedPath.Point) {
    let (surface, flow) = (landscape.trainLoss, flow)
    let speed = max(abs(startRate.x) / start.x, abs(startRate.y))
    var solver = DormandPrince(
      from: start, rate: startRate, firstStep: min(options.duration, speed > 0 ? 1e-4 / speed : options.duration),
      relativeTolerance: 0, absoluteTolerance: options.tolerance * SIMD2(start.x, 1))
    let calm = Self.rest * flow.decoderRate * flow.weightDecay
    func finish(_ end: ReducedPath.End) -> (ReducedPath.End, ReducedPath.Point) {
      (end, point(solver.state, at: solver.time))
    }
    var rest = RestWatch(from: start, speed: calm, pause: Self.pause / (flow.decoderRate * flow.weightDecay))
    for _ in 0..<options.stepLimit {
      if max(abs(solver.rate.x) / solver.state.x, abs(solver.rate.y)) <= calm { return finish(.atRest) }
      let step = solver.step(until: options.duration) { state in
        surface.sample(x: state.x, y: state.y).map { flow.velocity(at: state, $0) }
      }
      guard let step else { return finish(.leftGrid) }
      visit(step)
      if solver.time >= options.duration { return finish(.timeLimit) }
      if rest.isStill(solver.state, at: solver.time, within: options.tolerance) { return finish(.atRest) }
    }
    return finish(.stepLimit)
  }

  /// The training loss at a state of the path.
  func trainLoss(at state: SIMD2<Double>) -> Double {
    landscape.trainLoss.sample(x: state.x, y: state.y)?.value ?? .nan
  }

  func point(_ state: SIMD2<Double>, at time: Double) -> ReducedPath.Point {
    let place = ReducedPoint(state)
    return ReducedPath.Point(
      time: time, place: place, trainLoss: trainLoss(at: state), testLoss: landscape.testLoss(at: place))
  }
}

/// Notices a path that has come to rest although its speed does not say so.
///
/// At a minimum of great curvature a step's error moves the state back and forth within the tolerance, at speeds well
/// above those of rest; over a pause it gets nowhere.
private struct RestWatch {
  private let speed: Double, pause: Double
  private var since = 0.0
  private var place: SIMD2<Double>

  init(from place: SIMD2<Double>, speed: Double, pause: Double) {
    self.place = place
    self.speed = speed
    self.pause = pause
  }

  /// Whether the way of the last pause is no longer than one at the speed of rest, and the solver's errors.
  mutating func isStill(_ state: SIMD2<Double>, at time: Double, within tolerance: Double) -> Bool {
    guard time - since >= pause else { return false }
    let way = max(abs(state.x - place.x) / place.x, abs(state.y - place.y))
    defer { (since, place) = (time, state) }
    return way <= speed * (time - since) + 4 * tolerance
  }
}

/// Finds the events of a path while it is traced.
struct EventWatch {
  private(set) var events: [ReducedPath.Event] = []
  private let tracer: PathTracer
  /// What each quantity lacks to be at its level: negative below, in the order of the levels and then m.
  private var excess: [Double]

  /// A step is looked at in so many parts, so that a short excursion within it is seen.
  private static let parts = 4

  init(_ tracer: PathTracer) {
    self.tracer = tracer
    excess = []
    excess = excess(at: tracer.start)
    for (index, value) in excess.enumerated() where value <= 0 {
      events.append(ReducedPath.Event(occurrence: entry(index), time: 0, place: ReducedPoint(tracer.start)))
    }
  }

  mutating func follow(_ step: DormandPrince.Step) {
    var found: [(fraction: Double, occurrence: ReducedPath.Occurrence)] = []
    for part in 1...Self.parts {
      let (from, to) = (Double(part - 1) / Double(Self.parts), Double(part) / Double(Self.parts))
      let next = excess(at: step.state(at: to))
      for index in next.indices where (excess[index] <= 0) != (next[index] <= 0) {
        let isEntry = next[index] <= 0
        let occurrence = isEntry ? entry(index) : index < levels.count ? .leavesLowLoss(index) : nil
        guard let occurrence else { continue }
        found.append((crossing(of: index, in: step, from, to, isEntry), occurrence))
      }
      excess = next
    }
    for (fraction, occurrence) in found.sorted(by: { $0.fraction < $1.fraction }) {
      events.append(
        ReducedPath.Event(
          occurrence: occurrence, time: step.start + fraction * step.length,
          place: ReducedPoint(step.state(at: fraction))))
    }
  }

  private var levels: [Double] { tracer.options.levels }

  private func entry(_ index: Int) -> ReducedPath.Occurrence {
    index < levels.count ? .entersLowLoss(index) : .reachesSolution
  }

  private func excess(at state: SIMD2<Double>) -> [Double] {
    let loss = levels.isEmpty ? 0 : tracer.trainLoss(at: state)
    return levels.map { loss - $0 } + [state.y - tracer.options.messinessTolerance]
  }

  /// The fraction of a step at which a quantity crosses its level, by bisection.
  private func crossing(
    of index: Int, in step: DormandPrince.Step, _ from: Double, _ to: Double, _ isEntry: Bool
  ) -> Double {
    var (low, high) = (from, to)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if (excess(at: step.state(at: middle))[index] <= 0) == isEntry { high = middle } else { low = middle }
    }
    return high
  }
}
