import LinearAlgebra
import Networks
import Objectives

/// The minima of a landscape: those that a result file stores, or the study's computed again.
///
/// The minimisation uses the study's precision, so that it ends where the study's did.
struct LandscapeMinima: Sendable {
  let document: StudyDocument
  let grid: StudyGrid
  private let stored: StoredMinima?

  /// The landscape of a study.yaml, or of a landscape.h5 (path ending in .h5).
  ///
  /// - Throws: `StudyError` if the study is wrong or no landscape, `ReportError` if the file is no landscape.
  init(path: String, quick: Bool, assignments: [String]) throws {
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
        "Cannot look at minima of \(path): it is a study of kind \(document.configuration.kind.rawValue); give one of kind landscape."
      )
    }
    grid = try StudyGrid(document.configuration)
  }

  /// The minima at the norms of the given indices, beside `point` on `problem`, which is that of the point.
  ///
  /// - Throws: `StudyError` if it was interrupted, `ReportError` if the file lacks something.
  func minima<Element: Scalar>(
    _ wanted: [Int], at point: GridPoint, on problem: Problem<Element>, isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> [Int: LandscapeMinimum] {
    if let minima = try stored?.minima(wanted, at: point) { return minima }
    let search = MinimumSearch<Element>(
      recipe: LandscapeRecipe(grid: grid), wanted: wanted, work: try PointWork(isInterrupted: isInterrupted))
    guard let minima = try problem.perform(search, at: point.configuration) else {
      throw StudyError(
        .interrupted, "Interrupted the minimisation at point \(point.number) of \(grid.study.name): start again.")
    }
    return minima
  }
}

/// A minimum of a landscape, in double precision.
struct LandscapeMinimum: Sendable {
  let parameters: [Double]
  let constraintNorm: Double, trainLoss: Double, testLoss: Double
  /// The certificate, and the derivatives of the reduced training loss.
  let tangentGradientNorm: Double, radialGradient: Double, messinessGradient: Double?
}

/// The minima at the norms of the indices `wanted`, nil if interrupted; with a warm start all below them are computed too.
private struct MinimumSearch<Element: Scalar>: TaskOperation {
  let recipe: LandscapeRecipe
  let wanted: [Int]
  let work: PointWork

  func perform<L: TwiceDifferentiableLoss<Element>>(
    _ task: TrainingTask<Element, L>
  ) throws -> [Int: LandscapeMinimum]? {
    let isWarm = recipe.study.isWarm
    var minima: [Int: LandscapeMinimum] = [:]
    var neighbour: [Element]?
    for (index, value) in recipe.study.radii.values.enumerated() where index <= wanted.max() ?? -1 {
      guard isWarm || wanted.contains(index) else { continue }
      guard let best = try recipe.bestMinimum(task, at: value, near: isWarm ? neighbour : nil, work) else { return nil }
      neighbour = best.parameters
      minima[index] = LandscapeMinimum(
        parameters: best.parameters.map { Double($0) }, constraintNorm: best.record.constraintNorm,
        trainLoss: best.record.trainLoss, testLoss: best.record.testLoss,
        tangentGradientNorm: best.record.tangentGradientNorm, radialGradient: best.record.radialGradient,
        messinessGradient: best.record.messinessGradient)
    }
    return minima
  }
}
