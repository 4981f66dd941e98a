import Curvature
import Landscapes

/// The curvature of the training loss at a point of a landscape or at a checkpoint of a run, for people, programs and files.
public struct CurvatureReport: Codable, Sendable, Equatable {
  /// An eigenvalue and how well its vector solves `A v = lambda v`.
  public struct Eigenvalue: Codable, Sendable, Equatable {
    /// The eigenvalue, and `|A v - lambda v|` over the norm of the matrix.
    public let value: ReportNumber, relativeResidual: ReportNumber
  }

  /// A symmetric matrix: "all" is the Hessian, "sphere" its restriction to the sphere, others are blocks of layers.
  public struct Block: Codable, Sendable, Equatable {
    /// The name and the number of rows.
    public let name: String, dimension: Int
    /// "dense" or "lanczos", the number of products with vectors, and whether all residuals are small.
    public let method: String, products: Int, hasConverged: Bool
    /// The largest magnitude of an eigenvalue.
    public let norm: ReportNumber
    /// The largest eigenvalues in descending order, the smallest in ascending order.
    public let top: [Eigenvalue], bottom: [Eigenvalue]
    /// The sum of all eigenvalues, where they are all known.
    public let trace: ReportNumber?
    /// Hutchinson's estimate of it, if asked for.
    public let traceEstimate: EstimateReport?
  }

  /// The highest loss within a ball.
  public struct Highest: Codable, Sendable, Equatable {
    /// The radius, the rise found, and the rise at the end of the step along the gradient.
    public let radius: ReportNumber, rise: ReportNumber, firstOrderRise: ReportNumber
    /// The number of points at which the loss was evaluated.
    public let evaluations: Int
  }

  /// The derivative of the reduced test loss along the norm.
  public struct TestDerivative: Codable, Sendable, Equatable {
    /// The total derivative, its part at fixed direction, and the difference of the neighbouring points.
    public let total: ReportNumber, radialPartial: ReportNumber, difference: ReportNumber
    /// How fast the minimiser turns, and the residual of the system for it over its right side.
    public let displacement: ReportNumber, relativeResidual: ReportNumber
    /// The number of products that solving took.
    public let iterations: Int
  }

  /// The study's title, and the number of the point in a landscape.
  public let title: String, point: Int?
  /// The numbers of a run and of its checkpoint, and the steps that it had taken.
  public let run: Int?, checkpoint: Int?, step: Int?
  /// The seed and the training-set size.
  public let seed: Int, nTrain: Int
  /// The swept value, of a run that at its start, and by which key it is swept.
  public let sweptValue: ReportNumber, swept: String
  /// The norm kept, and the losses there.
  public let norm: ReportNumber, trainLoss: ReportNumber, testLoss: ReportNumber
  /// The norm of the training loss's gradient along the sphere, and its derivative along the norm.
  public let tangentGradientNorm: ReportNumber, radialGradient: ReportNumber
  /// The matrices.
  public let blocks: [Block]
  /// The smallest eigenvalue on the sphere over the norm of the Hessian, where the sphere was asked for.
  public let smallestOnSphere: ReportNumber?
  /// Whether that is at least -1e-6: at a point whose tangential gradient is 0, a minimum up to rounding.
  ///
  /// Nil where it is not known, because the sphere was not asked for or its eigenvalues have not converged.
  public let isMinimumToSecondOrder: Bool?
  /// The highest loss nearby, if asked for.
  public let sharpness: Highest?
  /// The derivative of the reduced test loss, if asked for.
  public let testDerivative: TestDerivative?

  init(_ result: CurvatureResult, _ document: StudyDocument, _ place: CurvaturePlace, _ request: CurvatureRequest) {
    let study = document.configuration
    title = study.title
    switch place.origin {
    case .point(let number): (point, run, checkpoint, step) = (number, nil, nil, nil)
    case .checkpoint(let number, let run, let step): (point, self.run, checkpoint, self.step) = (nil, run, number, step)
    }
    (seed, nTrain) = (place.seed, place.trainingSetSize)
    sweptValue = ReportNumber(place.radius)
    swept = study.radii.isRelative ? "alpha" : "weight_norm"
    norm = ReportNumber(result.weightNorm)
    (trainLoss, testLoss) = (ReportNumber(result.trainLoss), ReportNumber(result.testLoss))
    tangentGradientNorm = ReportNumber(result.tangentGradientNorm)
    radialGradient = ReportNumber(result.radialGradient)
    blocks = result.blocks.map(Block.init)
    smallestOnSphere = result.relativeSmallestOnSphere.map { ReportNumber($0) }
    isMinimumToSecondOrder = result.isMinimumToSecondOrder
    sharpness = result.sharpness.map { found in
      Highest(
        radius: ReportNumber(request.sharpnessRadius ?? .nan), rise: ReportNumber(found.value),
        firstOrderRise: ReportNumber(found.firstOrder), evaluations: found.evaluations)
    }
    testDerivative = result.derivative.map { found in
      TestDerivative(
        total: ReportNumber(found.reduced.total), radialPartial: ReportNumber(found.reduced.partial),
        difference: ReportNumber(found.difference), displacement: ReportNumber(found.reduced.displacement),
        relativeResidual: ReportNumber(found.reduced.solve.relativeResidual),
        iterations: found.reduced.solve.iterations)
    }
  }
}

extension CurvatureReport.Block {
  init(_ block: CurvatureResult.Block) {
    let pairs = block.pairs
    func eigenvalue(_ pair: Eigenpair) -> CurvatureReport.Eigenvalue {
      CurvatureReport.Eigenvalue(
        value: ReportNumber(pair.value), relativeResidual: ReportNumber(pair.residual / pairs.norm))
    }
    (name, dimension) = (block.name, block.dimension)
    (method, products, hasConverged) = (pairs.method.rawValue, pairs.products, pairs.hasConverged)
    norm = ReportNumber(pairs.norm)
    (top, bottom) = (pairs.top.map(eigenvalue), pairs.bottom.map(eigenvalue))
    trace = pairs.eigenvalues.map { ReportNumber($0.reduce(0, +)) }
    traceEstimate = block.trace.map { EstimateReport(Estimate(of: $0.values)) }
  }
}
