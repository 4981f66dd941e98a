import Figures
import Foundation

// The figures of pca.h5 beside the plane itself.
extension ProjectionFigures {
  /// So many components of a scree plot are told apart.
  private static let mostComponents = 20

  /// So many runs are told apart.
  private static let mostRuns = 12

  /// The share of the variance along each of the leading components, and the share that all up to it leave.
  static func scree(_ file: ResultFile) throws(ReportError) -> CurvesFigure {
    let ratios = try file.values("explained_variance_ratio", over: ["rank"])
    // Summed from the smallest on: what is left is not lost beside 1.
    var rest = 0.0
    let left = ratios.reversed().map { ratio in
      defer { rest += ratio }
      return rest
    }
    func points(_ values: [Double]) -> [SIMD2<Double>] {
      values.prefix(mostComponents).enumerated().map { [Double($0.offset + 1), $0.element] }
    }
    return CurvesFigure(
      title: FigureText(title(file)), xLabel: "number of the component", yLabel: "share of the variance",
      curves: [
        .init(label: "along the component", points: points(ratios)),
        .init(label: "left after it", points: points(left.reversed())),
      ], across: .numbers, floor: 1e-8)
  }

  /// The distance of every checkpoint from the plane of all components that were kept, or the cosine of the angle with it.
  static func residual(_ file: ResultFile, cosine: Bool) throws(ReportError) -> CurvesFigure {
    let kept = file.length("component")
    let space = kept == 1 ? "line of the component" : kept == 2 ? "plane" : "space of \(kept) components"
    return CurvesFigure(
      title: FigureText(title(file)), xLabel: "step",
      yLabel: FigureText(cosine ? "cosine of the angle with the \(space)" : "distance from the \(space)"),
      curves: try overSteps(file, cosine ? "cosine" : "residual").map { .init(label: $0.name, points: $0.points) },
      across: .steps, up: cosine ? .parts : .logarithmic)
  }

  /// A loss at the checkpoints, and at their projections on the plane.
  static func losses(_ file: ResultFile, _ loss: FigureRequest.Loss) throws(ReportError) -> CurvesFigure {
    let name = "\(loss.rawValue)_loss"
    guard file.hasVariable("in_plane_\(name)") else {
      throw ReportError(
        .badRequest,
        "Cannot draw losses of '\(file.path)' because it holds none: take the components of a trajectory that a study kept, "
          + "without --grid 0.")
    }
    let (there, inPlane) = (try overSteps(file, name), try overSteps(file, "in_plane_\(name)"))
    return CurvesFigure(
      title: FigureText(title(file)), xLabel: "step", yLabel: label(loss),
      curves: zip(there, inPlane).flatMap { run, projected in
        [
          CurvesFigure.Curve(label: run.name, points: run.points),
          CurvesFigure.Curve(label: run.name, points: projected.points, isDashed: true),
        ]
      }, across: .steps, dashLabel: "at the projection on the plane")
  }

  /// What is measured at the checkpoints, a curve for each run.
  private static func overSteps(
    _ file: ResultFile, _ name: String
  ) throws(ReportError) -> [(name: FigureText, points: [SIMD2<Double>])] {
    let steps = try file.values("step", over: ["run", "checkpoint"])
    let values = try file.values(name, over: ["run", "checkpoint"])
    let count = file.length("checkpoint"), runs = file.length("run"), names = file.words("run")
    guard runs <= mostRuns else {
      throw ReportError(
        .badRequest,
        "Cannot draw \(runs) runs of '\(file.path)' at once: choose one with --at run=NAME from "
          + names.prefix(mostRuns).joined(separator: ", ") + " and so on.")
    }
    let shown = distinct(names)
    return (0..<runs).map { run in
      let own = (run * count..<(run + 1) * count).filter { steps[$0] >= 0 }
      let name = shown.indices.contains(run) ? shown[run] : "run \(run)"
      return (FigureText(name), own.map { [steps[$0], values[$0]] })
    }
  }

  /// Names of runs without the parts that they all have, such as "weight decay 0.1" of "seed 0, weight decay 0.1".
  static func distinct(_ names: [String]) -> [String] {
    guard names.count > 1, Set(names).count == names.count else { return names }
    let parts = names.map { $0.components(separatedBy: ", ") }
    let common = parts.dropFirst().reduce(Set(parts[0])) { $0.intersection($1) }
    return parts.map { own in own.filter { !common.contains($0) }.joined(separator: ", ") }
  }
}
