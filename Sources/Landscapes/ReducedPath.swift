/// A solution of the reduced dynamics on a landscape, with the losses along it and what happened on the way.
///
/// It ends at the time limit, where it leaves the landscape (at the grid's edge or at a hole), or at rest: where both
/// |d ln w/dt| and |dm/dt| are below 1e-6 eta_D gamma, now or on average over 0.01 / (eta_D gamma). Events are defined
/// by the landscape alone, not by gamma; their times come from the solver's continuous extension, to a relative 1e-12.
public struct ReducedPath: Sendable {
  /// A point of the path.
  public struct Point: Sendable, Equatable {
    /// The time.
    public let time: Double
    /// Where it is.
    public let place: ReducedPoint
    /// The training loss there, without the decay's term.
    public let trainLoss: Double
    /// The test loss there, NaN where it is not known.
    public let testLoss: Double
  }

  /// Something that happens on the way.
  public enum Occurrence: Sendable, Equatable {
    /// The training loss falls to the level of this index, or is below it at the start.
    case entersLowLoss(Int)
    /// The training loss rises above the level of this index.
    case leavesLowLoss(Int)
    /// m falls to the tolerance, or is below it at the start: the representation is that of the solution.
    case reachesSolution
  }

  /// When and where something happens.
  public struct Event: Sendable, Equatable {
    /// What.
    public let occurrence: Occurrence
    /// When.
    public let time: Double
    /// Where.
    public let place: ReducedPoint
  }

  /// Why a path ends.
  public enum End: UInt8, Sendable, CaseIterable {
    /// The time limit is reached.
    case timeLimit = 1
    /// It leaves the landscape: at the edge of the grid, or at a cell with a missing point.
    case leftGrid = 2
    /// It is at rest.
    case atRest = 3
    /// The limit of steps is reached.
    case stepLimit = 4
  }

  /// What is asked of a path.
  public struct Options: Sendable, Equatable {
    /// Which times `points` are at.
    public enum Sampling: Sendable, Equatable {
      /// So many, evenly by the sum of the fraction of time and of length in (ln w, m): fast and slow parts are resolved.
      case even(Int)
      /// These times, ascending; those after the end are left out.
      case times([Double])
    }

    /// The time limit, positive.
    public var duration: Double
    /// Levels of the training loss below which it is low.
    public var levels: [Double]
    /// The messiness at which the solution counts as reached.
    public var messinessTolerance: Double
    /// The points that are kept.
    public var sampling: Sampling
    /// The bound of a step's relative error in w, and of its error in m.
    public var tolerance: Double
    /// The largest number of steps.
    public var stepLimit: Int

    /// Options for paths of at most `duration`.
    public init(
      duration: Double, levels: [Double] = [], messinessTolerance: Double = 0.01, sampling: Sampling = .even(400),
      tolerance: Double = 1e-9, stepLimit: Int = 2_000_000
    ) {
      self.duration = duration
      self.levels = levels
      self.messinessTolerance = messinessTolerance
      self.sampling = sampling
      self.tolerance = tolerance
      self.stepLimit = stepLimit
    }
  }

  /// The points kept, in order of time.
  public let points: [Point]
  /// The events, in order of time.
  public let events: [Event]
  /// Why it ends.
  public let end: End
  /// Where and when it ends.
  public let last: Point

  /// The path from `start` under `flow`.
  ///
  /// - Throws: `LandscapeError` if `start` is outside the landscape or the duration is not finite and positive.
  /// - Complexity: O(steps); steps are bounded by stability, about duration x the largest curvature of the training loss.
  public init(
    on landscape: ReducedLandscape, under flow: ReducedFlow, from start: ReducedPoint, _ options: Options
  ) throws(LandscapeError) {
    guard options.duration > 0, options.duration.isFinite else {
      throw LandscapeError("Cannot follow a path for the time \(options.duration): give a finite positive time limit.")
    }
    let tracer = try PathTracer(landscape, flow, start, options)
    var watch = EventWatch(tracer)
    var measure = PathMeasure(from: tracer.start)
    var sampled: [Point] = []
    (end, last) = tracer.trace { step in
      watch.follow(step)
      measure.add(step)
    }
    if case .times(let times) = options.sampling {
      var rest = times.drop { $0 < 0 }
      if rest.first == 0 { sampled.append(tracer.point(tracer.start, at: rest.removeFirst())) }
      _ = tracer.trace { step in
        while let time = rest.first, time <= step.start + step.length {
          sampled.append(tracer.point(step.state(at: min((time - step.start) / step.length, 1)), at: time))
          rest.removeFirst()
        }
      }
    } else if case .even(let count) = options.sampling {
      let total = measure
      var passed = PathMeasure(from: tracer.start)
      sampled.append(tracer.point(tracer.start, at: 0))
      _ = tracer.trace { step in
        let before = passed.fraction(of: total)
        passed.add(step)
        let after = passed.fraction(of: total)
        while sampled.count < count - 1, Double(sampled.count) / Double(count - 1) <= after {
          let target = Double(sampled.count) / Double(count - 1)
          let part = after > before ? (target - before) / (after - before) : 1
          sampled.append(tracer.point(step.state(at: part), at: step.start + part * step.length))
        }
      }
      if last.time > 0 { sampled.append(last) }
    }
    points = sampled
    events = watch.events
  }

  /// The first time of an occurrence, nil if it does not happen.
  public func first(_ occurrence: Occurrence) -> Event? { events.first { $0.occurrence == occurrence } }
}

/// How much of a path is behind: its time, and its length in (ln w, m).
private struct PathMeasure {
  private var time = 0.0, length = 0.0
  private var state: SIMD2<Double>

  init(from start: SIMD2<Double>) { state = start }

  mutating func add(_ step: DormandPrince.Step) {
    let next = step.state(at: 1)
    let (across, up) = ((next.x - state.x) / state.x, next.y - state.y)
    length += (across * across + up * up).squareRoot()
    time = step.start + step.length
    state = next
  }

  func fraction(of total: PathMeasure) -> Double {
    let shares = [(time, total.time), (length, total.length)].filter { $0.1 > 0 }.map { $0.0 / $0.1 }
    return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
  }
}
