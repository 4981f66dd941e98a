/// Why a stream exists: one independent stream per (root seed, seed, purpose).
///
/// Runs that differ only in a swept value (alpha, messiness, training-set size, a hyperparameter) name the same
/// purposes and so share their data, teacher and initial direction.
public enum StreamPurpose: Hashable, Sendable {
  /// The parameters of the teacher network.
  case teacher
  /// The training inputs.
  case data
  /// The test inputs.
  case testData
  /// The order of samples, of which training subsets are prefixes.
  case split
  /// The initial parameters of the student network.
  case student
  /// The random representation that messiness blends in.
  case representation
  /// Noise added to labels or inputs.
  case noise
  /// The order of samples in one epoch, counted from 0.
  case batches(epoch: Int)
  /// The initial direction of one restart, counted from 0.
  case restart(Int)
  /// The random vectors of one estimate of curvature, counted from 0.
  case probes(Int)
  /// The directions of a random slice of a loss.
  case direction
  /// The samples of one evaluation in the course of a run, counted from 0: those of the training set.
  case trainingSample(evaluation: Int)
  /// The samples of one evaluation in the course of a run, counted from 0: those of the test set.
  case testSample(evaluation: Int)

  /// The 64-bit word that stands for this purpose: its code in the high 8 bits, its index in the low 56.
  ///
  /// Stored results depend on these codes: a new purpose takes a new code, and a code is never used again. Codes 1 to 13
  /// are teacher, data, testData, split, student, representation, noise, batches, restart, probes, direction,
  /// trainingSample and testSample; an index must be in 0 ..< 2^56.
  public var word: UInt64 {
    switch self {
    case .teacher: Self.word(code: 1)
    case .data: Self.word(code: 2)
    case .testData: Self.word(code: 3)
    case .split: Self.word(code: 4)
    case .student: Self.word(code: 5)
    case .representation: Self.word(code: 6)
    case .noise: Self.word(code: 7)
    case .batches(let epoch): Self.word(code: 8, index: epoch)
    case .restart(let number): Self.word(code: 9, index: number)
    case .probes(let number): Self.word(code: 10, index: number)
    case .direction: Self.word(code: 11)
    case .trainingSample(let evaluation): Self.word(code: 12, index: evaluation)
    case .testSample(let evaluation): Self.word(code: 13, index: evaluation)
    }
  }

  private static func word(code: UInt64, index: Int = 0) -> UInt64 {
    precondition(index >= 0 && UInt64(index) < 1 << 56, "the index of a stream's purpose must be in 0 ..< 2^56")
    return code << 56 | UInt64(index)
  }
}
