import LinearAlgebra
import Networks
import Objectives
import Projections
import RandomStreams
import Stores

// Where a slice lies: around which parameters, along which directions.
extension SliceComputation {
  /// The centre, or the checkpoints of a path one after another.
  func anchors<N: Network<Element>, L: Loss<Element>>(
    _ task: TrainingTask<Element, L>, _ learner: Learner<N>
  ) throws -> [Element] {
    let dimension = learner.network.layout.count
    if let centre = request.centre { return try parameters(at: centre, dimension) }
    guard let path = request.trajectory else {
      guard case .plane(_, nil) = request.shape else {
        throw ReportError(.badRequest, "Cannot take checkpoints without a trajectory: give one with --trajectory.")
      }
      guard learner.representation == nil else {
        throw ReportError(
          .badRequest,
          "Cannot take a minimum of the study \(document.configuration.name) as the centre because its embeddings are "
            + "trained, and a sphere holds the decoder alone: give a trajectory with --trajectory.")
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
      "Cannot take the centre from '\(path)' because it has no \(dimension) parameters of one point: give a hessian.h5 or "
        + "slice.h5 of the study.")
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

  /// The directions of the axes; zeros of a path, which has none.
  func directions(
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
        "Cannot take \(count) directions from '\(variable)' of '\(path)': it must have a row of finite numbers for "
          + "each, and a column for each of the \(layout.count) parameters.")
    }
  }
}
