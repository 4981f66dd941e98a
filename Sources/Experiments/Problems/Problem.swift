import LinearAlgebra
import Networks
import Objectives

/// Everything that points of one seed share: network, data in training order, initial parameters.
struct Problem<Element: Scalar>: Sendable {
  let network: MultilayerPerceptron<Element>
  /// Inputs and targets; a training set of size n is a prefix of the rows.
  var trainInputs: SharedMatrix<Element>, trainTargets: SharedMatrix<Element>
  var testInputs: SharedMatrix<Element>, testTargets: SharedMatrix<Element>
  /// The classes, where there are any.
  let trainLabels: [Int32], testLabels: [Int32]
  /// The standard initialisation of this seed.
  let initialParameters: [Element]
  /// The targets by class, a row each, where the nearest one decides which class an output is.
  var templates: SharedMatrix<Element>?
  /// Whether the test set is what the training set leaves: the test rows are then the training rows, last to first.
  var testIsRemainder = false
  /// What the inputs are made of, where their representation can be messy.
  var messyTrainInputs: MessyInputs<Element>?, messyTestInputs: MessyInputs<Element>?
  /// The table of embeddings that the inputs are sums of, where they are.
  var embeddings: MessyEmbeddings<Element>?

  /// This problem with the inputs of a messiness.
  func blended(at messiness: Double) -> Problem {
    var problem = self
    if let messyTrainInputs { problem.trainInputs = messyTrainInputs.blended(at: messiness) }
    if let messyTestInputs { problem.testInputs = messyTestInputs.blended(at: messiness) }
    return problem
  }

  /// The number of test samples beside so many training samples; the test set is a prefix of its rows.
  func testSetSize(trainingSetSize: Int) -> Int {
    testIsRemainder ? testInputs.rows - trainingSetSize : testInputs.rows
  }

  /// The Euclidean norm of the standard initialisation, `w_0`.
  var initialNorm: Double {
    let parameters = Vector(initialParameters)
    return parameters.doublePrecisionDot(parameters).squareRoot()
  }
}
