import Foundation

/// The values of a swept key with the places that they come from.
struct SweptAxis {
  let key: SweptKey
  let settings: [Setting]

  /// Keys whose several values are axes by nature, or one value; messiness only of landscapes.
  private static let ownAxes = [
    "seed", "n_train", "messiness", "alpha", "weight_norm", "accuracy_thresholds", "problem.widths",
  ]
  /// Keys that all points of a study share.
  private static let common = [
    "study", "title", "question", "preset", "kind", "root_seed", "loss", "reported_loss", "precision", "solver",
    "warm_start", "problem.name", "problem.data",
  ]
  /// A variable of a file has at most 32 dimensions.
  private static let most = 16

  /// The swept keys of a study in its order: those that it gives a list of numbers or words, or a rule.
  ///
  /// - Throws: `StudyError` for rules that cannot be read, and for axes without values or with equal ones.
  static func all(in study: Setting) throws(StudyError) -> [SweptAxis] {
    var fixed = Set(ownAxes + common)
    if case .scalar("dynamics", _) = study.entry("kind") {
      fixed.insert("weight_decay")
      fixed.remove("messiness")
    }
    var axes: [SweptAxis] = []
    try collect(study, path: "", fixed, into: &axes)
    guard axes.count <= most else {
      throw StudyError(
        .badStudy,
        "Cannot run the study (\(study.place)): \(axes.count) keys have several values; give at most \(most) such."
      )
    }
    return axes
  }

  private static func collect(
    _ setting: Setting, path: String, _ fixed: Set<String>, into axes: inout [SweptAxis]
  ) throws(StudyError) {
    guard case .table(let entries, _) = setting else { return }
    for (key, _, value) in entries where !fixed.contains(path + key) {
      if let settings = try values(of: value, path + key) {
        axes.append(SweptAxis(key: SweptKey(name: path + key, values: settings.map(\.text)), settings: settings))
      } else {
        try collect(value, path: path + key + ".", fixed, into: &axes)
      }
    }
  }

  /// The single values of a key that has several; nil if it has not.
  private static func values(of setting: Setting, _ name: String) throws(StudyError) -> [Setting]? {
    func wrong(_ rule: String) -> StudyError {
      StudyError(.badStudy, "Cannot use '\(name)' (\(setting.place)): it must be \(rule).")
    }
    let values: [Setting]
    switch setting {
    case .scalar: return nil
    case .list(let items, _):
      guard items.allSatisfy(\.isScalar) else { return nil }
      values = items.map(\.canonical)
    case .table(let entries, let place):
      guard entries.contains(where: { Setting.ruleKeys.contains($0.key) }) else { return nil }
      guard let numbers = StrictTable.values(of: setting) else {
        throw wrong("a value, a list of values, \(StrictTable.axisRules)")
      }
      values = numbers.map { Setting.scalar("\($0)", at: place).canonical }
    }
    guard !values.isEmpty else { throw wrong("an axis with at least one value") }
    guard Set(values.map(\.text)).count == values.count else { throw wrong("an axis without equal values") }
    return values
  }
}

extension Setting {
  fileprivate var isScalar: Bool { if case .scalar = self { true } else { false } }

  /// The text of a scalar.
  fileprivate var text: String { if case .scalar(let text, _) = self { text } else { "" } }

  /// A scalar with a number in the form that equal numbers share, whole ones without a point.
  fileprivate var canonical: Setting {
    guard case .scalar(let text, let place) = self, let number = Double(text), number.isFinite else { return self }
    return .scalar(Int(exactly: number).map(String.init) ?? "\(number)", at: place)
  }
}
