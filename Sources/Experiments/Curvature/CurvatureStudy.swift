import Curvature
import Foundation
import LinearAlgebra
import Networks
import Objectives
import Stores
import Sweeps

/// The curvature at points of a reduced landscape: from the parameters that a result file stores, or from minima that are
/// computed again.
///
/// The minimisation uses the study's precision, so that it ends where the study's did; the curvature is that of the
/// same function there in double precision.
public struct CurvatureStudy: Sendable {
  private let document: StudyDocument
  private let recipe: LandscapeRecipe
  private let stored: StoredMinima?

  /// The landscape of a study.yaml, or of a landscape.h5 (path ending in .h5).
  ///
  /// - Throws: `StudyError` if the study is wrong or no landscape, `ReportError` if the file is no landscape.
  public init(path: String, quick: Bool, assignments: [String]) throws {
    if path.hasSuffix(".h5") {
      guard !quick, assignments.isEmpty else {
        throw StudyError(
          .badRequest, "Cannot override settings of \(path): it has been computed; leave --quick and --set out.")
      }
      let minima = try StoredMinima(path: path)
      document = minima.document
      stored = minima
    } else {
      document = try StudyDocument(path: path, quick: quick, assignments: assignments)
      stored = nil
    }
    guard document.configuration.kind == .landscape else {
      throw StudyError(
        .badRequest,
        "Cannot compute the curvature of \(path): it is a study of kind \(document.configuration.kind.rawValue); give one of kind landscape."
      )
    }
    recipe = LandscapeRecipe(grid: try StudyGrid(document.configuration))
  }

