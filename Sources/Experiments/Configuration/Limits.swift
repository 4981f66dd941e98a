import Datasets

/// How large a study may be: far beyond what a machine can do, so that a slip of the pen is an error and not a crash.
enum Limits {
  /// Values of an axis.
  static let axis = 1_000_000
  /// Points of a grid, and restarts of a point.
  static let points = 10_000_000
  /// Combinations of the values of swept keys: each is read and kept as a study of its own.
  static let combinations = 20_000
  /// Training steps of a point.
  static let steps = 1_000_000_000_000
  /// Entries of the history of a run.
  static let history = 1_000_000
  /// Digits of toy addition, whose pairs are all listed.
  static let digits = 10_000
  /// Samples of a data set.
  static let samples = 1_000_000_000
  /// Units of a layer.
  static let width = 1_000_000
  /// Numbers in one array: the parameters of a network, or a layer's outputs for all samples.
  static let numbers = 1 << 31
}

extension StudyConfiguration {
  /// Refuses a grid, a network, data or a history beyond the limits.
  func checkSize(_ table: StrictTable) throws(StudyError) {
    let points = [seeds.count, trainingSetSizes.count, messiness.count, radii.values.count, weightDecays.count]
    guard points.reduce(1, { $0 * Double($1) }) <= Double(Limits.points) else {
      throw StudyError(
        .badStudy,
        "Cannot run the study (\(table.place)): 'seed', 'n_train', 'messiness', 'alpha' and 'weight_decay' make "
          + "\(points.map(String.init).joined(separator: " x ")) points; give at most \(Limits.points).")
    }
    let widths = problem.widths.map(Double.init)
    let parameters = zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    guard parameters <= Double(Limits.numbers) else {
      throw wrongSize(table, "widths", "small enough for at most \(Limits.numbers) parameters")
    }
    let most = Limits.numbers / (problem.widths.max() ?? 1)
    if case .toyAddition(let addition, _) = problem.source, addition.pairCount > most {
      throw wrongSize(table, "digits", "small enough for at most \(most) pairs, for layers of these widths")
    }
    guard problem.testCount <= most else {
      throw wrongSize(table, "n_test", "at most \(most) for layers of these widths")
    }
    if case .teacherStudent(_, let pool) = problem.source, pool > most {
      throw wrongSize(table, "pool", "at most \(most) for layers of these widths")
    }
    guard kind == .landscape || steps / dynamics.historyEvery <= Limits.history else {
      throw table.wrong(
        "history_every", table.setting("history_every"), "at least \(steps / Limits.history) for so many steps")
    }
  }

  private func wrongSize(_ table: StrictTable, _ key: String, _ rule: String) -> StudyError {
    let place = table.setting("problem")?.entry(key)?.place ?? table.place
    return StudyError(.badStudy, "Cannot use 'problem.\(key)' (\(place)): it must be \(rule).")
  }
}
