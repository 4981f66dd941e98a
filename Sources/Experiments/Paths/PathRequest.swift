public import Landscapes

/// What is asked of the reduced dynamics on a stored landscape.
public struct PathRequest: Sendable {
  /// Where a path starts.
  public struct Start: Sendable, Equatable {
    /// In which form the norm is given.
    public enum Norm: Sendable, Equatable {
      /// alpha = w / w_0, with w_0 of each seed.
      case alpha(Double)
      /// w itself.
      case weightNorm(Double)
    }

    /// The weight norm.
    public let norm: Norm
    /// The messiness of the representation.
    public let messiness: Double

    /// A start, or another point of the plane.
    public init(_ norm: Norm, messiness: Double) {
      self.norm = norm
      self.messiness = messiness
    }
  }

  /// The training-set sizes; nil for all of the file.
  public var trainingSetSizes: [Int]?
  /// The seeds; nil for all of the file.
  public var seeds: [Int]?
  /// eta_D.
  public var decoderRate: Double
  /// eta_R.
  public var representationRate: ReducedFlow.RepresentationRate
  /// The weight decays gamma.
  public var weightDecays: [Double]
  /// The starts.
  public var starts: [Start]
  /// The levels of the training loss below which it is low, and of its contours.
  public var levels: [Double]
  /// The messiness at which the solution counts as reached.
  public var messinessTolerance: Double
  /// The time limit; nil for 20 / (eta_D gamma).
  public var duration: Double?
  /// The generalising solution; nil for the point of lowest test loss at a messiness within the tolerance, of the
  /// largest training set.
  public var solution: Start?
  /// How far from the solution, in ln w, a boundary may end that connects to it.
  public var reach: Double
  /// How many points of each path are stored.
  public var samples: Int
  /// A blur of the losses over cells of the landscape; nil for the losses and gradients as they are stored.
  public var blur: GaussianBlur?

  /// A request; the default level is that of the paper's contours over the training-set size.
  public init(
    trainingSetSizes: [Int]? = nil, seeds: [Int]? = nil, decoderRate: Double,
    representationRate: ReducedFlow.RepresentationRate, weightDecays: [Double], starts: [Start],
    levels: [Double] = [ContoursReport.standardLevel], messinessTolerance: Double = 0.01, duration: Double? = nil,
    solution: Start? = nil,
    reach: Double = 0.15, samples: Int = 400, blur: GaussianBlur? = nil
  ) {
    self.trainingSetSizes = trainingSetSizes
    self.seeds = seeds
    self.decoderRate = decoderRate
    self.representationRate = representationRate
    self.weightDecays = weightDecays
    self.starts = starts
    self.levels = levels
    self.messinessTolerance = messinessTolerance
    self.duration = duration
    self.solution = solution
    self.reach = reach
    self.samples = samples
    self.blur = blur
  }

  /// The most points of a path that are stored.
  static let mostSamples = 100_000

  /// Throws unless every number is in its range; those of the rates are checked where the flow is made.
  func check() throws(ReportError) {
    func refuse(_ what: String, _ advice: String) -> ReportError {
      ReportError(.badRequest, "Cannot follow paths \(what): give \(advice).")
    }
    guard !starts.isEmpty else { throw refuse("without a start", "at least one") }
    guard !weightDecays.isEmpty, Set(weightDecays).count == weightDecays.count else {
      throw refuse("with the weight decays \(weightDecays)", "at least one, and each once")
    }
    guard duration != nil || !weightDecays.contains(0) else {
      throw refuse("without weight decay and without a time limit", "one of both")
    }
    guard levels.allSatisfy({ $0 > 0 && $0.isFinite }), Set(levels).count == levels.count, !levels.isEmpty else {
      throw refuse("with the levels \(levels)", "finite positive values, each once")
    }
    guard messinessTolerance >= 0, messinessTolerance.isFinite, reach > 0, reach.isFinite else {
      throw refuse(
        "with a tolerance of \(messinessTolerance) in m and \(reach) in ln w", "finite values, the second positive")
    }
    guard (2...Self.mostSamples).contains(samples) else {
      throw refuse("of \(samples) points", "a number from 2 to \(Self.mostSamples)")
    }
  }
}
