import Foundation
import LinearAlgebra
import Networks
import Objectives
import Projections
import RandomStreams
import Stores

extension StudyDocument {
  /// Evaluates the training and the test loss of the study's task as `request` says, and writes slice.h5.
  ///
  /// - Throws: `ReportError` if request and study, or the files, do not fit; `StoreError` if the result cannot be
  ///   written; what the study throws.
  public func writeSlice(_ request: SliceRequest, to path: String) async throws {
    let first = try StudyGrid(configuration).configuration(of: 0)
    let compute =
      switch configuration.precision {
      case .float: try configuration.perform(SliceComputation<Float>(request: request, document: self), at: first)
      case .double: try configuration.perform(SliceComputation<Double>(request: request, document: self), at: first)
      }
    try await compute().write(to: path)
  }
}

/// The evaluation of one slice.
struct SliceComputation<Element: Scalar>: TaskOperation {
  let request: SliceRequest
  let document: StudyDocument

  /// The computation, which is left to the caller because it waits for workers.
  func perform<L: TwiceDifferentiableLoss<Element>>(
    _ task: TrainingTask<Element, L>
  ) -> @Sendable () async throws -> StoredGroup {
    { try await slice(task) }
  }

  private func slice<L: Loss<Element>>(_ task: TrainingTask<Element, L>) async throws -> StoredGroup {
    let dimension = task.problem.network.layout.count
    let anchors = try anchors(task)
    let slice = LossSlice(
      centre: SharedMatrix(rows: 1, columns: dimension, Array(anchors.prefix(dimension))),
      directions: try directions(around: Array(anchors.prefix(dimension)), task), coordinates: request.coordinates)
    var curve: CheckpointPath<Element>?
    if case .path = request.shape {
      curve = CheckpointPath(
        through: SharedMatrix(rows: anchors.count / dimension, columns: dimension, anchors))
    }
    let losses = try await losses(task, slice, curve)
    let centre = Vector(Array(anchors.prefix(dimension)))
    var trainEvaluation = task.trainEvaluation(), testEvaluation = task.testEvaluation()
    let expected = [trainEvaluation(centre).loss, testEvaluation(centre).loss].map { $0 * task.reportFactor }
    try check(slice, task, centre, expected)
    return SliceFile(request: request, document: document, layout: task.problem.network.layout).group(
      train: losses.map { $0.train * task.reportFactor }, test: losses.map { $0.test * task.reportFactor },
      centre: anchors.prefix(dimension).map(Double.init), centreLosses: expected,
      directions: (0..<slice.directions.rows).map { row in
        slice.directions.view().row(row).buffer.map { Double($0) }
      })
  }

  // MARK: - Where

  /// The centre, or the checkpoints of a path one after another.
  private func anchors<L: Loss<Element>>(_ task: TrainingTask<Element, L>) throws -> [Element] {
    let dimension = task.problem.network.layout.count
    guard let path = request.trajectory else {
      guard case .plane(_, nil) = request.shape else {
        throw ReportError(.badRequest, "Cannot take checkpoints without a trajectory: give one with --trajectory.")
      }
      return try minimum(task)
    }
    let file = try TrajectoryReading(path: path)
    guard file.dimension == dimension else {
      throw ReportError(
        .badInput,
        "Cannot evaluate '\(path)' in the study \(document.configuration.name) because it has \(file.dimension) "
          + "parameters and the network \(dimension): give the study that the trajectory is of.")
    }
    guard file.steps.indices.contains(request.run) else {
      throw ReportError(.badRequest, "Cannot find run \(request.run) in '\(path)': it has \(file.steps.count), from 0.")
    }
    let run = file.runs[request.run]
    let asked: [Int]
    switch request.shape {
    case .plane(_, let checkpoint): asked = [checkpoint ?? -1]
    case .path(let checkpoints): asked = checkpoints
    }
    let wanted = asked.map { $0 < 0 ? run.count + $0 : $0 }
    guard wanted.allSatisfy({ (0..<run.count).contains($0) }) else {
      throw ReportError(
        .badRequest, "Cannot find a checkpoint in run \(request.run) of '\(path)': it has \(run.count), from 0.")
    }
    let rows = TrajectoryRows<Element>(file)
    var values = [Element](repeating: 0, count: wanted.count * dimension)
    try values.withUnsafeMutableBufferPointer { values in
      for (i, checkpoint) in wanted.enumerated() {
        let row = run.lowerBound + checkpoint
        try rows.read(
          rows: row..<(row + 1), columns: 0..<dimension,
          into: UnsafeMutableBufferPointer(rebasing: values[(i * dimension)..<((i + 1) * dimension)]))
      }
    }
    return values
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

  private func directions<L: Loss<Element>>(
    around centre: [Element], _ task: TrainingTask<Element, L>
  ) throws -> SharedMatrix<Element> {
    let layout = task.problem.network.layout, count = request.coordinates.count
    switch request.shape {
    case .path:
      return SharedMatrix(rows: count, columns: layout.count) { _ in }
    case .plane(.random(let normalisation, let seed), _):
      var stream = PhiloxStream(
        rootSeed: UInt64(bitPattern: Int64(task.study.rootSeed)), seed: UInt64(bitPattern: Int64(seed)),
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
        if shape.count == 2, shape[0] >= count, shape[1] == layout.count {
          let values = try store.doubles(at: variable, rows: 0..<count)
          return SharedMatrix(rows: count, columns: layout.count, values.map { Element($0) })
        }
      } catch {
        throw ReportError(.badInput, error.description)
      }
      throw ReportError(
        .badInput,
        "Cannot take \(count) directions from '\(variable)' of '\(path)': it must have a row for each and a column for "
          + "each of the \(layout.count) parameters.")
    }
  }

  // MARK: - Losses

  private func losses<L: Loss<Element>>(
    _ task: TrainingTask<Element, L>, _ slice: LossSlice<Element>, _ curve: CheckpointPath<Element>?
  ) async throws -> [(train: Double, test: Double)] {
    try await inParts(of: slice.count, workers: request.workers) { part in
      var train = task.trainRisk(fullBatch: true), test = task.testRisk()
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
  private func check<L: Loss<Element>>(
    _ slice: LossSlice<Element>, _ task: TrainingTask<Element, L>, _ centre: borrowing Vector<Element>,
    _ expected: [Double]
  ) throws {
    let origin = LossSlice(
      centre: SharedMatrix(rows: 1, columns: slice.dimension, centre.array),
      directions: slice.directions, coordinates: slice.coordinates.map { _ in [0] })
    var train = task.trainRisk(fullBatch: true), test = task.testRisk()
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
}
