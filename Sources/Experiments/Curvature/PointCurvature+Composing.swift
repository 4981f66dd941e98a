import Curvature
public import Stores

extension PointCurvature {
  /// The number of positions at which densities are evaluated.
  private static var densityCount: Int { 1001 }

  /// hessian.h5: spectra over (block, rank), densities over (block, density_point), and the eigenvectors of the first blocks.
  public var file: StoredGroup {
    let blocks = result.blocks
    let ranks = (
      top: blocks.map { $0.pairs.top.count }.max() ?? 0, bottom: blocks.map { $0.pairs.bottom.count }.max() ?? 0
    )
    func table(_ count: Int, _ row: (CurvatureResult.Block) -> [Double]) -> StoredValues {
      .double(blocks.flatMap { padded(row($0), to: count) })
    }
    func number(_ name: String, _ longName: String, _ value: (CurvatureResult.Block) -> Double) -> StoredVariable {
      StoredVariable(name, over: ["block"], .double(blocks.map(value)), units: "1", longName: longName)
    }
    var dimensions = [
      StoredDimension("block", .text(blocks.map(\.name)), units: "1", longName: "all, sphere, or a layer"),
      StoredDimension("parameter", count: result.parameters.count),
    ]
    var variables = [
      StoredVariable(
        "parameters", over: ["parameter"], .double(result.parameters), units: "1", longName: "parameters of the point"),
      StoredVariable(
        "dimension", over: ["block"], .int64(blocks.map { Int64($0.dimension) }), units: "1",
        longName: "rows of the block"),
      StoredVariable(
        "products", over: ["block"], .int64(blocks.map { Int64($0.pairs.products) }), units: "1",
        longName: "Hessian-vector products for the eigenvalues"),
      StoredVariable(
        "method", over: ["block"], .uint8(blocks.map { $0.pairs.method == .dense ? 0 : 1 }), units: "1",
        longName: "how the eigenvalues were computed", attributes: flags([(0, "dense"), (1, "lanczos")])),
      StoredVariable(
        "converged", over: ["block"], .uint8(blocks.map { $0.pairs.hasConverged ? 1 : 0 }), units: "1",
        longName: "whether all residuals are within the tolerance", attributes: flags([(0, "no"), (1, "yes")])),
      number("norm", "largest magnitude of an eigenvalue") { $0.pairs.norm },
    ]
    // Vectors of layers are not those of all parameters, and left out.
    let whole = blocks.filter { !($0.topVectors + $0.bottomVectors).allSatisfy(\.isEmpty) }
    if !whole.isEmpty {
      dimensions.append(
        StoredDimension("vector_block", .text(whole.map(\.name)), units: "1", longName: "all or sphere"))
    }
    for (name, count, pairs, vectors) in [
      ("top", ranks.top, \CurvatureResult.Block.pairs.top, \CurvatureResult.Block.topVectors),
      ("bottom", ranks.bottom, \.pairs.bottom, \.bottomVectors),
    ] where count > 0 {
      let size = name == "top" ? "largest" : "smallest"
      dimensions.append(
        StoredDimension(
          "\(name)_rank", .int64((1...count).map { Int64($0) }), units: "1", longName: "rank from the \(name)"))
      variables += [
        StoredVariable(
          "\(name)_eigenvalue", over: ["block", "\(name)_rank"], table(count) { $0[keyPath: pairs].map(\.value) },
          units: "1", longName: "\(size) eigenvalues"),
        StoredVariable(
          "\(name)_residual", over: ["block", "\(name)_rank"], table(count) { $0[keyPath: pairs].map(\.residual) },
          units: "1", longName: "norm of A v - lambda v"),
        StoredVariable(
          "\(name)_eigenvector", over: ["vector_block", "\(name)_rank", "parameter"],
          .double(
            whole.flatMap { padded($0[keyPath: vectors].flatMap { $0 }, to: count * result.parameters.count) }),
          units: "1", longName: "eigenvectors of the \(size) eigenvalues, of unit length"),
      ]
    }
    if let probes = request.traceProbes {
      dimensions.append(StoredDimension("trace_probe", count: probes))
      variables.append(
        StoredVariable(
          "trace_probe_value", over: ["block", "trace_probe"], table(probes) { $0.trace?.values ?? [] }, units: "1",
          longName: "z^T A z for random signs z; the mean estimates the trace"))
    }
    if request.densityProbes != nil { addDensities(&dimensions, &variables) }
    return StoredGroup(
      attributes: document.rootAttributes.map { $0.name == "kind" ? StoredAttribute("kind", .text("hessian")) : $0 }
        + facts, dimensions: dimensions, variables: variables)
  }