  /// The curvature at point `number`: points are numbered as in the arrays of landscape.h5, from 0, the norm fastest.
  ///
  /// - Throws: `StudyError` if there is no such point or it was interrupted, `DatasetError` if data are missing,
  ///   `CurvatureError` where the loss's derivatives are not finite.
  public func curvature(
    point number: Int, _ request: CurvatureRequest, isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> PointCurvature {
    let point = try GridPoint(number, of: recipe.grid)
    let result =
      switch recipe.study.precision {
      case .float: try self.result(point, request, in: Float.self, isInterrupted)
      case .double: try self.result(point, request, in: Double.self, isInterrupted)
      }
    return PointCurvature(document: document, point: point, request: request, result: result)
  }

  private func result<Element: Scalar>(
    _ point: GridPoint, _ request: CurvatureRequest, in _: Element.Type,
    _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> CurvatureResult {
    let collection = try recipe.study.loadImages()
    let problem = try ProblemCache<Element>(recipe.study, collection: collection).problem(of: point.configuration)
      .blended(at: point.configuration.messiness[0])
    switch recipe.study.loss {
    case .mse:
      return try result(
        point, request, isInterrupted,
        recipe.task(
          problem, MeanSquaredError(against: problem.trainTargets), MeanSquaredError(against: problem.testTargets),
          point),
        { problem in
          recipe.task(
            problem, MeanSquaredError(against: problem.trainTargets), MeanSquaredError(against: problem.testTargets),
            point)
        })
    case .crossEntropy:
      return try result(
        point, request, isInterrupted,
        recipe.task(
          problem, SoftmaxCrossEntropy(against: problem.trainLabels), SoftmaxCrossEntropy(against: problem.testLabels),
          point),
        { problem in
          recipe.task(
            problem, SoftmaxCrossEntropy(against: problem.trainLabels),
            SoftmaxCrossEntropy(against: problem.testLabels), point)
        })
    }
  }

  private func result<Element: Scalar, L: Loss<Element>, D: TwiceDifferentiableLoss<Double>>(
    _ point: GridPoint, _ request: CurvatureRequest, _ isInterrupted: @escaping @Sendable () -> Bool,
    _ task: TrainingTask<Element, L>, _ inDouble: (Problem<Double>) -> TrainingTask<Double, D>
  ) throws -> CurvatureResult {
    let norms = recipe.study.radii.values.indices
    var wanted = [point.norm]
    if request.derivative { wanted = [point.norm - 1, point.norm, point.norm + 1].filter(norms.contains) }
    let minima = try stored?.minima(wanted, at: point) ?? recipe.minima(wanted, task, isInterrupted)
    guard let minima, let here = minima[point.norm] else {
      throw StudyError(
        .interrupted, "Interrupted the minimisation at point \(point.number) of \(recipe.study.name): start again.")
    }
    let measurement = CurvatureMeasurement(
      task: inDouble(task.problem.widened(recipe.study.problem)), parameters: here.parameters, request: request)
    return try measurement.result(
      neighbours: wanted.compactMap { minima[$0].map { (norm: $0.constraintNorm, testLoss: $0.testLoss) } })
  }
}

/// The curvature at a point: a report to print, and a file to store.
public struct PointCurvature: Sendable {
  let document: StudyDocument
  let point: GridPoint
  let request: CurvatureRequest
  let result: CurvatureResult

  /// The numbers for people and programs.
  public var report: CurvatureReport { CurvatureReport(result, document, point, request) }
}

/// A point of a landscape: its number in the arrays of the file, and the index of its norm.
struct GridPoint {
  let number: Int
  let norm: Int
  /// The study with the values of the point alone on its axes, but with all norms.
  let configuration: StudyConfiguration
  var seed: Int { configuration.seeds[0] }
  var trainingSetSize: Int { configuration.trainingSetSizes[0] }

  init(_ number: Int, of grid: StudyGrid) throws(StudyError) {
    let norms = grid.study.radii.values.count
    // With a warm start all norms are one point of the plan.
    let count = grid.plan.count * (grid.study.isWarm ? norms : 1)
    guard (0..<count).contains(number) else {
      throw StudyError(
        .badRequest, "Cannot look at point \(number): the study has points 0-\(count - 1); give a number among these.")
    }
    self.number = number
    norm = number % norms
    var configuration = grid.configuration(of: grid.study.isWarm ? number / norms : number)
    configuration.radii = grid.study.radii
    self.configuration = configuration
  }
}

/// A minimum of a landscape, in double precision.
struct LandscapeMinimum: Sendable {
  let parameters: [Double]
  let constraintNorm: Double, testLoss: Double
}

extension LandscapeRecipe {
  fileprivate func task<Element: Scalar, L: Loss<Element>>(
    _ problem: Problem<Element>, _ train: L, _ test: L, _ point: GridPoint
  ) -> TrainingTask<Element, L> {
    TrainingTask(
      study: point.configuration, problem: problem, trainLoss: train, testLoss: test,
      trainingSetSize: point.trainingSetSize,
      seed: point.seed)
  }

  /// The minima at the norms of the given indices, nil if interrupted; with a warm start all below them are computed too.
  fileprivate func minima<Element: Scalar, L: Loss<Element>>(
    _ wanted: [Int], _ task: TrainingTask<Element, L>, _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> [Int: LandscapeMinimum]? {
    let work = try PointWork(isInterrupted: isInterrupted)
    var minima: [Int: LandscapeMinimum] = [:]
    var neighbour: [Element]?
    for (index, value) in study.radii.values.enumerated() where index <= wanted.max() ?? -1 {
      guard study.isWarm || wanted.contains(index) else { continue }
      guard let best = try bestMinimum(task, at: value, near: study.isWarm ? neighbour : nil, work) else { return nil }
      neighbour = best.parameters
      minima[index] = LandscapeMinimum(
        parameters: best.parameters.map { Double($0) }, constraintNorm: best.record.constraintNorm,
        testLoss: best.record.testLoss)
    }
    return minima
  }
}

extension Problem {
  /// The same data, network and initial parameters in double precision.
  fileprivate func widened(_ problem: ProblemConfiguration) -> Problem<Double> {
    func widened(_ matrix: SharedMatrix<Element>) -> SharedMatrix<Double> {
      SharedMatrix(rows: matrix.rows, columns: matrix.columns) { values in
        for (i, x) in matrix.view().elements.buffer.enumerated() { values[i] = Double(x) }
      }
    }
    return Problem<Double>(
      network: MultilayerPerceptron(widths: problem.widths, activation: problem.activation),
      trainInputs: widened(trainInputs), trainTargets: widened(trainTargets),
      testInputs: widened(testInputs), testTargets: widened(testTargets), trainLabels: trainLabels,
      testLabels: testLabels, initialParameters: initialParameters.map { Double($0) },
      templates: templates.map(widened), testIsRemainder: testIsRemainder)
  }
}
