import LinearAlgebra
import Networks
import Objectives
import Projections
import Stores
import Sweeps

extension StudyDocument {
  /// Evaluates the training and the test loss of the study's task as `request` says, and writes slice.h5.
  ///
  /// The data are those of the study's first point, or of the run where the trajectory has a run for each point.
  ///
  /// - Throws: `ReportError` if request and study, or the files, do not fit; `StoreError` if the result cannot be
  ///   written; what the study throws.
  public func writeSlice(_ request: SliceRequest, to path: String) async throws {
    let grid = try StudyGrid(configuration)
    let runs = try request.trajectory.map { try TrajectoryReading(path: $0).steps.count }
    let isOfAllPoints = configuration.kind == .dynamics && runs == grid.plan.count
    let point = grid.configuration(of: isOfAllPoints && (0..<grid.plan.count).contains(request.run) ? request.run : 0)
    let compute =
      switch configuration.precision {
      case .float: try configuration.perform(SliceComputation<Float>(request: request, document: self), at: point)
      case .double: try configuration.perform(SliceComputation<Double>(request: request, document: self), at: point)
      }
    try await compute().write(to: path)
  }
}

/// The evaluation of one slice.
struct SliceComputation<Element: Scalar>: LearnerOperation {
  typealias Output = @Sendable () async throws -> StoredGroup

  let request: SliceRequest
  let document: StudyDocument

  /// The computation, which is left to the caller because it waits for workers.
  func perform<N: Network<Element>, L: Loss<Element>>(
    _ task: TrainingTask<Element, L>, _ learner: Learner<N>
  ) -> Output {
    { try await slice(task, learner) }
  }

  private func slice<N: Network<Element>, L: Loss<Element>>(
    _ task: TrainingTask<Element, L>, _ learner: Learner<N>
  ) async throws -> StoredGroup {
    let layout = learner.network.layout, dimension = layout.count
    let anchors = try anchors(task, learner)
    let slice = LossSlice(
      centre: SharedMatrix(rows: 1, columns: dimension, Array(anchors.prefix(dimension))),
      directions: try directions(around: Array(anchors.prefix(dimension)), layout, task.study),
      coordinates: request.coordinates)
    var curve: CheckpointPath<Element>?
    if case .path = request.shape {
      curve = CheckpointPath(
        through: SharedMatrix(rows: anchors.count / dimension, columns: dimension, anchors))
    }
    let losses = try await losses(task, learner, slice, curve)
    let centre = Vector(Array(anchors.prefix(dimension)))
    var trainEvaluation = task.trainEvaluation(of: learner), testEvaluation = task.testEvaluation(of: learner)
    let expected = [trainEvaluation(centre).loss, testEvaluation(centre).loss].map { $0 * task.reportFactor }
    try check(slice, task, learner, centre, expected)
    try checkCentre(expected[0])
    return SliceFile(request: request, document: document, layout: layout).group(
      train: losses.map { $0.train * task.reportFactor }, test: losses.map { $0.test * task.reportFactor },
      anchors: anchors.map { Double($0) }, centreLosses: expected,
      directions: (0..<slice.directions.rows).map { row in
        slice.directions.view().row(row).buffer.map { Double($0) }
      })
  }

  private func losses<N: Network<Element>, L: Loss<Element>>(
    _ task: TrainingTask<Element, L>, _ learner: Learner<N>, _ slice: LossSlice<Element>,
    _ curve: CheckpointPath<Element>?
  ) async throws -> [(train: Double, test: Double)] {
    try await inParts(of: slice.count, workers: request.workers) { part in
      var train = task.trainRisk(of: learner, fullBatch: true), test = task.testRisk(of: learner)
      var parameters = Vector<Element>(zeros: slice.dimension)
      return part.map { point in
        if let curve {
          curve.point(at: slice.coordinates[0][point], into: &parameters)
        } else {
          slice.point(point, into: &parameters)
        }
        return (Double(train.value(at: parameters)), Double(test.value(at: parameters)))
      }
    }
  }

  /// The losses at the centre, through the slice, against the model's own.
  private func check<N: Network<Element>, L: Loss<Element>>(
    _ slice: LossSlice<Element>, _ task: TrainingTask<Element, L>, _ learner: Learner<N>,
    _ centre: borrowing Vector<Element>, _ expected: [Double]
  ) throws {
    let origin = LossSlice(
      centre: SharedMatrix(rows: 1, columns: slice.dimension, centre.array),
      directions: slice.directions, coordinates: slice.coordinates.map { _ in [0] })
    var train = task.trainRisk(of: learner, fullBatch: true), test = task.testRisk(of: learner)
    let found = [
      origin.values(of: &train, at: 0..<1)[0], origin.values(of: &test, at: 0..<1)[0],
    ].map { $0 * task.reportFactor }
    for (a, b) in zip(found, expected) where a.isFinite || b.isFinite {
      guard abs(a - b) <= 1e-5 * max(abs(a), abs(b)) else {
        throw ReportError(
          .badInput,
          "Cannot trust the slice because the loss at its centre is \(a) and that of the model \(b): report it.")
      }
    }
  }

  /// The training loss that the centre's own file knows, against the one here: other data have another loss.
  private func checkCentre(_ trainLoss: Double) throws(ReportError) {
    guard let path = request.centre, let store = try? StoreReader(path: path) else { return }
    for name in ["train_loss", "centre_train_loss"] {
      guard case .double(let known)? = try? store.value(attribute: name, of: "") else { continue }
      let tolerance = Element.self == Float.self ? 1e-3 : 1e-6
      guard abs(known - trainLoss) > tolerance * max(abs(known), abs(trainLoss)), max(known, trainLoss) > 1e-10 else {
        continue
      }
      throw ReportError(
        .badRequest,
        "Cannot evaluate around '\(path)' because the training loss there is \(known) and \(trainLoss) in this study: set the "
          + "seed, n_train and whatever else it is of with --set.")
    }
  }
}
