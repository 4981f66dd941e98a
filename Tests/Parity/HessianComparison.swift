import Curvature
import LinearAlgebra
import Networks
import Objectives
import RandomStreams

/// Files of kind "hessian": the Hessian of a perceptron's training loss, in all of space and on the sphere.
extension ReferenceFile {
  func compareHessian() throws(ReferenceError) -> Comparison {
    let loss = try Configuration.need(configuration.loss, "loss").name
    guard loss == "mse" else { throw .unsupported("loss '\(loss)' is not supported") }
    let (network, train, _) = try perceptron {
      (file, set, outputs) throws(ReferenceError) -> (loss: MeanSquaredError<Double>, labels: [Int32]) in
      try file.squaredErrorTargets(set, outputs)
    }
    let point = Vector(try parameters("initial", network.layout))
    guard point.count <= 2000 else { throw .unreadable("The network has \(point.count) parameters, too many to list.") }
    func risk() -> TwiceDifferentiableRisk<MultilayerPerceptron<Double>, MeanSquaredError<Double>> {
      TwiceDifferentiableRisk(network, train.loss, on: train.inputs, first: train.inputs.rows)
    }
    var comparison = Comparison()
    var hessian = Hessian(of: risk(), at: point)
    try compare(\.losses, [hessian.value], with: "analysis/loss", &comparison.errors)
    for slice in network.layout.slices {
      let found = Array(hessian.gradient.array[slice.range])
      try compare(\.gradients, found, with: "gradient/initial/\(slice.name)", &comparison.errors)
    }
    try compare(\.gradients, hessian.gradient.array, with: "analysis/euclidean/gradient", &comparison.errors)
    try compare(\.gradients, [hessian.gradient.norm], with: "analysis/euclidean/gradient_norm", &comparison.errors)
    try compare(\.parameters, hessian.elements(), with: "analysis/euclidean/hessian", &comparison.errors)
    try compareProduct(of: &hessian, "analysis/euclidean", &comparison)
    try compareSpectrum(of: &hessian, "analysis/euclidean", eigenvalues: "eigenvalues", &comparison)

    let all = [WeightedRange(0..<point.count)]
    let sphere = SphereHessian(of: risk(), at: point, over: all)
    var projected = Projected(sphere: SphereHessian(of: risk(), at: point, over: all))
    let path = "analysis/sphere"
    try compare(\.losses, [sphere.radius], with: path + "/radius", &comparison.errors)
    try compare(
      \.gradients, [sphere.certificate.radialDerivative], with: path + "/radial_derivative", &comparison.errors)
    try compare(
      \.gradients, [sphere.certificate.tangentGradientNorm], with: path + "/gradient_norm", &comparison.errors)
    try compare(\.gradients, projected.project(hessian.gradient), with: path + "/gradient", &comparison.errors)
    try compare(\.parameters, projected.elements(), with: path + "/hessian", &comparison.errors)
    try compareProduct(of: &projected, path, &comparison)
    try compareSpectrum(of: &projected, path, eigenvalues: "eigenvalues", &comparison)
    try compareTangentSpectrum(sphere, path, &comparison)
    return comparison
  }

  private func compareProduct<A: LinearOperator & ~Copyable>(
    of a: inout A, _ path: String, _ comparison: inout Comparison
  ) throws(ReferenceError) {
    var product = Vector<Double>(zeros: a.dimension)
    let direction = Vector(try doubles(path + "/product_direction", count: a.dimension))
    a.apply(to: direction, into: &product)
    try compare(\.parameters, product.array, with: path + "/product", &comparison.errors)
  }

  /// All eigenvalues and the trace by LAPACK, the top pairs by LAPACK and by Lanczos.
  private func compareSpectrum<A: LinearOperator & ~Copyable>(
    of a: inout A, _ path: String, eigenvalues: String, _ comparison: inout Comparison
  ) throws(ReferenceError) {
    let (count, _) = try shape(path + "/top_eigenvalues")
    var request = EigenpairRequest(top: min(count, a.dimension), bottom: 0)
    request.tolerance = 1e-12
    request.denseUpTo = 2000
    let dense = try eigenpairs(of: &a, request)
    request.denseUpTo = 0
    let lanczos = try eigenpairs(of: &a, request)
    let all = dense.eigenvalues ?? []
    try compare(\.parameters, all, with: path + "/" + eigenvalues, &comparison.errors)
    try compare(\.parameters, [all.reduce(0, +)], with: path + "/trace", &comparison.errors)
    for found in [dense, lanczos] {
      try compare(\.parameters, found.top.map(\.value), with: path + "/top_eigenvalues", &comparison.errors)
      try compare(\.parameters, found.top.flatMap(\.vector), with: path + "/top_eigenvectors", &comparison.errors)
      try compare(\.parameters, found.top.map(\.residual), with: path + "/top_residuals", &comparison.errors)
      if let worst = found.top.map(\.residual).max(), worst > 1e-8 * found.norm {
        comparison.failure = "a residual of \(worst)"
      }
    }
  }

  private func compareTangentSpectrum(
    _ sphere: consuming SphereHessian<TwiceDifferentiableRisk<MultilayerPerceptron<Double>, MeanSquaredError<Double>>>,
    _ path: String, _ comparison: inout Comparison
  ) throws(ReferenceError) {
    var request = EigenpairRequest(top: 0, bottom: 0)
    request.denseUpTo = 2000
    let found = try eigenpairs(of: &sphere, request).eigenvalues ?? []
    try compare(\.parameters, found, with: path + "/tangent_eigenvalues", &comparison.errors)
  }

  private func eigenpairs<A: LinearOperator & ~Copyable>(
    of a: inout A, _ request: EigenpairRequest
  ) throws(ReferenceError) -> ExtremeEigenpairs {
    var stream = PhiloxStream(rootSeed: configuration.seed ?? 0, seed: 0, purpose: .noise)
    do { return try extremeEigenpairs(of: &a, request, using: &stream) } catch {
      throw .unreadable(error.description)
    }
  }
}

/// `P (H - mu D) P` on all parameters, as the file holds it.
private struct Projected<O: HessianObjective & ~Copyable>: ~Copyable, LinearOperator where O.Element == Double {
  var sphere: SphereHessian<O>
  var dimension: Int { sphere.dimension + 1 }

  mutating func apply(to x: borrowing Vector<Double>, into y: inout Vector<Double>) {
    var scratch = x.copy()
    var coordinates = Vector<Double>(zeros: sphere.dimension), product = Vector<Double>(zeros: sphere.dimension)
    sphere.basis.restrict(&scratch, into: &coordinates)
    sphere.apply(to: coordinates, into: &product)
    sphere.basis.lift(product, into: &y)
  }

  /// `P x`.
  func project(_ x: borrowing Vector<Double>) -> [Double] {
    var scratch = x.copy()
    var coordinates = Vector<Double>(zeros: sphere.dimension)
    sphere.basis.restrict(&scratch, into: &coordinates)
    sphere.basis.lift(coordinates, into: &scratch)
    return scratch.array
  }
}
