import LinearAlgebra
import Networks
import Objectives
import Projections
import Stores

/// The losses of a study's model on the plane of the first two principal components of its runs, and along the runs.
public struct PlaneLosses: Sendable {
  /// The training and the test loss at one place.
  struct Pair: Sendable {
    let train: Double, test: Double
  }

  /// The coordinates of the grid along the first and the second component.
  let x: [Double], y: [Double]
  /// The losses over (x, y), in row-major order: those of the first run's data, around the first run's origin.
  let plane: [Pair]
  /// The losses at the checkpoints, run after run, and at their projections on the plane.
  let path: [Pair], inPlane: [Pair]
  /// How the losses are reduced.
  let reduction: String
}

extension TrajectoryAnalysis {
  /// The losses of the study that the trajectory is of, on a grid of `count` x `count` places beyond which a tenth of the
  /// runs' extent lies, and at every checkpoint and its projection.
  ///
  /// - Returns: nil if the trajectory is of no study of this program, or if there is one component only.
  /// - Throws: `ReportError` if the file cannot be read, `DatasetError` if the study's images are missing.
  public func planeLosses(count: Int, workers: Int) async throws -> PlaneLosses? {
    precondition(count > 1 && workers > 0)
    let file = try TrajectoryReading(path: path)
    guard components.components.count >= 2, let study = file.study else { return nil }
    func axis(_ component: Int) -> [Double] {
      let places = components.projections.map { $0[component] }
      let low = places.min() ?? 0, high = places.max() ?? 0
      let margin = 0.15 * max(high - low, 0.1 * components.singularValues[0] / Double(places.count).squareRoot())
      return (0..<count).map { low - margin + (high - low + 2 * margin) * Double($0) / Double(count - 1) }
    }
    let grid = [axis(0), axis(1)]
    var plane: [PlaneLosses.Pair] = [], along: [(PlaneLosses.Pair, PlaneLosses.Pair)] = []
    let points = try StudyGrid(study)
    for run in file.steps.indices {
      let point = points.configuration(of: run), grid = run == 0 ? grid : nil
      let compute =
        switch study.precision {
        case .float:
          try study.perform(
            RunLosses<Float>(components: components, file: file, run: run, grid: grid, workers: workers), at: point)
        case .double:
          try study.perform(
            RunLosses<Double>(components: components, file: file, run: run, grid: grid, workers: workers), at: point)
        }
      let found = try await compute()
      if run == 0 { plane = found.plane }
      along += found.along
    }
    return PlaneLosses(
      x: grid[0], y: grid[1], plane: plane, path: along.map(\.0), inPlane: along.map(\.1),
      reduction: study.lossDescription)
  }
}

/// The evaluation of one run's losses with the run's own data.
private struct RunLosses<Element: Scalar>: LearnerOperation {
  typealias Found = (plane: [PlaneLosses.Pair], along: [(PlaneLosses.Pair, PlaneLosses.Pair)])
  typealias Output = @Sendable () async throws -> Found
  let components: PrincipalComponents
  let file: TrajectoryReading
  let run: Int
  /// The coordinates of the grid, where the plane is this run's.
  let grid: [[Double]]?
  let workers: Int

  /// The computation, which is left to the caller because it waits for workers.
  func perform<N: Network<Element>, L: Loss<Element>>(
    _ task: TrainingTask<Element, L>, _ learner: Learner<N>
  ) -> Output {
    { try await losses(task, learner) }
  }

  private func losses<N: Network<Element>, L: Loss<Element>>(
    _ task: TrainingTask<Element, L>, _ learner: Learner<N>
  ) async throws -> Found {
    let rows = TrajectoryRows<Element>(file), own = file.runs[run]
    let origin = try origin(rows, own)
    let directions = SharedMatrix(
      rows: 2, columns: file.dimension, components.components.prefix(2).flatMap { $0.map { Element($0) } })
    var plane: [PlaneLosses.Pair] = []
    if let grid {
      let slice = LossSlice(centre: origin, directions: directions, coordinates: grid)
      plane = try await inParts(of: slice.count, workers: workers) { part in
        var train = task.trainRisk(of: learner, fullBatch: true), test = task.testRisk(of: learner)
        return zip(slice.values(of: &train, at: part), slice.values(of: &test, at: part)).map {
          PlaneLosses.Pair(train: $0 * task.reportFactor, test: $1 * task.reportFactor)
        }
      }
    }
    let projections = components.projections
    let along = try await inParts(of: own.count, workers: workers) { part in
      var train = task.trainRisk(of: learner, fullBatch: true), test = task.testRisk(of: learner)
      func pair(_ parameters: borrowing Vector<Element>) -> PlaneLosses.Pair {
        PlaneLosses.Pair(
          train: Double(train.value(at: parameters)) * task.reportFactor,
          test: Double(test.value(at: parameters)) * task.reportFactor)
      }
      var parameters = Vector<Element>(zeros: file.dimension)
      return try part.map { checkpoint in
        let row = own.lowerBound + checkpoint
        try rows.read(rows: row..<(row + 1), columns: 0..<file.dimension, into: parameters.ref.buffer)
        let there = pair(parameters)
        let place = LossSlice(
          centre: origin, directions: directions, coordinates: projections[row].prefix(2).map { [$0] })
        place.point(0, into: &parameters)
        return (there, pair(parameters))
      }
    }
    return (plane, along)
  }

  /// The parameters at the origin of the projections.
  private func origin(_ rows: TrajectoryRows<Element>, _ own: Range<Int>) throws -> SharedMatrix<Element> {
    let row: Int
    switch components.centring {
    case .mean: return SharedMatrix(rows: 1, columns: file.dimension, components.mean.map { Element($0) })
    case .first: row = own.lowerBound
    case .last, .lastRecentred: row = own.upperBound - 1
    }
    var values = [Element](repeating: 0, count: file.dimension)
    try values.withUnsafeMutableBufferPointer {
      try rows.read(rows: row..<(row + 1), columns: 0..<file.dimension, into: $0)
    }
    return SharedMatrix(rows: 1, columns: file.dimension, values)
  }
}
