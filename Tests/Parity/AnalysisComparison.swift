import LinearAlgebra
import Networks
import Objectives
import Projections

/// Files of principal components, of a slice of a loss, and of an interpolation.
extension ReferenceFile {
  // MARK: - Principal components

  func comparePrincipalComponents() throws(ReferenceError) -> Comparison {
    let (rows, columns) = try shape("data/trajectory")
    let source = RowsInMemory(SharedMatrix(rows: rows, columns: columns, try doubles("data/trajectory")))
    var comparison = Comparison()
    for (name, centring) in [
      ("pca_mean", Centring.mean), ("pca_last", .last), ("pca_last_recentred", .lastRecentred),
    ] {
      let path = "analysis/\(name)"
      let (count, width) = try shape("\(path)/components")
      guard width == columns, count < rows else { throw .unreadable("'\(path)' is not about 'data/trajectory'.") }
      let found: PrincipalComponents
      do throws(ProjectionError) {
        found = try PrincipalComponents(of: source, runs: [0..<rows], centring: centring, count: count)
      } catch {
        throw .unreadable(error.description)
      }
      try compare(\.losses, found.singularValues, with: "\(path)/singular_values", &comparison.errors)
      try compare(\.losses, found.explainedVarianceRatio, with: "\(path)/explained_variance_ratio", &comparison.errors)
      try compare(\.losses, found.projections.flatMap { $0 }, with: "\(path)/projections", &comparison.errors)
      try compare(\.parameters, found.components.flatMap { $0 }, with: "\(path)/components", &comparison.errors)
      // Of rows relative to the last one, the mean is too.
      let last = Array(try doubles("data/trajectory", count: rows * columns).suffix(columns))
      let centre = found.mean.isEmpty ? last : found.mean
      try compare(\.parameters, centre, with: "\(path)/centre", &comparison.errors)
    }
    return comparison
  }

  // MARK: - Losses along directions

  /// Directions are normalised here from the raw ones; the losses are then those of our own directions.
  func compareSlice() throws(ReferenceError) -> Comparison {
    try withLoss(
      squaredError: { risks throws(ReferenceError) in try compareSlice(&risks) },
      crossEntropy: { risks throws(ReferenceError) in try compareSlice(&risks) })
  }

  private func compareSlice<L: Loss<Double>>(_ risks: inout Risks<L>) throws(ReferenceError) -> Comparison {
    let layout = risks.layout
    let centre = Vector(try parameters("initial", layout))
    var comparison = Comparison()
    var directions: [Double] = []
    for axis in ["x", "y"] {
      var direction = Vector(try tensors("directions/raw_\(axis)", layout))
      DirectionNormalisation.filter.apply(to: &direction, like: centre, layout: layout)
      let expected = try tensors("directions/normalised_\(axis)", layout)
      comparison.errors.add(\.parameters, direction.array, expected)
      directions += direction.array
    }
    let slice = LossSlice(
      centre: SharedMatrix(rows: 1, columns: layout.count, centre.array),
      directions: SharedMatrix(rows: 2, columns: layout.count, directions),
      coordinates: [try doubles("analysis/x"), try doubles("analysis/y")])
    let points = 0..<slice.count
    try compare(
      \.losses, slice.values(of: &risks.train, at: points), with: "analysis/train_loss", &comparison.errors)
    try compare(\.losses, slice.values(of: &risks.test, at: points), with: "analysis/test_loss", &comparison.errors)
    return comparison
  }

  func compareInterpolation() throws(ReferenceError) -> Comparison {
    try withLoss(
      squaredError: { risks throws(ReferenceError) in try compareInterpolation(&risks) },
      crossEntropy: { risks throws(ReferenceError) in try compareInterpolation(&risks) })
  }

  private func compareInterpolation<L: Loss<Double>>(_ risks: inout Risks<L>) throws(ReferenceError) -> Comparison {
    let layout = risks.layout
    let ends = try parameters("initial", layout) + parameters("final", layout)
    let path = CheckpointPath(through: SharedMatrix(rows: 2, columns: layout.count, ends))
    var parameters = Vector<Double>(zeros: layout.count)
    var train: [Double] = [], test: [Double] = []
    for t in try doubles("analysis/t") {
      path.point(at: t, into: &parameters)
      train.append(risks.train.value(at: parameters))
      test.append(risks.test.value(at: parameters))
    }
    var comparison = Comparison()
    try compare(\.losses, train, with: "analysis/train_loss", &comparison.errors)
    try compare(\.losses, test, with: "analysis/test_loss", &comparison.errors)
    return comparison
  }

  // MARK: - What is evaluated

  /// The risks of a file's perceptron on its training and test set.
  private struct Risks<L: Loss<Double>>: ~Copyable {
    let layout: ParameterLayout
    var train: EmpiricalRisk<MultilayerPerceptron<Double>, L>
    var test: EmpiricalRisk<MultilayerPerceptron<Double>, L>
  }

  private func withLoss(
    squaredError: (inout Risks<MeanSquaredError<Double>>) throws(ReferenceError) -> Comparison,
    crossEntropy: (inout Risks<SoftmaxCrossEntropy<Double>>) throws(ReferenceError) -> Comparison
  ) throws(ReferenceError) -> Comparison {
    let network = try perceptron(of: Double.self)
    let outputs = network.outputWidth
    switch try Configuration.need(configuration.loss, "loss").name {
    case "mse":
      var risks = Risks(
        layout: network.layout, train: try risk(network, "train", squaredErrorTargets("train", outputs).loss),
        test: try risk(network, "test", squaredErrorTargets("test", outputs).loss))
      return try squaredError(&risks)
    case "cross_entropy":
      var risks = Risks(
        layout: network.layout, train: try risk(network, "train", crossEntropyTargets("train", outputs).loss),
        test: try risk(network, "test", crossEntropyTargets("test", outputs).loss))
      return try crossEntropy(&risks)
    case let name: throw .unsupported("loss '\(name)' is not supported")
    }
  }

  private func risk<L: Loss<Double>>(
    _ network: MultilayerPerceptron<Double>, _ set: String, _ loss: L
  ) throws(ReferenceError) -> EmpiricalRisk<MultilayerPerceptron<Double>, L> {
    let inputs = try inputs(set, network.inputWidth, as: Double.self)
    guard loss.sampleCount == inputs.rows else { throw .unreadable("The numbers of inputs and targets differ.") }
    return EmpiricalRisk(network, loss, on: inputs, batches: .full(inputs.rows))
  }
}
