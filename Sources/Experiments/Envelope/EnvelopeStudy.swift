import LinearAlgebra
import Networks
import Objectives

/// The derivatives of the reduced training loss beside differences of neighbours, at points of a landscape.
///
/// By the envelope theorem the derivatives at fixed direction, `d l~/dw` and `d l~/dm`, are those of the minimum. Here the
/// training loss is minimised again at norms `w (1 +- h)` and at messinesses `m +- h`, from the minimum of the point moved
/// to the sphere, by the study's solver and stopping rule; central differences of the minima found are
/// compared with the derivatives.
public struct EnvelopeStudy: Sendable {
  private let landscape: LandscapeMinima
  private let request: EnvelopeRequest

  /// The landscape of a study.yaml, or of a landscape.h5 (path ending in .h5).
  ///
  /// - Throws: `StudyError` if the study is wrong, no landscape, or not of the riemannian solver in double precision,
  ///   `ReportError` if the file is no landscape.
  public init(path: String, quick: Bool, assignments: [String], _ request: EnvelopeRequest) throws {
    landscape = try LandscapeMinima(path: path, quick: quick, assignments: assignments)
    let study = landscape.grid.study
    guard case .riemannian = study.solver, study.precision == .double else {
      throw StudyError(
        .badStudy,
        "Cannot compare derivatives with differences of \(path): they need minima in double precision; give a study with solver: riemannian and precision: double."
      )
    }
    self.request = request
  }

  /// The comparison at all points, or at a sample of them spaced evenly.
  ///
  /// - Throws: `StudyError` if it was interrupted, `PointError` if a problem has no minima, `DatasetError` if data are
  ///   missing, `ReportError` if the file lacks something.
  public func report(isInterrupted: @escaping @Sendable () -> Bool) async throws -> EnvelopeReport {
    let grid = landscape.grid, count = GridPoint.count(of: grid)
    let chosen = request.sample.map { sample in
      (0..<min(sample, count)).map { ($0 * count + count / 2) / min(sample, count) }
    }
    let points = try (chosen ?? Array(0..<count)).map { number throws(StudyError) in try GridPoint(number, of: grid) }
    let cache = ProblemCache<Double>(grid.study, collection: try grid.study.loadImages())
    let compared = try await withThrowingTaskGroup(of: (Int, PointEnvelope).self) { group in
      var compared: [(Int, PointEnvelope)] = []
      for at in points.indices {
        if at >= request.workers, let finished = try await group.next() { compared.append(finished) }
        group.addTask {
          (at, try comparison(points[at], cache.problem(of: points[at].configuration), isInterrupted))
        }
      }
      return try await group.reduce(into: compared) { $0.append($1) }
    }
    return EnvelopeReport(
      landscape.document, compared.sorted { $0.0 < $1.0 }.map { (points[$0.0], $0.1) }, request)
  }

  private func comparison(
    _ point: GridPoint, _ problem: Problem<Double>, _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> PointEnvelope {
    guard
      let minimum = try landscape.minima([point.norm], at: point, on: problem, isInterrupted: isInterrupted)[point.norm]
    else { preconditionFailure("a minimum that was asked for") }
    let step = request.step
    var evaluations = 0
    func neighbour(norm factor: Double, messiness shift: Double) throws -> LandscapeRecord {
      var shifted = point.configuration
      shifted.messiness = [shifted.messiness[0] + shift]
      let search = WarmMinimum(
        start: minimum.parameters, factor: factor, work: try PointWork(isInterrupted: isInterrupted))
      guard let found = try problem.perform(search, at: shifted) else {
        throw StudyError(.interrupted, "Interrupted the comparison at point \(point.number): start again.")
      }
      evaluations = max(evaluations, found.steps)
      return found
    }
    let inner = try neighbour(norm: 1 - step, messiness: 0), outer = try neighbour(norm: 1 + step, messiness: 0)
    var messinessDifference: Double?
    if minimum.messinessGradient != nil {
      let less = try neighbour(norm: 1, messiness: -step), more = try neighbour(norm: 1, messiness: step)
      messinessDifference = (more.trainLoss - less.trainLoss) / (2 * step)
    }
    return PointEnvelope(
      minimum: minimum,
      radialDifference: (outer.trainLoss - inner.trainLoss) / (outer.constraintNorm - inner.constraintNorm),
      messinessDifference: messinessDifference, evaluations: evaluations)
  }
}

/// The derivatives at a minimum, and the central differences of its neighbours.
struct PointEnvelope: Sendable {
  let minimum: LandscapeMinimum
  let radialDifference: Double, messinessDifference: Double?
  /// The most evaluations that a neighbour took.
  let evaluations: Int
}

/// The minimum reached from `start` moved to the sphere of `factor` times its norm; nil if interrupted.
private struct WarmMinimum: TaskOperation {
  let start: [Double]
  let factor: Double
  let work: PointWork

  func perform<L: TwiceDifferentiableLoss<Double>>(_ task: TrainingTask<Double, L>) throws -> LandscapeRecord? {
    var parameters = Vector(start)
    parameters.scale(by: factor)
    let sphere = Sphere(through: parameters, over: task.constrainedRanges)
    return try task.measuredMinimum(from: parameters, on: sphere, rateFactor: 1, work)?.record
  }
}
