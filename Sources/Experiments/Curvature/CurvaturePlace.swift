/// Where a curvature is: at a point of a landscape, or at a checkpoint of a run.
struct CurvaturePlace: Sendable {
  /// Which point of a landscape's arrays, or which run, which of its checkpoints, and after how many steps.
  enum Origin: Sendable {
    case point(Int)
    case checkpoint(Int, run: Int, step: Int)
  }

  let origin: Origin
  let seed: Int, trainingSetSize: Int
  /// The value of alpha, or of the norm, of the point, or the run's at its start.
  let radius: Double

  init(_ point: GridPoint) {
    origin = .point(point.number)
    (seed, trainingSetSize) = (point.seed, point.trainingSetSize)
    radius = point.configuration.radii.values[point.norm]
  }

  init(checkpoint: Int, run: Int, step: Int, of configuration: StudyConfiguration) {
    origin = .checkpoint(checkpoint, run: run, step: step)
    (seed, trainingSetSize) = (configuration.seeds[0], configuration.trainingSetSizes[0])
    radius = configuration.radii.values[0]
  }
}
