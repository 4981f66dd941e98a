public import Projections

/// The distances between the states A (start), B (overfitted) and C (generalised) of the runs in a trajectory.h5.
public struct TrajectoryDistances: Sendable, Encodable {
  /// How states are found.
  public struct Rule: Sendable {
    /// B and C are the first checkpoints at or after the step at which these metrics of `history` reach these levels.
    public var train: (metric: String, level: MetricLevel), test: (metric: String, level: MetricLevel)
    /// Steps that are given instead.
    public var overfittedStep: Int?, generalisedStep: Int?

    /// Accuracies of at least `level`, or the steps that are given.
    public init(level: Double, overfittedStep: Int? = nil, generalisedStep: Int? = nil) {
      train = ("train_accuracy", .atLeast(level))
      test = ("test_accuracy", .atLeast(level))
      self.overfittedStep = overfittedStep
      self.generalisedStep = generalisedStep
    }
  }

  /// One run; `null` where a state is missing.
  public struct Run: Sendable, Encodable {
    /// The steps of the states' checkpoints.
    public let start: Int, overfitted: Int?, generalised: Int?
    /// ||A - B||, ||B - C||, ||A - C||.
    public let distances: [ReportNumber]
    /// Their squares.
    public let squares: [ReportNumber]
  }

  /// Mean and standard deviation (n - 1) over the runs that have both states.
  public struct Summary: Sendable, Encodable {
    /// AB, BC or AC.
    public let pair: String
    /// How many runs have both.
    public let runs: Int
    /// Of the distance, and of its square.
    public let mean, deviation, squareMean, squareDeviation: ReportNumber
  }

  /// The file, and the rules in words.
  public let trajectory, overfittedRule, generalisedRule: String
  /// The runs.
  public let runs: [Run]
  /// AB, BC and AC over the runs.
  public let summaries: [Summary]

  /// Measures the runs of the file at `path`.
  ///
  /// - Throws: `ReportError` if the file is no trajectory or has no such metric, `ProjectionError`.
  public init(path: String, _ rule: Rule) throws {
    let file = try TrajectoryReading(path: path)
    let rows = TrajectoryRows<Double>(file)
    trajectory = path
    overfittedRule = Self.words(rule.train, rule.overfittedStep)
    generalisedRule = Self.words(rule.test, rule.generalisedStep)
    runs = try file.runs.indices.map { run in
      let states = try Self.states(of: run, in: file, rule)
      let found = try StateDistances(states, of: rows, from: file.runs[run].lowerBound)
      let distances = [found.startToOverfitted, found.overfittedToGeneralised, found.startToGeneralised]
      func step(_ checkpoint: Int?) -> Int? { checkpoint.map { file.steps[run][$0] } }
      return Run(
        start: file.steps[run][states.start], overfitted: step(states.overfitted),
        generalised: step(states.generalised), distances: distances.map(ReportNumber.init),
        squares: distances.map { ReportNumber($0 * $0) })
    }
    let runs = runs
    summaries = ["AB", "BC", "AC"].enumerated().map { i, pair in
      let values = runs.map { $0.distances[i].value }.filter(\.isFinite)
      let (mean, deviation) = Self.statistics(values)
      let (squareMean, squareDeviation) = Self.statistics(values.map { $0 * $0 })
      return Summary(
        pair: pair, runs: values.count, mean: ReportNumber(mean), deviation: ReportNumber(deviation),
        squareMean: ReportNumber(squareMean), squareDeviation: ReportNumber(squareDeviation))
    }
  }

  /// The checkpoints of A, B and C of a run.
  static func states(of run: Int, in file: TrajectoryReading, _ rule: Rule) throws(ReportError) -> TrajectoryStates {
    TrajectoryStates(
      steps: file.steps[run], train: try step(rule.train, rule.overfittedStep, file, run),
      test: try step(rule.test, rule.generalisedStep, file, run))
  }

  private static func words(_ metric: (metric: String, level: MetricLevel), _ step: Int?) -> String {
    step.map { "first checkpoint at or after step \($0)" }
      ?? "first checkpoint at or after the step where \(metric.metric) first reaches "
      + NumberText.coordinate(metric.level.value)
  }

  private static func step(
    _ metric: (metric: String, level: MetricLevel), _ given: Int?, _ file: TrajectoryReading, _ run: Int
  ) throws(ReportError) -> Int? {
    if let given { return given }
    guard let history = try file.history(metric.metric, run: run) else {
      throw ReportError(
        .badRequest,
        "Cannot find the states of '\(file.path)' because its history has no '\(metric.metric)' over (run, history_step): "
          + "give the steps with --overfitted and --generalised.")
    }
    return metric.level.firstStep(of: history.values, at: history.steps)
  }

  private static func statistics(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let count = Double(values.count), mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (count - 1)).squareRoot())
  }

  /// Tables for people.
  public var text: String {
    var table = TextTable(headings: ["run", "A", "B", "C", "AB", "BC", "AC", "AB^2", "BC^2", "AC^2"])
    func step(_ step: Int?) -> String { step.map { "\($0)" } ?? "-" }
    for (number, run) in runs.enumerated() {
      table.rows.append(
        ["\(number)", "\(run.start)", step(run.overfitted), step(run.generalised)]
          + (run.distances + run.squares).map { NumberText.measured($0.value) })
    }
    var over = TextTable(headings: ["pair", "runs", "mean", "deviation", "mean of squares", "deviation"])
    for summary in summaries {
      over.rows.append(
        [summary.pair, "\(summary.runs)"]
          + [summary.mean, summary.deviation, summary.squareMean, summary.squareDeviation].map {
            NumberText.measured($0.value)
          })
    }
    let head = [
      trajectory, "A: first checkpoint", "B, overfitted: \(overfittedRule)", "C, generalised: \(generalisedRule)",
    ]
    return (head + table.lines + [""] + over.lines).joined(separator: "\n")
  }
}
