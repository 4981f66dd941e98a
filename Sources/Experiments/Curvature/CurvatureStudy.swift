import Curvature
import Foundation
import LinearAlgebra

/// The curvature at points of a reduced landscape: from the parameters that a result file stores, or from minima that are
/// computed again.
///
/// The minimisation uses the study's precision, so that it ends where the study's did; the curvature is that of the
/// same function there in double precision.
public struct CurvatureStudy: Sendable {
  private let landscape: LandscapeMinima

  /// The landscape of a study.yaml, or of a landscape.h5 (path ending in .h5).
  ///
  /// - Throws: `StudyError` if the study is wrong or no landscape, `ReportError` if the file is no landscape.
  public init(path: String, quick: Bool, assignments: [String]) throws {
    landscape = try LandscapeMinima(path: path, quick: quick, assignments: assignments)
  }

  /// The curvature at point `number`: points are numbered as in the arrays of landscape.h5, from 0, the norm fastest.
  ///
  /// - Throws: `StudyError` if there is no such point or it was interrupted, `DatasetError` if data are missing,
  ///   `CurvatureError` where the loss's derivatives are not finite.
  public func curvature(
    point number: Int, _ request: CurvatureRequest, isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> PointCurvature {
    let point = try GridPoint(number, of: landscape.grid)
    let result =
      switch landscape.grid.study.precision {
      case .float: try self.result(point, request, in: Float.self, isInterrupted)
      case .double: try self.result(point, request, in: Double.self, isInterrupted)
      }
    return PointCurvature(
      document: landscape.document, place: CurvaturePlace(point), request: request, result: result)
  }

  private func result<Element: Scalar>(
    _ point: GridPoint, _ request: CurvatureRequest, in _: Element.Type,
    _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> CurvatureResult {
    let study = landscape.grid.study
    let problem = try ProblemCache<Element>(study, collection: try study.loadImages()).problem(of: point.configuration)
    var wanted = [point.norm]
    if request.derivative {
      wanted = [point.norm - 1, point.norm, point.norm + 1].filter(study.radii.values.indices.contains)
    }
    let minima = try landscape.minima(wanted, at: point, on: problem, isInterrupted: isInterrupted)
    let operation = CurvatureOperation(
      parameters: minima[point.norm]?.parameters ?? [], request: request,
      neighbours: wanted.compactMap { minima[$0].map { (norm: $0.constraintNorm, testLoss: $0.testLoss) } })
    return try problem.blended(at: point.configuration.messiness[0]).widened(study.problem)
      .perform(operation, at: point.configuration)
  }
}

/// The curvature at a place: a report to print, and a file to store.
public struct PointCurvature: Sendable {
  let document: StudyDocument
  let place: CurvaturePlace
  let request: CurvatureRequest
  let result: CurvatureResult

  /// The numbers for people and programs.
  public var report: CurvatureReport { CurvatureReport(result, document, place, request) }
}
