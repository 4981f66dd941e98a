import LinearAlgebra
import Networks
import Objectives

/// Everything that points of one seed share: network, data in training order, initial parameters.
struct Problem<Element: Scalar>: Sendable {
  let network: MultilayerPerceptron<Element>
  /// Inputs and targets; a training set of size n is a prefix of the rows.
  let trainInputs: SharedMatrix<Element>, trainTargets: SharedMatrix<Element>
  let testInputs: SharedMatrix<Element>, testTargets: SharedMatrix<Element>
  /// The classes, where there are any.
  let trainLabels: [Int32], testLabels: [Int32]
  /// The standard initialisation of this seed.
  let initialParameters: [Element]

  /// The Euclidean norm of the standard initialisation, `w_0`.
  var initialNorm: Double {
    let parameters = Vector(initialParameters)
    return parameters.doublePrecisionDot(parameters).squareRoot()
  }
}
