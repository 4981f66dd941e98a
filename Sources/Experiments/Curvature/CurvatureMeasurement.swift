import Curvature
import LinearAlgebra
import Networks
import Objectives
import RandomStreams

/// Measures the curvature of a task's training loss at given parameters, in double precision.
///
/// Losses, and with them all derivatives, are in the reduction that the study reports.
struct CurvatureMeasurement<N: TwiceDifferentiableNetwork<Double>, L: TwiceDifferentiableLoss<Double>> {
  typealias Risk = ScaledObjective<TwiceDifferentiableRisk<N, L>>

  let task: TrainingTask<Double, L>
  let learner: Learner<N>
  let parameters: [Double]
  let request: CurvatureRequest

  /// All that is asked for.
  ///
  /// - Parameter neighbours: (norm, test loss) of the point below, of this one and of the one above; fewer at the ends.
  /// - Throws: `CurvatureError` where the loss's derivatives are not finite.
  func result(neighbours: [(norm: Double, testLoss: Double)]) throws(CurvatureError) -> CurvatureResult {
    let point = Vector(parameters)
    var number = 0
    var hessian = Hessian(of: trainRisk(), at: point)
    guard hessian.value.isFinite, hessian.gradient.norm.isFinite else { throw .notFinite }
    let all = try block("all", &hessian, &number, lifting: { $0 })
    var blocks = [all]
    let ranges = task.constrainedRanges(of: learner)
    var sphere = SphereHessian(of: trainRisk(), at: point, over: ranges)
    if request.onSphere {
      let basis = SphereHessian(of: trainRisk(), at: point, over: ranges)  // lends its basis while the other multiplies
      blocks.append(
        try block("sphere", &sphere, &number) { coordinates in
          var vector = Vector<Double>(zeros: coordinates.count + 1)
          basis.basis.lift(Vector(coordinates), into: &vector)
          return vector.array
        })
    }
    if request.perLayer {
      for layer in learner.network.layout.layers {
        var part = DiagonalBlock(of: Hessian(of: trainRisk(), at: point), layer.range)
        blocks.append(try block(layer.name, &part, &number, lifting: { _ in [] }))
      }
    }
    var sharpness: Sharpness?
    if let radius = request.sharpnessRadius {
      var risk = trainRisk()
      sharpness = Sharpness(of: &risk, at: point, radius: radius, directions: Array(all.topVectors.prefix(2)))
    }
    var testRisk = testRisk()
    var testGradient = Vector<Double>(zeros: point.count)
    let testLoss = testRisk.valueAndGradient(at: point, into: &testGradient)
    var derivative: CurvatureResult.Derivative?
    if request.derivative {
      let reduced = sphere.derivative(
        alongRadiusOf: testGradient, tolerance: 1e-10, limit: min(5 * sphere.dimension, 20_000))
      derivative = CurvatureResult.Derivative(reduced: reduced, difference: threePointDerivative(neighbours))
    }
    return CurvatureResult(
      trainLoss: hessian.value, testLoss: testLoss, weightNorm: sphere.radius,
      tangentGradientNorm: sphere.certificate.tangentGradientNorm, radialGradient: sphere.certificate.radialDerivative,
      blocks: blocks, sharpness: sharpness, derivative: derivative, parameters: parameters)
  }

  private func trainRisk() -> Risk {
    Risk(
      TwiceDifferentiableRisk(
        learner.network, task.trainLoss, on: learner.trainInputs, first: task.trainingSetSize),
      by: task.reportFactor)
  }

  private func testRisk() -> Risk {
    Risk(
      TwiceDifferentiableRisk(
        learner.network, task.testLoss, on: learner.testInputs, first: task.testSetSize),
      by: task.reportFactor)
  }

  /// Spectrum, trace and density of one operator; each estimate has a random stream of its own.
  private func block<A: LinearOperator & ~Copyable>(
    _ name: String, _ a: inout A, _ number: inout Int, lifting lift: ([Double]) -> [Double]
  ) throws(CurvatureError) -> CurvatureResult.Block {
    func stream() -> PhiloxStream {
      defer { number += 1 }
      return PhiloxStream(rootSeed: UInt64(task.study.rootSeed), seed: UInt64(task.seed), purpose: .probes(number))
    }
    var pairRequest = EigenpairRequest(top: request.top, bottom: request.bottom)
    pairRequest.denseUpTo = request.denseUpTo
    var (first, second, third) = (stream(), stream(), stream())
    let pairs = try extremeEigenpairs(of: &a, pairRequest, using: &first)
    var trace: TraceEstimate?, density: SpectralDensity?
    if let probes = request.traceProbes { trace = try TraceEstimate(of: &a, probes: probes, using: &second) }
    if let probes = request.densityProbes {
      if let eigenvalues = pairs.eigenvalues {
        density = SpectralDensity(eigenvalues: eigenvalues)
      } else {
        density = try SpectralDensity(of: &a, probes: probes, steps: request.densitySteps, using: &third)
      }
    }
    return CurvatureResult.Block(
      name: name, dimension: a.dimension, pairs: pairs, topVectors: pairs.top.map { lift($0.vector) },
      bottomVectors: pairs.bottom.map { lift($0.vector) }, trace: trace,
      density: density)
  }
}

/// The derivative at the middle one of three points of the parabola through them; NaN for fewer points.
func threePointDerivative(_ points: [(norm: Double, testLoss: Double)]) -> Double {
  guard points.count == 3 else { return .nan }
  let below = points[1].norm - points[0].norm, above = points[2].norm - points[1].norm
  let slopeBelow = (points[1].testLoss - points[0].testLoss) / below
  let slopeAbove = (points[2].testLoss - points[1].testLoss) / above
  return (slopeBelow * above + slopeAbove * below) / (below + above)
}

extension ParameterLayout {
  /// The layers: consecutive tensors whose names agree up to the last dot; a tensor without a dot is one of its own.
  var layers: [(name: String, range: Range<Int>)] {
    var layers: [(name: String, range: Range<Int>)] = []
    for slice in slices {
      let parts = slice.name.split(separator: ".")
      let name = parts.count > 1 ? parts.dropLast().joined(separator: ".") : slice.name
      if let last = layers.last, last.name == name {
        layers[layers.count - 1].range = last.range.lowerBound..<slice.range.upperBound
      } else {
        layers.append((name, slice.range))
      }
    }
    return layers
  }
}
