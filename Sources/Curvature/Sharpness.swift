public import LinearAlgebra
public import Objectives

/// How much an objective can rise within a distance: `max_{|e| <= rho} f(w + e) - f(w)`.
///
/// A lower bound, since it is the best that an ascent found. The quantity is that of Keskar and others (2017) with a
/// Euclidean ball, as in sharpness-aware minimisation (Foret and others 2021).
public struct Sharpness: Sendable, Equatable {
  /// The rise of the best point found.
  public let value: Double
  /// The rise at the end of the first-order step `rho g / |g|`, where SAM would look; NaN where the gradient is 0.
  public let firstOrder: Double
  /// The displacement of the best point.
  public let displacement: [Double]
  /// The number of points at which the objective was evaluated.
  public let evaluations: Int

  /// Ascends from the direction of the gradient and from each of `directions`, both ways, and takes the highest.
  ///
  /// Each ascent repeats `e <- project(e + step * gradient)` onto the ball, with a step that doubles on success and is
  /// quartered where the value would fall, until it no longer rises or after `limit` evaluations.
  public init<O: Objective & ~Copyable>(
    of objective: inout O, at point: borrowing Vector<Double>, radius: Double, directions: [[Double]],
    limit: Int = 500
  ) where O.Element == Double {
    precondition(radius > 0 && point.count == objective.dimension)
    var gradient = Vector<Double>(zeros: point.count)
    let base = objective.valueAndGradient(at: point, into: &gradient)
    let length = gradient.norm
    var starts: [[Double]] = length > 0 ? [gradient.array] : []
    for direction in directions { starts += [direction, direction.map { -$0 }] }
    var best = (value: 0.0, displacement: [Double](repeating: 0, count: point.count))
    var evaluations = 1, firstOrder = Double.nan
    for (number, start) in starts.enumerated() {
      var ascent = Ascent(from: start, at: point, radius: radius, &objective)
      if number == 0, length > 0 { firstOrder = ascent.value - base }
      ascent.run(at: point, radius: radius, limit: limit, &objective)
      evaluations += ascent.evaluations
      if ascent.value - base > best.value { best = (ascent.value - base, ascent.displacement.array) }
    }
    value = best.value
    displacement = best.displacement
    self.firstOrder = firstOrder
    self.evaluations = evaluations
  }
}

/// A projected gradient ascent within the ball.
private struct Ascent: ~Copyable {
  var displacement: Vector<Double>
  var value: Double
  var evaluations = 1
  private var gradient: Vector<Double>
  private var trial: Vector<Double>
  private var moved: Vector<Double>
  private var trialGradient: Vector<Double>

  /// Starts where `direction` leaves the ball.
  init<O: Objective & ~Copyable>(
    from direction: [Double], at point: borrowing Vector<Double>, radius: Double, _ objective: inout O
  ) where O.Element == Double {
    displacement = Vector(direction)
    displacement.scale(by: radius / displacement.norm)
    gradient = Vector(zeros: point.count)
    trial = Vector(zeros: point.count)
    trialGradient = Vector(zeros: point.count)
    moved = point.copy()
    moved.add(1, displacement)
    value = objective.valueAndGradient(at: moved, into: &gradient)
  }

  mutating func run<O: Objective & ~Copyable>(
    at point: borrowing Vector<Double>, radius: Double, limit: Int, _ objective: inout O
  ) where O.Element == Double {
    let length = gradient.norm
    guard length > 0, value.isFinite else { return }
    var step = radius / length
    var small = 0
    while evaluations < limit, small < 5, step * gradient.norm > 1e-12 * radius {
      trial.copy(from: displacement)
      trial.add(step, gradient)
      let reach = trial.norm
      if reach > radius { trial.scale(by: radius / reach) }
      moved.copy(from: point)
      moved.add(1, trial)
      let reached = objective.valueAndGradient(at: moved, into: &trialGradient)
      evaluations += 1
      guard reached > value else {  // also where it is not a number
        step /= 4
        continue
      }
      small = reached - value <= 1e-13 * abs(value) ? small + 1 : 0
      value = reached
      swap(&displacement, &trial)
      swap(&gradient, &trialGradient)
      step *= 2
    }
  }
}
