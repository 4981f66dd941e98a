/// One line of an `expected.yaml`: what is claimed, where it is measured, what it has to be, and who says so.
struct Claim: Sendable {
  /// Where a claim's values come from.
  enum Measure: Sendable {
    /// A field of what a report prints as JSON.
    case report(Report, QuantityPath)
    /// A variable of the result file, at chosen coordinates; of all others, in the order of the file.
    case value(QuantityPath)
    /// The same of the variable blurred as the figures of the literature are.
    case blurredValue(QuantityPath)
  }

  /// A report on a result file, by its key in a claim.
  enum Report: String, Sendable, CaseIterable {
    /// `grokscape lu --json`.
    case lu
    /// `grokscape contours --json`.
    case contours
    /// `grokscape contours --blur 1 --json`: as the figures of the literature are smoothed.
    case blurredContours = "blurred_contours"
    /// `grokscape times --json`.
    case times
    /// `grokscape phases --json`.
    case phases
  }

  /// The claim, in a sentence.
  let text: String
  /// Who says so, where.
  let source: String
  /// Where its values come from.
  let measure: Measure
  /// How several values become one, if they do.
  let statistic: Statistic?
  /// What the values have to be.
  let requirement: Requirement
}

extension Claim {
  private static let measures = Report.allCases.map(\.rawValue) + ["blurred_value", "value"]
  private static let requirements = ["is", "within", "between", "at_least", "at_most", "ordered"]

  /// Reads a claim strictly.
  ///
  /// - Throws: `StudyError` of kind `badStudy` that names file, line and key.
  init(_ setting: Setting, path: String) throws(StudyError) {
    let table = try StrictTable(
      setting, path: path, keys: ["claim", "source", "statistic"] + Self.measures + Self.requirements)
    text = try table.text("claim")
    source = try table.text("source", default: "")
    statistic =
      table.setting("statistic") == nil
      ? nil
      : try table.value("statistic", "one of " + Statistic.allCases.map(\.rawValue).joined(separator: ", ")) {
        Statistic(rawValue: $0)
      }
    let given = Self.measures.filter { table.setting($0) != nil }
    guard given.count == 1 else {
      let others = Self.measures.dropLast().joined(separator: ", ")
      throw table.wrong(
        "value", table.setting("value"), "given, or one of \(others) in its place, and only one of them")
    }
    let quantity = try table.value(given[0], "a path such as landscapes[n_train=100].metrics.alpha_c.mean") {
      QuantityPath($0)
    }
    measure =
      Report(rawValue: given[0]).map { .report($0, quantity) }
      ?? (given[0] == "value" ? .value(quantity) : .blurredValue(quantity))
    requirement = try Self.requirement(table)
  }

  private static func requirement(_ table: StrictTable) throws(StudyError) -> Requirement {
    let given = requirements.filter { $0 != "within" && table.setting($0) != nil }
    guard given.count == 1 else {
      throw table.wrong(
        "is", table.setting("is"), "given, or one of between, at_least, at_most, ordered in its place, and only one")
    }
    guard given[0] == "is" || table.setting("within") == nil else {
      throw table.wrong("within", table.setting("within"), "left out, because it belongs to 'is'")
    }
    switch given[0] {
    case "between":
      let ends = try table.axis("between") ?? []
      guard ends.count == 2, ends[0] < ends[1] else {
        throw table.wrong("between", table.setting("between"), "two numbers, the lower one first")
      }
      return .between(ends[0], ends[1])
    case "at_least": return .between(try table.number("at_least"), .infinity)
    case "at_most": return .between(-.infinity, try table.number("at_most"))
    case "ordered":
      return .ordered(isAscending: try table.word("ordered", ["ascending": true, "descending": false]))
    default:
      let word = try table.text("is")
      guard let value = Double(word) else { return .word(word) }
      let within = try table.text("within")
      return .near(value, distance: try distance(within, of: value, table), text: within)
    }
  }

  /// A distance written as `0.01` or `5 %`.
  private static func distance(_ text: String, of value: Double, _ table: StrictTable) throws(StudyError) -> Double {
    let isRelative = text.hasSuffix("%")
    let number = Double((isRelative ? text.dropLast() : text[...]).filter { !$0.isWhitespace })
    guard let number, number >= 0, number.isFinite else {
      throw table.wrong("within", table.setting("within"), "a number of at least 0, or a percentage such as 5 %")
    }
    return isRelative ? number / 100 * abs(value) : number
  }
}