  /// What concerns the point as a whole, as attributes.
  private var facts: [StoredAttribute] {
    let study = document.configuration
    var numbers = [
      (study.radii.isRelative ? "alpha" : "weight_norm", place.radius),
      ("constraint_norm", result.weightNorm), ("train_loss", result.trainLoss), ("test_loss", result.testLoss),
      ("tangent_gradient_norm", result.tangentGradientNorm), ("radial_gradient", result.radialGradient),
    ]
    if let sharpness = result.sharpness, let radius = request.sharpnessRadius {
      numbers += [
        ("sharpness_radius", radius), ("sharpness", sharpness.value), ("sharpness_first_order", sharpness.firstOrder),
      ]
    }
    if let derivative = result.derivative {
      numbers += [
        ("test_radial_derivative", derivative.reduced.total), ("test_radial_partial", derivative.reduced.partial),
        ("test_radial_difference", derivative.difference),
        ("test_radial_derivative_residual", derivative.reduced.solve.relativeResidual),
      ]
    }
    let origin =
      switch place.origin {
      case .point(let number): [("point", number)]
      case .checkpoint(let number, let run, let step): [("run", run), ("checkpoint", number), ("step", step)]
      }
    return (origin + [("seed", place.seed), ("n_train", place.trainingSetSize)]).map {
      StoredAttribute($0.0, .int64(Int64($0.1)))
    } + [StoredAttribute("loss", .text(study.lossDescription))] + numbers.map { StoredAttribute($0.0, .double($0.1)) }
  }

  /// Quadratures, and densities broadened by a hundredth of the extent.
  private func addDensities(_ dimensions: inout [StoredDimension], _ variables: inout [StoredVariable]) {
    let blocks = result.blocks, count = Self.densityCount
    let densities = blocks.map(\.density)
    let probes = densities.map { $0?.quadratures.count ?? 0 }.max() ?? 0
    let nodes = densities.flatMap { $0?.quadratures.map(\.nodes.count) ?? [] }.max() ?? 0
    var positions: [Double] = [], values: [Double] = [], widths: [Double] = []
    for density in densities {
      guard let density else { continue }
      let extent = density.extent, length = extent.upperBound - extent.lowerBound
      // A single eigenvalue has no extent.
      let width = length > 0 ? length / 100 : 1e-3 * max(abs(extent.upperBound), 1e-3)
      let low = extent.lowerBound - 5 * width, high = extent.upperBound + 5 * width
      let grid = (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
      positions += grid
      values += density.broadened(at: grid, width: width)
      widths.append(width)
    }
    func quadrature(_ part: (SpectralDensity.Quadrature) -> [Double]) -> StoredValues {
      .double(
        densities.flatMap { density in
          (0..<probes).flatMap { probe in
            padded(
              density.flatMap { probe < $0.quadratures.count ? part($0.quadratures[probe]) : nil } ?? [], to: nodes)
          }
        })
    }
    dimensions += [
      StoredDimension("density_point", count: count), StoredDimension("density_probe", count: probes),
      StoredDimension("node", count: nodes),
    ]
    variables += [
      StoredVariable(
        "density_position", over: ["block", "density_point"], .double(positions), units: "1", longName: "eigenvalue"),
      StoredVariable(
        "density", over: ["block", "density_point"], .double(values), units: "1",
        longName: "density of eigenvalues, broadened by Gaussians"),
      StoredVariable(
        "density_width", over: ["block"], .double(widths), units: "1", longName: "standard deviation of the Gaussians"),
      StoredVariable(
        "density_node", over: ["block", "density_probe", "node"], quadrature(\.nodes), units: "1",
        longName: "nodes of the Lanczos quadratures; all eigenvalues where they are known"),
      StoredVariable(
        "density_weight", over: ["block", "density_probe", "node"], quadrature(\.weights), units: "1",
        longName: "weights of the nodes; they add up to 1 over a probe"),
    ]
  }

  private func padded(_ values: [Double], to count: Int) -> [Double] {
    values + [Double](repeating: .nan, count: max(0, count - values.count))
  }
}
