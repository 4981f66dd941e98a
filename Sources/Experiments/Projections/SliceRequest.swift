public import Projections

/// Which losses of a study's task to evaluate: along which directions, around which parameters, on which grid.
public struct SliceRequest: Sendable {
  /// Where the directions come from.
  public enum Directions: Sendable {
    /// Standard normal entries from the stream of this seed, scaled to the centre.
    case random(DirectionNormalisation, seed: Int)
    /// The first rows of this variable over (any axes, parameter) of a file: principal components, eigenvectors.
    case stored(path: String, variable: String)
  }

  /// A checkpoint, negative numbers from the end, of a run or of that of the request.
  public struct Checkpoint: Sendable, Equatable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The number of the checkpoint, and that of its run if it is another one.
    public let number: Int, run: Int?

    /// Checkpoint `number` of run `run`.
    public init(_ number: Int, run: Int? = nil) {
      self.number = number
      self.run = run
    }

    /// A checkpoint of the request's run.
    public init(integerLiteral number: Int) { self.init(number) }

    /// Reads `-1`, or `2:-1` for that of run 2.
    public init?(_ text: String) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
      guard let last = parts.last, let number = last, parts.count <= 2 else { return nil }
      guard parts.count == 2 else {
        self.init(number)
        return
      }
      guard let run = parts[0] else { return nil }
      self.init(number, run: run)
    }

    /// As it is read.
    public var description: String { (run.map { "\($0):" } ?? "") + "\(number)" }
  }

  /// What the coordinates mean.
  public enum Shape: Sendable {
    /// theta_0 + sum_j x_j d_j around a checkpoint, the last one if that is `nil`; negative
    /// numbers count from the end.
    case plane(Directions, checkpoint: Int?)
    /// The polygon through these checkpoints, at x from 0 (the first) to their number - 1 (the last).
    case path(checkpoints: [Checkpoint])
  }

  /// A trajectory.h5 and the number of the run in it; without it the centre is that of a file, or the study's minimum at
  /// its first norm.
  public var trajectory: String?, run: Int
  /// A hessian.h5 or slice.h5 whose parameters are the centre of a plane.
  public var centre: String?
  /// Directions and centre.
  public var shape: Shape
  /// The coordinates along each direction.
  public var coordinates: [[Double]]
  /// Points at a time; they change no bit of the result.
  public var workers: Int

  /// A request with every property given.
  public init(
    trajectory: String?, run: Int = 0, centre: String? = nil, shape: Shape, coordinates: [[Double]], workers: Int = 1
  ) {
    self.trajectory = trajectory
    self.run = run
    self.centre = centre
    self.shape = shape
    self.coordinates = coordinates
    self.workers = workers
  }
}
