import Projections

/// The numbers of a trajectory's principal components, as a table or as JSON.
public struct TrajectoryAnalysisReport: Sendable, Encodable {
  /// One run on the plane.
  public struct Run: Sendable, Encodable {
    /// The name of the run.
    public let name: String
    /// The checkpoints of the states A, B and C; `null` where a state is not reached or the accuracies are not known.
    public let states: [Int?]
    /// The steps of the checkpoints.
    public let steps: [Int]
    /// Shape (checkpoint, component).
    public let projections: [[ReportNumber]]
    /// The distance from the plane, and the cosine of the angle with it.
    public let residuals, cosines: [ReportNumber]
  }

  /// The file, what was subtracted, and the precision of the products.
  public let trajectory, centre, productPrecision: String
  /// All singular values, and their shares of the variance.
  public let singularValues, explainedVarianceRatio: [ReportNumber]
  /// The runs.
  public let runs: [Run]

  /// The report of `analysis`.
  public init(_ analysis: TrajectoryAnalysis) {
    let components = analysis.components
    trajectory = analysis.path
    centre = components.centring.rawValue
    productPrecision = analysis.precision.rawValue
    singularValues = components.singularValues.map(ReportNumber.init)
    explainedVarianceRatio = components.explainedVarianceRatio.map(ReportNumber.init)
    var start = 0
    runs = analysis.steps.enumerated().map { number, steps in
      let rows = start..<(start + steps.count)
      start = rows.upperBound
      let states = analysis.states?[number]
      return Run(
        name: analysis.runNames[number], states: [states?.start, states?.overfitted, states?.generalised],
        steps: steps, projections: components.projections[rows].map { $0.map(ReportNumber.init) },
        residuals: components.residuals[rows].map(ReportNumber.init),
        cosines: components.cosines[rows].map(ReportNumber.init))
    }
  }

  /// Tables for people: the leading components, and the ends of every run.
  public var text: String {
    let kept = runs.first?.projections.first?.count ?? 0
    var variances = TextTable(headings: ["component", "singular value", "variance", "sum"])
    var sum = 0.0
    for j in 0..<kept {
      sum += explainedVarianceRatio[j].value
      variances.rows.append([
        "\(j + 1)", NumberText.measured(singularValues[j].value), NumberText.fixed(explainedVarianceRatio[j].value),
        NumberText.fixed(sum),
      ])
    }
    let coordinates = (0..<kept).map { "PC \($0 + 1)" }
    var ends = TextTable(headings: ["run", "step"] + coordinates + ["residual", "cosine"])
    for run in runs {
      for row in run.steps.count > 1 ? [0, run.steps.count - 1] : [0] {
        ends.rows.append(
          [run.name, "\(run.steps[row])"] + run.projections[row].map { NumberText.measured($0.value) }
            + [NumberText.measured(run.residuals[row].value), NumberText.fixed(run.cosines[row].value)])
      }
    }
    let head = "\(trajectory): centre \(centre), products in \(productPrecision) precision"
    return ([head] + variances.lines + [""] + ends.lines).joined(separator: "\n")
  }
}
