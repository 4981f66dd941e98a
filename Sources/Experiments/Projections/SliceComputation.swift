import Foundation
import LinearAlgebra
import Networks
import Objectives
import Projections
import RandomStreams
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

  // MARK: - Where

  /// The centre, or the checkpoints of a path one after another.
  private func anchors<N: Network<Element>, L: Loss<Element>>(
    _ task: TrainingTask<Element, L>, _ learner: Learner<N>
  ) throws -> [Element] {
    let dimension = learner.network.layout.count
    if let centre = request.centre { return try parameters(at: centre, dimension) }
    guard let path = request.trajectory else {
      guard case .plane(_, nil) = request.shape else {
        throw ReportError(.badRequest, "cannot take checkpoints without a trajectory: give one with --trajectory")
      }
      guard learner.representation == nil else {
        throw ReportError(
          .badRequest,
          "cannot take a minimum of the study \(document.configuration.name) as the centre because its embeddings are "
            + "trained, and a sphere holds the decoder alone: give a trajectory with --trajectory")
      }
      return try minimum(task)
    }
    let file = try TrajectoryReading(path: path)
    guard file.dimension == dimension else {
      throw ReportError(
        .badInput,
        "cannot evaluate '\(path)' in the study \(document.configuration.name) because it has \(file.dimension) "
          + "parameters and the network \(dimension): give the study that the trajectory is of")
    }
    let asked: [SliceRequest.Checkpoint]
    switch request.shape {
    case .plane(_, let checkpoint): asked = [.init(checkpoint ?? -1)]
    case .path(let checkpoints): asked = checkpoints
    }
    let wanted = try asked.map { try file.rows(of: [$0.number], run: $0.run ?? request.run)[0] }
    let rows = TrajectoryRows<Element>(file)
    var values = [Element](repeating: 0, count: wanted.count * dimension)
    try values.withUnsafeMutableBufferPointer { values in
      for (i, row) in wanted.enumerated() {
        try rows.read(
          rows: row..<(row + 1), columns: 0..<dimension,
          into: UnsafeMutableBufferPointer(rebasing: values[(i * dimension)..<((i + 1) * dimension)]))
      }
    }
    return values
  }

  /// The parameters that a hessian.h5 or slice.h5 is around.
  private func parameters(at path: String, _ dimension: Int) throws(ReportError) -> [Element] {
    do throws(StoreError) {
      let store = try StoreReader(path: path)
      for name in ["parameters", "centre"] where store.exists(name) {
        guard try store.shape(of: name) == [dimension] else { continue }
        return try store.doubles(at: name).map { Element($0) }
      }
    } catch {
      throw ReportError(.badInput, error.description)
    }
    throw ReportError(
      .badInput,
      "cannot take the centre from '\(path)' because it has no \(dimension) parameters of one point: give a hessian.h5 or "
        + "slice.h5 of the study")
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
        "cannot evaluate around '\(path)' because the training loss there is \(known) and \(trainLoss) in this study: set the "
          + "seed, n_train and whatever else it is of with --set")
    }
  }

  /// The minimum of the training loss at the study's first norm, by the study's own solver.
  private func minimum<L: Loss<Element>>(_ task: TrainingTask<Element, L>) throws -> [Element] {
    let value = task.study.radii.values[0]
    let alpha = task.study.radii.isRelative ? value : value / task.problem.initialNorm
    let start = task.start(alpha: alpha, restart: 0)
    let sphere = start.sphere
    let work = try PointWork(isInterrupted: { Task.isCancelled })
    guard let found = try task.minimise(from: start.parameters, on: sphere, rateFactor: 1, work) else {
      throw CancellationError()
    }
    return found.parameters.array
  }

  private func directions(
    around centre: [Element], _ layout: ParameterLayout, _ study: StudyConfiguration
  ) throws -> SharedMatrix<Element> {
    let count = request.coordinates.count
    switch request.shape {
    case .path:
      return SharedMatrix(rows: count, columns: layout.count) { _ in }
    case .plane(.random(let normalisation, let seed), _):
      var stream = PhiloxStream(
        rootSeed: UInt64(bitPattern: Int64(study.rootSeed)), seed: UInt64(bitPattern: Int64(seed)),
        purpose: .direction)
      let parameters = Vector(centre)
      var values: [Element] = []
      for _ in 0..<count {
        values += Vector.randomDirection(normalisation, like: parameters, layout: layout, using: &stream).array
      }
      return SharedMatrix(rows: count, columns: layout.count, values)
    case .plane(.stored(let path, let variable), _):
      do throws(StoreError) {
        let store = try StoreReader(path: path)
        let shape = try store.shape(of: variable)
        if shape.count >= 2, shape.last == layout.count, shape.dropLast().reduce(1, *) >= count {
          var values: [Double] = []
          for number in 0..<count { values += try store.row(number, of: variable).numbers ?? [] }
          if values.count == count * layout.count, values.allSatisfy(\.isFinite) {
            return SharedMatrix(rows: count, columns: layout.count, values.map { Element($0) })
          }
        }
      } catch {
        throw ReportError(.badInput, error.description)
      }
      throw ReportError(
        .badInput,
        "cannot take \(count) directions from '\(variable)' of '\(path)': it must have a row of finite numbers for "
          + "each, and a column for each of the \(layout.count) parameters")
    }
  }

  // MARK: - Losses

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
          "cannot trust the slice because the loss at its centre is \(a) and that of the model \(b): report it")
      }
    }
  }
}
