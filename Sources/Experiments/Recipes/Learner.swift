import LinearAlgebra
import Networks
import Objectives
import Optimization

/// A network that learns a problem: what it takes of each sample, and where it starts.
struct Learner<N: Network>: Sendable {
  let network: N
  /// The inputs, in the order of the problem's rows.
  let trainInputs, testInputs: N.Inputs
  /// The standard initialisation.
  let initialParameters: [N.Element]
  /// The parameters whose norm is the weight norm, and which decay.
  let weights: Range<Int>
  /// The table of embeddings, where they are parameters.
  var representation: ParameterSlice?
}

extension Problem {
  /// The network on the problem's inputs.
  var learner: Learner<MultilayerPerceptron<Element>> {
    Learner(
      network: network, trainInputs: trainInputs, testInputs: testInputs, initialParameters: initialParameters,
      weights: 0..<network.layout.count)
  }

  /// The network behind embeddings that can be trained, from `R(m)` on.
  func learner(
    of embeddings: MessyEmbeddings<Element>, from messiness: Double, _ study: ProblemConfiguration
  ) -> Learner<EmbeddingSumNetwork<Element>> {
    let whole = EmbeddingSumNetwork<Element>(
      symbols: embeddings.count, widths: study.widths, activation: study.activation)
    return Learner(
      network: whole, trainInputs: embeddings.trainPairs, testInputs: embeddings.testPairs,
      initialParameters: embeddings.blended(at: messiness) + initialParameters, weights: whole.decoderRange,
      representation: whole.representation)
  }
}

extension TrainingTask {
  /// The risk of a learner on the training set, in the study's batches.
  func trainRisk<N: Network>(of learner: Learner<N>, fullBatch: Bool) -> EmpiricalRisk<N, L>
  where N.Element == Element {
    let batches: BatchSchedule
    if let size = study.batch, size < trainingSetSize, !fullBatch {
      batches = .shuffled(trainingSetSize, size: size, rootSeed: UInt64(study.rootSeed), seed: UInt64(seed))
    } else {
      batches = .full(trainingSetSize)
    }
    return EmpiricalRisk(learner.network, trainLoss, on: learner.trainInputs, batches: batches)
  }

  /// The learner's parameters that the constraint counts, with their weights: those of the decoder, behind any embeddings.
  func constrainedRanges<N: Network>(of learner: Learner<N>) -> [WeightedRange] {
    let offset = learner.weights.lowerBound
    return constrainedRanges.map { part in
      WeightedRange((part.range.lowerBound + offset)..<(part.range.upperBound + offset), weight: part.weight)
    }
  }

  /// The risk of a learner on the test set.
  func testRisk<N: Network>(of learner: Learner<N>) -> EmpiricalRisk<N, L> where N.Element == Element {
    EmpiricalRisk(learner.network, testLoss, on: learner.testInputs, batches: .full(testSetSize))
  }

  /// Loss and accuracies of a learner on the training set.
  func trainEvaluation<N: Network>(
    of learner: Learner<N>, isOfLists: Bool = false
  ) -> Evaluation<N, L> where N.Element == Element {
    Evaluation(
      learner.network, trainLoss, on: learner.trainInputs, first: trainingSetSize,
      criteria: criteria(problem.trainLabels, problem.trainTargets), isOfLists: isOfLists)
  }

  /// Loss and accuracies of a learner on the test set.
  func testEvaluation<N: Network>(
    of learner: Learner<N>, isOfLists: Bool = false
  ) -> Evaluation<N, L> where N.Element == Element {
    Evaluation(
      learner.network, testLoss, on: learner.testInputs, first: testSetSize,
      criteria: criteria(problem.testLabels, problem.testTargets), isOfLists: isOfLists)
  }
}
