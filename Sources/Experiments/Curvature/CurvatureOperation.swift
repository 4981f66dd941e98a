import LinearAlgebra
import Networks

/// The measurement at one place as an operation on its task, whatever network it trains.
struct CurvatureOperation: LearnerOperation {
  typealias Element = Double
  typealias Output = CurvatureResult

  let parameters: [Double]
  let request: CurvatureRequest
  /// (norm, test loss) of the point below, of this one and of the one above; fewer at the ends.
  let neighbours: [(norm: Double, testLoss: Double)]

  func perform<N: TwiceDifferentiableNetwork<Double>, L: TwiceDifferentiableLoss<Double>>(
    _ task: TrainingTask<Double, L>, _ learner: Learner<N>
  ) throws -> CurvatureResult {
    try CurvatureMeasurement(task: task, learner: learner, parameters: parameters, request: request)
      .result(neighbours: neighbours)
  }
}

extension Problem {
  /// The same data, network and initial parameters in double precision.
  func widened(_ problem: ProblemConfiguration) -> Problem<Double> {
    func widened(_ matrix: SharedMatrix<Element>) -> SharedMatrix<Double> {
      SharedMatrix(rows: matrix.rows, columns: matrix.columns) { values in
        for (i, x) in matrix.view().elements.buffer.enumerated() { values[i] = Double(x) }
      }
    }
    var wide = Problem<Double>(
      network: MultilayerPerceptron(widths: problem.widths, activation: problem.activation),
      trainInputs: widened(trainInputs), trainTargets: widened(trainTargets),
      testInputs: widened(testInputs), testTargets: widened(testTargets), trainLabels: trainLabels,
      testLabels: testLabels, initialParameters: initialParameters.map { Double($0) },
      templates: templates.map(widened), testIsRemainder: testIsRemainder)
    wide.embeddings = embeddings.map { table in
      MessyEmbeddings(
        width: table.width, random: table.random.map { Double($0) }, linear: table.linear.map { Double($0) },
        trainPairs: table.trainPairs, testPairs: table.testPairs)
    }
    return wide
  }
}
