import Foundation
import LinearAlgebra
import Networks
import Objectives
import Optimization
import Stores
import Sweeps

/// A problem with its loss: what one point trains and measures.
///
/// Generic over the loss, so that nothing is looked up per step.
struct TrainingTask<Element: Scalar, L: Loss> where L.Element == Element {
  /// The study with the values of the point alone on its axes.
  let study: StudyConfiguration
  let problem: Problem<Element>
  let trainLoss: L, testLoss: L

  /// The point's own values on the axes that all studies have.
  var trainingSetSize: Int { study.trainingSetSizes[0] }
  var seed: Int { study.seeds[0] }

  /// The number of test samples: a prefix of the rows.
  var testSetSize: Int { problem.testSetSize(trainingSetSize: trainingSetSize) }

  /// The factor from the mean over outputs to the reported loss.
  var reportFactor: Double { study.reportedLoss == .sumOverOutputs ? Double(problem.network.outputWidth) : 1 }

  /// The risk on the training set, in the study's batches.
  func trainRisk(fullBatch: Bool) -> EmpiricalRisk<MultilayerPerceptron<Element>, L> {
    trainRisk(of: problem.learner, fullBatch: fullBatch)
  }

  /// Whether a step sees fewer samples than the training set.
  var usesMinibatches: Bool { (study.batch ?? trainingSetSize) < trainingSetSize }

  /// The risk on the test set.
  func testRisk() -> EmpiricalRisk<MultilayerPerceptron<Element>, L> { testRisk(of: problem.learner) }

  /// Loss and accuracies on the training set, or on listed samples of it if it `isOfLists`.
  func trainEvaluation(isOfLists: Bool = false) -> Evaluation<MultilayerPerceptron<Element>, L> {
    trainEvaluation(of: problem.learner, isOfLists: isOfLists)
  }

  /// Loss and accuracies on the test set, or on listed samples of it if it `isOfLists`.
  func testEvaluation(isOfLists: Bool = false) -> Evaluation<MultilayerPerceptron<Element>, L> {
    testEvaluation(of: problem.learner, isOfLists: isOfLists)
  }

  /// One criterion for classes, else one per threshold.
  func criteria(_ labels: [Int32], _ targets: SharedMatrix<Element>) -> [Correctness<Element>] {
    if let templates = problem.templates { return [.nearestTemplate(templates, labels)] }
    if !labels.isEmpty { return [.label(labels)] }
    return study.accuracyThresholds.map { .squaredError(below: $0, targets) }
  }

  /// The parameters that the constraint counts, with their weights.
  var constrainedRanges: [WeightedRange] {
    let layout = problem.network.layout
    switch study.norm {
    case .trueNorm: return [WeightedRange(0..<layout.count)]
    case .firstWeightTwice:
      let first = layout.slices[0].range
      return [WeightedRange(first, weight: 2), WeightedRange(first.upperBound..<layout.count)]
    }
  }

  /// `optimizer` with weight decay `weightDecay` and its rate times `rateFactor`.
  func rule(_ optimizer: OptimizerConfiguration, weightDecay: Double, rateFactor: Double) -> AnyRule<Element> {
    let weights = 0..<problem.network.layout.count
    return optimizer.rule(
      [ParameterGroup([weights], rate: optimizer.rate * rateFactor, weightDecay: weightDecay)], count: weights.count)
  }
}

extension OptimizerConfiguration {
  /// This optimiser for `count` parameters in groups with rates and weight decays of their own.
  func rule<Element: Scalar>(
    _ groups: [ParameterGroup], count: Int, as _: Element.Type = Element.self
  ) -> AnyRule<Element> {
    OptimizerRecipe(method, groups: groups, schedule: schedule, gradientClip: gradientClip).make(count: count)
  }
}

/// What comes out of a point.
struct PointOutcome<Record> {
  var record: Record
  /// What the study stores beside the record.
  var parameters: PointParameters?
}

/// Parameters that a study stores beside a record, in the run's precision.
enum PointParameters {
  /// Those of the minima, one after another.
  case minima(Data)
  /// Those that a run kept.
  case checkpoints(PointRows)

  /// Stores them as an array of the point.
  ///
  /// - Throws: `JournalError` of kind `cannotWrite`.
  func store(in arrays: PointArrays, of point: Int) throws(JournalError) -> PointArrayReference {
    switch self {
    case .minima(let bytes): try arrays.store(bytes, of: point)
    case .checkpoints(let rows): try arrays.store(rows, of: point)
    }
  }

  /// What a record names of them.
  var reference: PointArrayReference {
    switch self {
    case .minima(let bytes): PointArrayReference(to: bytes)
    case .checkpoints(let rows): rows.reference
    }
  }
}

/// What one point does with its task; a protocol because Swift has no generic closures.
protocol PointRecipe: Sendable {
  associatedtype Record: Codable & Sendable
  /// The recipe for these points, of a study of its kind.
  init(grid: StudyGrid)
  /// The points.
  var grid: StudyGrid { get }
  /// Does the work, or what is left of it; `nil` if interrupted.
  func run<Element: Scalar, L: Loss>(
    _ point: Int, _ task: TrainingTask<Element, L>, _ work: PointWork
  ) throws -> PointOutcome<Record>?
  /// A record without the time that it took.
  func timeless(_ record: Record) -> Record
  /// A word on a finished point, for progress.
  func summary(_ record: Record) -> String
  /// The result file of the finished points; `failed` are those that have no record because they failed.
  func compose(_ records: [Int: Record], failed: Set<Int>, _ document: StudyDocument) -> StoredGroup
  /// Whether points store parameters in the result file.
  var storesParameters: Bool { get }
  /// Whether points have an array beside their record.
  var keepsArrays: Bool { get }
  /// Writes what does not fit into the result file at `path` beside it.
  func writeCompanion(
    of results: StudyResults<Record>, _ document: StudyDocument, beside path: String
  ) throws(StoreError)
}

extension PointRecipe {
  /// The study.
  var study: StudyConfiguration { grid.study }
  /// The names and lengths of the axes.
  var plan: SweepPlan { grid.plan }
}
