import Figures
import Stores

/// The figures of principal components, slices and curvature: values of a file in, a picture out.
enum ProjectionFigures {
  /// The runs in the plane of the first two components, over the loss on it where the file has one.
  static func trajectories(_ file: ResultFile, loss: FigureRequest.Loss) throws(ReportError) -> TrajectoryFigure {
    let counts = (file.length("run"), file.length("checkpoint"), file.length("component"))
    let places = try file.values("projection", over: ["run", "checkpoint", "component"])
    let steps = try file.values("step", over: ["run", "checkpoint"])
    let states = try? file.values("state_checkpoint", over: ["run", "state"])
    let letters = file.words("state")
    let names = distinct(file.words("run"))
    let runs = (0..<counts.0).map { run in
      let own = (0..<counts.1).filter { steps[run * counts.1 + $0] >= 0 }
      return TrajectoryFigure.Run(
        name: FigureText(names.indices.contains(run) ? names[run] : "\(run)"),
        places: own.map { checkpoint in
          let start = (run * counts.1 + checkpoint) * counts.2
          return [places[start], counts.2 > 1 ? places[start + 1] : 0]
        },
        steps: own.map { steps[run * counts.1 + $0] },
        states: letters.indices.compactMap { state in
          let checkpoint = states.flatMap { Int(exactly: $0[run * letters.count + state]) } ?? -1
          return own.indices.contains(checkpoint) ? (letters[state], checkpoint) : nil
        })
    }
    let ratios = try file.values("explained_variance_ratio", over: ["rank"])
    func label(_ component: Int) -> FigureText {
      guard ratios.indices.contains(component) else { return "no further component" }
      let percent = (ratios[component] * 1000).rounded() / 10
      return FigureText("component \(component + 1) (\(percent) % of the variance)")
    }
    return TrajectoryFigure(
      title: FigureText(title(file)), xLabel: label(0), yLabel: label(1), runs: runs,
      background: try background(file, loss))
  }

  private static func background(
    _ file: ResultFile, _ loss: FigureRequest.Loss
  ) throws(ReportError) -> TrajectoryFigure.Background? {
    let name = "plane_\(loss.rawValue)_loss"
    guard file.hasVariable(name) else { return nil }
    let (x, y) = (try ascending(file, "plane_x"), try ascending(file, "plane_y"))
    let values = try file.values(name, over: ["plane_x", "plane_y"])
    return TrajectoryFigure.Background(
      label: label(loss), x: x, y: y, values: y.indices.map { row in x.indices.map { values[$0 * y.count + row] } })
  }

  /// The densities of eigenvalues, with the extreme eigenvalues as triangles.
  static func densities(_ file: ResultFile) throws(ReportError) -> CurvesFigure {
    let blocks = file.words("block"), points = file.length("density_point")
    guard file.hasVariable("density") else {
      throw ReportError(
        .badRequest,
        "Cannot draw '\(file.path)' because it holds no spectral density: compute it again with --density 10.")
    }
    guard blocks.count <= mostBlocks else {
      throw ReportError(
        .badRequest,
        "Cannot draw \(blocks.count) spectra of '\(file.path)' at once: choose one with --at block=NAME from "
          + blocks.joined(separator: ", ") + ".")
    }
    let positions = try file.values("density_position", over: ["block", "density_point"])
    let values = try file.values("density", over: ["block", "density_point"])
    var extremes = [[Double]](repeating: [], count: blocks.count)
    for end in ["top", "bottom"] where file.hasVariable("\(end)_eigenvalue") {
      let count = file.length("\(end)_rank")
      let found = try file.values("\(end)_eigenvalue", over: ["block", "\(end)_rank"])
      for block in blocks.indices { extremes[block] += found[(block * count)..<((block + 1) * count)] }
    }
    let curves = blocks.indices.map { block in
      CurvesFigure.Curve(
        label: FigureText(blocks[block]),
        points: (0..<points).map { [positions[block * points + $0], values[block * points + $0]] },
        marks: extremes[block])
    }
    return CurvesFigure(
      title: FigureText(title(file)), xLabel: "eigenvalue of the training loss's Hessian", yLabel: "density",
      curves: curves, markLabel: "largest and smallest eigenvalues",
      floor: (values.filter(\.isFinite).max() ?? 1) * 1e-6)
  }

  /// So many spectra are still told apart.
  private static let mostBlocks = 6

  static func label(_ loss: FigureRequest.Loss) -> FigureText {
    loss == .train ? "training loss" : "test loss"
  }

  /// The file's title with what tells it from others of its kind.
  static func title(_ file: ResultFile) -> String {
    var facts = [file.provenance.title ?? file.kind.content]
    switch file.kind {
    case .slice: facts += [file.text("directions")].compactMap { $0 }
    case .hessian:
      for name in ["point", "run", "step"] {
        if case .int64(let number) = file.attribute(name) { facts.append("\(name) \(number)") }
      }
      if case .double(let alpha) = file.attribute("alpha") { facts.append("alpha \(NumberText.coordinate(alpha))") }
    default: facts += [file.text("centre").map { "centre \($0)" }].compactMap { $0 }
    }
    return facts.joined(separator: ", ")
  }

  static func axisLabel(_ file: ResultFile, _ name: String) -> String {
    file.longName(ofDimension: name) ?? name
  }

  /// The coordinates of an axis with at least two places, ascending.
  static func ascending(_ file: ResultFile, _ name: String) throws(ReportError) -> [Double] {
    let values = try file.coordinates(name)
    guard values.count > 1, values.allSatisfy(\.isFinite), zip(values, values.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw ReportError(
        .badInput,
        "Cannot draw '\(file.path)' because its axis '\(name)' does not ascend over two or more places: "
          + "compute it again with more.")
    }
    return values
  }
}
