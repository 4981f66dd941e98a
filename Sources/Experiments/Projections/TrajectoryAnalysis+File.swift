import Projections
import Stores

extension TrajectoryAnalysis {
  /// Writes pca.h5: steps, projections, residuals and cosines over (run, checkpoint), singular values, and the
  /// components over the parameters; with `losses` also those on the plane and along the runs.
  ///
  /// - Throws: `StoreError`.
  public func write(to path: String, losses: PlaneLosses? = nil) throws {
    let longest = steps.map(\.count).max() ?? 0, kept = components.components.count
    let places = ["run", "checkpoint"]
    // Checkpoints that a run does not have are NaN, their steps -1.
    func overCheckpoints(_ width: Int, _ row: (Int) -> [Double]) -> StoredValues {
      var start = 0
      return .double(
        steps.flatMap { steps in
          defer { start += steps.count }
          return (start..<(start + steps.count)).flatMap(row)
            + [Double](repeating: .nan, count: width * (longest - steps.count))
        })
    }
    let paddedSteps = steps.flatMap { $0.map(Int64.init) + [Int64](repeating: -1, count: longest - $0.count) }
    let dimension = components.components.first?.count ?? 0
    var variables = [
      StoredVariable(
        "step", over: places, .int64(paddedSteps), units: "step", longName: "steps taken at the checkpoint"),
      StoredVariable(
        "projection", over: places + ["component"], overCheckpoints(kept) { components.projections[$0] }, units: "1",
        longName: "coordinate along the component, relative to the \(originDescription)"),
      StoredVariable(
        "residual", over: places, overCheckpoints(1) { [components.residuals[$0]] }, units: "1",
        longName: "distance from the space through the centre that the components span"),
      StoredVariable(
        "cosine", over: places, overCheckpoints(1) { [components.cosines[$0]] }, units: "1",
        longName: "cosine of the angle between that space and the way from the centre"),
      StoredVariable(
        "singular_value", over: ["rank"], .double(components.singularValues), units: "1",
        longName: "singular values of the centred checkpoints"),
      StoredVariable(
        "explained_variance_ratio", over: ["rank"], .double(components.explainedVarianceRatio), units: "1",
        longName: "square of the singular value over the sum of all squares"),
      StoredVariable(
        "direction", over: ["component", "parameter"], .double(components.components.flatMap { $0 }), units: "1",
        longName: "components: orthonormal, the entry of largest magnitude positive"),
    ]
    if !components.mean.isEmpty {
      variables.append(
        StoredVariable(
          "mean", over: ["parameter"], .double(components.mean), units: "1",
          longName: components.centring == .mean
            ? "mean of all checkpoints" : "mean of the checkpoints relative to the last of their run"))
    }
    if let states {
      let checkpoints = states.flatMap { [$0.start, $0.overfitted ?? -1, $0.generalised ?? -1] }
      variables.append(
        StoredVariable(
          "state_checkpoint", over: ["run", "state"], .int64(checkpoints.map(Int64.init)), units: "1",
          longName: "checkpoints of the start, of the overfitted and of the generalised state; -1 if never reached"))
    }
    if let losses { variables += losses.variables { row in overCheckpoints(1) { [row($0)] } } }
    let numbers = { (count: Int) in StoredValues.int64((0..<count).map(Int64.init)) }
    let group = StoredGroup(
      attributes: ResultAttributes.all(
        kind: "pca",
        title: "Principal components of \(steps.count == 1 ? "a trajectory" : "\(steps.count) trajectories")",
        references: "Li, Xu, Taylor, Studer, Goldstein: Visualizing the loss landscape of neural nets, NeurIPS 2018")
        + [
          StoredAttribute("trajectory", .text(self.path)),
          StoredAttribute("centre", .text(components.centring.rawValue)),
          StoredAttribute("product_precision", .text(precision.rawValue)),
        ] + (states == nil ? [] : [StoredAttribute("state_level", .double(level))])
        + inheritedAttributes.filter { !ResultAttributes.names.contains($0.name) },
      dimensions: [
        StoredDimension("run", .text(runNames), units: "1", longName: "name of the run"),
        StoredDimension("checkpoint", count: longest),
        StoredDimension("component", numbers(kept), units: "1", longName: "number of the component"),
        StoredDimension("rank", count: components.singularValues.count),
        StoredDimension("parameter", count: dimension),
      ] + (states == nil ? [] : [StoredDimension("state", .text(["A", "B", "C"]), units: "1", longName: "state")])
        + (losses?.dimensions ?? []),
      variables: variables)
    try group.write(to: path)
  }

  private var originDescription: String {
    switch components.centring {
    case .mean: "mean of all checkpoints"
    case .first: "first checkpoint of the run"
    case .last, .lastRecentred: "last checkpoint of the run"
    }
  }
}

extension PlaneLosses {
  /// The axes of the plane.
  fileprivate var dimensions: [StoredDimension] {
    [("plane_x", "first", x), ("plane_y", "second", y)].map {
      StoredDimension($0, .double($2), units: "1", longName: "coordinate along the \($1) component")
    }
  }

  /// The losses; `overCheckpoints` makes the values over (run, checkpoint) from the value of a row.
  fileprivate func variables(_ overCheckpoints: ((Int) -> Double) -> StoredValues) -> [StoredVariable] {
    [("train_loss", "training", \Pair.train), ("test_loss", "test", \Pair.test)].flatMap { name, word, loss in
      [
        StoredVariable(
          "plane_\(name)", over: ["plane_x", "plane_y"], .double(plane.map { $0[keyPath: loss] }), units: "1",
          longName: "\(word) loss of the first run's data on its plane, \(reduction)"),
        StoredVariable(
          name, over: ["run", "checkpoint"], overCheckpoints { path[$0][keyPath: loss] }, units: "1",
          longName: "\(word) loss at the checkpoint, \(reduction)"),
        StoredVariable(
          "in_plane_\(name)", over: ["run", "checkpoint"], overCheckpoints { inPlane[$0][keyPath: loss] }, units: "1",
          longName: "\(word) loss at the checkpoint's projection on the plane, \(reduction)"),
      ]
    }
  }
}
