import Landscapes
import LinearAlgebra
import Optimization

/// A run of unconstrained training as the journal keeps it; histories end where the run did.
struct DynamicsRecord: Codable, Sendable {
  var trainLoss, testLoss, weightNorm: [Double]
  /// Per threshold, then per history step.
  var trainAccuracy, testAccuracy: [[Double]]
  /// Per threshold: the first step at which the accuracy reaches the level, NaN if it never does, and the norm there.
  var timeToTrain, timeToTest, normAtTrain, normAtTest: [Double]
  /// What became of the representation, where it is made of embeddings.
  var representation: RepresentationHistory?
  /// The norm of the standard initialisation.
  var initialNorm: Double
  var steps: Int
  /// The steps of the parameters that were kept.
  var checkpoints: [Int]?
  var stopReason: StopReason
  var wallTime: Double

  /// The state of a run that has ended.
  var status: UInt8 { stopReason == .notFinite ? PointStatus.diverged : PointStatus.done }
}

/// Where a representation is on the line from the linear to the random one, per history step.
struct RepresentationHistory: Codable, Sendable, Resumable {
  /// The messiness of the nearest representation on the line, and the part of the variance that it leaves; NaN where
  /// there is none.
  var messiness: [Double] = [], residual: [Double] = []
  /// The fraction of the parallelograms that hold.
  var quality: [Double] = []

  /// Records a representation, a row per token.
  mutating func append<Element: Scalar>(_ table: [Element], _ embeddings: MessyEmbeddings<Element>) {
    let rows = embeddings.rows(table)
    let fit = RepresentationFit(
      rows, linear: embeddings.rows(embeddings.linear), random: embeddings.rows(embeddings.random))
    messiness.append(fit?.messiness ?? .nan)
    residual.append(fit?.residual ?? .nan)
    quality.append(RepresentationQuality.index(of: rows))
  }

  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&messiness)
    try archive.exchange(&residual)
    try archive.exchange(&quality)
  }
}

extension StudyConfiguration {
  /// The steps of the history of a run of this configuration: twenty per decade, and the multiples of `history_every`,
  /// up to the last step.
  var historySteps: [Int] {
    var steps: Set<Int> = [0, self.steps]
    for k in stride(from: 0, through: self.steps, by: dynamics.historyEvery) { steps.insert(k) }
    var k = 1.0
    while Int(k) <= self.steps {
      steps.insert(Int(k))
      k *= exponential(logarithm(10) / 20)
    }
    return steps.sorted()
  }
}

extension DynamicsRecord: Resumable {
  /// Exchanges what is observed in the course of a run.
  mutating func exchange(with archive: inout StateArchive) throws(StateArchiveError) {
    try archive.exchange(&trainLoss)
    try archive.exchange(&testLoss)
    try archive.exchange(&weightNorm)
    for i in timeToTrain.indices {
      try archive.exchange(&trainAccuracy[i])
      try archive.exchange(&testAccuracy[i])
    }
    try archive.exchange(&timeToTrain, isFixed: true)
    try archive.exchange(&timeToTest, isFixed: true)
    try archive.exchange(&normAtTrain, isFixed: true)
    try archive.exchange(&normAtTest, isFixed: true)
    if representation != nil { try representation?.exchange(with: &archive) }
  }
}
