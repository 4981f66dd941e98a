public import Datasets
public import Networks
public import Optimization

/// Everything that determines a study's numbers, as a plain value.
public struct StudyConfiguration: Sendable, Codable, Hashable {
  /// What is computed at each point.
  public enum Kind: String, Sendable, Codable { case landscape, dynamics }
  /// Which random numbers: PyTorch's, so that published runs are reproduced, or keyed Philox streams.
  public enum Streams: String, Sendable, Codable { case torch, philox }
  /// The type of all numbers in training.
  public enum Precision: String, Sendable, Codable { case float, double }
  /// What is minimised.
  public enum LossName: String, Sendable, Codable { case mse, crossEntropy = "cross_entropy" }
  /// How losses are reported: the mean over outputs, or their sum.
  public enum ReportedLoss: String, Sendable, Codable { case mean, sumOverOutputs = "sum_over_outputs" }
  /// How the loss is minimised.
  public enum Solver: Sendable, Codable, Hashable {
    /// Steps of an optimiser; in a landscape each is followed by rescaling.
    case rescaled(OptimizerConfiguration)
    /// Riemannian L-BFGS on the sphere.
    case riemannian(WarmStart)
  }
  /// Which norms start, beside their own initialisation, from the minimum at the neighbouring norm.
  public enum WarmStart: String, Sendable, Codable { case none, alpha }
  /// Which norm the constraint keeps.
  public enum NormName: String, Sendable, Codable { case trueNorm = "true", firstWeightTwice = "first_weight_twice" }
  /// The swept norm: relative to the initialisation's, or itself.
  public enum Radii: Sendable, Codable, Hashable {
    case alpha([Double])
    case weightNorm([Double])
    /// Whether the values are relative to the norm of the initialisation.
    public var isRelative: Bool {
      switch self {
      case .alpha: true
      case .weightNorm: false
      }
    }
    /// The grid values.
    public var values: [Double] {
      switch self {
      case .alpha(let values), .weightNorm(let values): values
      }
    }
    /// One of the values.
    func only(_ index: Int) -> Radii {
      switch self {
      case .alpha(let values): .alpha([values[index]])
      case .weightNorm(let values): .weightNorm([values[index]])
      }
    }
  }

  /// The short name, the title and the question.
  public var name: String, title: String, question: String
  /// The preset in force, if any.
  public var preset: String?
  /// What is computed.
  public var kind: Kind
  /// The axes and the root of all Philox streams.
  public var rootSeed: Int, seeds: [Int], trainingSetSizes: [Int], radii: Radii, weightDecays: [Double]
  /// How messy the representation of the inputs is, from 0 to 1; [0] where there is none.
  public var messiness: [Double]
  /// The other keys that are swept; what they set has here the first of their values.
  public var swept: SweptKeys?
  /// Data and network.
  public var problem: ProblemConfiguration
  /// Loss, its report, and when a sample counts as right (mean squared error below each threshold).
  public var loss: LossName, reportedLoss: ReportedLoss, accuracyThresholds: [Double]
  /// Random numbers and arithmetic.
  public var streams: Streams, precision: Precision
  /// How the loss is minimised.
  public var solver: Solver
  /// Samples per step; `nil` is all of them.
  public var batch: Int?
  /// The number of steps (evaluations, for the Riemannian minimiser) and what else ends a run.
  public var steps: Int, stop: StopConfiguration
  /// The constraint and when parameters return to it.
  public var norm: NormName, retraction: RetractionOrder
  /// Initial directions per point, the training loss below which they tie, and whether the rate grows with alpha.
  public var restarts: Int, tieFloor: Double, angular: Bool
  /// Whether a landscape keeps the parameters of its minima.
  public var storesParameters: Bool
  /// How the best of a run is looked for in a landscape, if it is.
  public var bestOfRun: BestOfRunConfiguration?
  /// What only dynamics have.
  public var dynamics: DynamicsConfiguration
}

/// An optimiser's rule, rate, schedule and clipping.
public struct OptimizerConfiguration: Sendable, Codable, Hashable {
  /// The rule and its learning rate.
  public var method: OptimizerRecipe.Method, rate: Double
  /// The rate's factor over the steps, and the largest norm of a gradient.
  public var schedule: LearningRateSchedule, gradientClip: Double?
}

/// What ends a run before its last step; the loss is the one that is minimised.
public struct StopConfiguration: Sendable, Codable, Hashable {
  /// Bounds on the loss, on the tangential gradient's norm, and on that norm times the radius over the loss.
  public var lossBelow: Double?, tangentGradientBelow: Double?, relativeGradientBelow: Double?
  /// When a run counts as stalled.
  public var stalled: StalledConfiguration?
}

/// When a run counts as stalled.
public struct StalledConfiguration: Sendable, Codable, Hashable {
  /// Steps without the relative improvement.
  public var patience: Int, improvement: Double
}

/// How the best of a run is looked for: the losses and accuracies of training and test sets, each by itself.
public struct BestOfRunConfiguration: Sendable, Codable, Hashable {
  /// Steps between two evaluations.
  public var interval: Int
  /// Random samples of each set in an evaluation; `nil` is all of them.
  public var samples: Int?
}

/// How unconstrained runs are observed.
public struct DynamicsConfiguration: Sendable, Codable, Hashable {
  /// Steps between two evaluations of the test set.
  public var evaluateEvery: Int
  /// Steps between two stored history points; log-spaced ones are stored besides.
  public var historyEvery: Int
  /// The accuracy whose first crossing is a time.
  public var level: Double
  /// Whether a run ends when train and test have crossed the level at every threshold.
  public var stopsWhenGeneralised: Bool
  /// Which parameters of a run are kept, if any are.
  public var checkpoints: CheckpointConfiguration?
  /// The learning rate of the representation, where it is made of embeddings; with 0 or without one it stands still.
  public var representationRate: Double?
}

/// Which parameters a run keeps.
public struct CheckpointConfiguration: Sendable, Codable, Hashable {
  /// At which steps.
  public var schedule: CheckpointSchedule
  /// How many bytes of them at most, per run.
  public var byteBudget: Int
}

/// Data and network of a study.
public struct ProblemConfiguration: Sendable, Codable, Hashable {
  /// Where samples come from.
  public enum Source: Sendable, Codable, Hashable {
    /// A random network's outputs; `pool` training samples are drawn, labels get normal noise.
    case teacherStudent(noise: Double, pool: Int)
    /// Sums of digits, from the sum of their embeddings; the first n pairs of a permutation per seed, tested on the others.
    case toyAddition(AdditionTable, DigitRepresentation)
    /// Images of a known collection; the first n of the file, or of a permutation per seed. With a template they can be
    /// messy.
    case images(data: String, permuted: Bool, template: LabelTemplate?)
  }
  /// Where samples come from.
  public var source: Source
  /// Layer widths, inputs first.
  public var widths: [Int]
  /// The activation between layers.
  public var activation: Activation
  /// The number of test samples.
  public var testCount: Int
  /// Whether the representation is a table of embeddings, which can be trained with the network behind it.
  public var hasEmbeddings: Bool { if case .toyAddition = source { true } else { false } }
  /// Whether inputs are rows of a representation that can be messy.
  public var hasRepresentation: Bool {
    switch source {
    case .teacherStudent: false
    case .toyAddition: true
    case .images(_, _, let template): template != nil
    }
  }
}
