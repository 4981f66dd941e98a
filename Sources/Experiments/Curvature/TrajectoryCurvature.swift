import LinearAlgebra
import Stores

/// The curvature at checkpoints of the runs of a study that kept them: of everything that was trained, embeddings too.
///
/// On the sphere, the norm is that of the parameters that the study's constraint counts; embeddings are free.
public struct TrajectoryCurvature: Sendable {
  private let file: TrajectoryReading
  private let document: StudyDocument
  private let grid: StudyGrid

  /// The runs of the trajectory.h5 at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if it is no trajectory, or of no study that this program knows.
  public init(path: String) throws {
    file = try TrajectoryReading(path: path)
    guard let configuration = file.study else {
      throw ReportError(
        .badInput,
        "Cannot take the curvature along '\(path)' because it is of no study of this program: give a trajectory.h5 that "
          + "`grokscape run` wrote.")
    }
    document = StudyDocument(
      text: (try? file.store.text(attribute: "study_yaml", of: "")) ?? "", configuration: configuration)
    grid = try StudyGrid(configuration)
  }

  /// The curvature at a checkpoint of a run; negative numbers of checkpoints count from the end.
  ///
  /// - Throws: `ReportError` of kind `badRequest` if there is no such checkpoint, or a derivative is asked for, which only a
  ///   minimum on a sphere has; `DatasetError` if data are missing, `CurvatureError` where the loss's derivatives are not
  ///   finite.
  public func curvature(run: Int, checkpoint: Int, _ request: CurvatureRequest) throws -> PointCurvature {
    guard !request.derivative else {
      throw ReportError(
        .badRequest,
        "Cannot take the derivative along the norm at a checkpoint of '\(file.path)' because a run does not follow minima "
          + "on spheres: leave --derivative out.")
    }
    let own = try file.rows(of: [checkpoint], run: run)[0]
    var parameters = [Double](repeating: 0, count: file.dimension)
    try parameters.withUnsafeMutableBufferPointer {
      try TrajectoryRows<Double>(file).read(rows: own..<(own + 1), columns: 0..<file.dimension, into: $0)
    }
    let point = grid.configuration(of: run)
    let operation = CurvatureOperation(parameters: parameters, request: request, neighbours: [])
    let result =
      switch grid.study.precision {
      case .float: try self.result(operation, at: point, in: Float.self)
      case .double: try self.result(operation, at: point, in: Double.self)
      }
    let number = own - file.runs[run].lowerBound
    return PointCurvature(
      document: document,
      place: CurvaturePlace(checkpoint: number, run: run, step: file.steps[run][number], of: point),
      request: request, result: result)
  }

  private func result<Element: Scalar>(
    _ operation: CurvatureOperation, at point: StudyConfiguration, in _: Element.Type
  ) throws -> CurvatureResult {
    let study = grid.study
    let problem = try ProblemCache<Element>(study, collection: try study.loadImages()).problem(of: point)
    return try problem.blended(at: point.messiness[0]).widened(study.problem).perform(operation, at: point)
  }
}
