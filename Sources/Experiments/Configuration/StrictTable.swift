/// Reads the entries of a table one by one; what nobody asked for is an error in the end.
struct StrictTable: ~Copyable {
  private let entries: [(key: String, at: String, value: Setting)]
  private let path: String
  /// Where the table stands.
  let place: String
  private var asked: [String] = []

  /// The table `setting`, whose keys are named `path.key` in messages.
  init(_ setting: Setting, path: String = "") throws(StudyError) {
    guard case .table(let entries, let place) = setting else {
      throw StudyError(
        .badStudy, "Cannot read \(setting.place): \(path.isEmpty ? "the study" : path) must be a table of key: value.")
    }
    for (i, entry) in entries.enumerated() where entries[..<i].contains(where: { $0.key == entry.key }) {
      throw StudyError(.badStudy, "Cannot read \(entry.at): the key '\(path)\(entry.key)' is given twice; keep one.")
    }
    self.entries = entries
    self.path = path.isEmpty ? "" : path + "."
    self.place = place
  }

  /// The value of `key`, if it is given.
  mutating func setting(_ key: String) -> Setting? {
    asked.append(key)
    return entries.last { $0.key == key }?.value
  }

  /// The error that `key` is wrong, with its place.
  func wrong(_ key: String, _ value: Setting?, _ rule: String) -> StudyError {
    StudyError(.badStudy, "Cannot use '\(path)\(key)' (\(value?.place ?? place)): it must be \(rule).")
  }

  /// The value of `key` by `convert`; `fallback` if it is absent, an error if there is no fallback.
  mutating func value<Value>(
    _ key: String, _ rule: String, default fallback: Value? = nil, _ convert: (String) -> Value?
  ) throws(StudyError) -> Value {
    guard let setting = setting(key) else {
      if let fallback { return fallback }
      throw StudyError(.badStudy, "Cannot run the study (\(place)): the key '\(path)\(key)' is missing; give \(rule).")
    }
    guard case .scalar(let text, _) = setting, let value = convert(text) else { throw wrong(key, setting, rule) }
    return value
  }

  /// A text.
  mutating func text(_ key: String, default fallback: String? = nil) throws(StudyError) -> String {
    try value(key, "a text", default: fallback) { $0 }
  }

  /// One of a list of words.
  mutating func word<Value>(
    _ key: String, _ words: KeyValuePairs<String, Value>, default fallback: Value? = nil
  ) throws(StudyError) -> Value {
    try value(key, "one of " + words.map(\.key).joined(separator: ", "), default: fallback) { text in
      words.first { $0.key == text }?.value
    }
  }

  /// A whole number of at least `least`.
  mutating func integer(_ key: String, atLeast least: Int, default fallback: Int? = nil) throws(StudyError) -> Int {
    try value(key, "a whole number of at least \(least)", default: fallback) {
      Int($0).flatMap { $0 >= least ? $0 : nil }
    }
  }

  /// A finite number that `accepts`, described by `rule`.
  mutating func number(
    _ key: String, _ rule: String = "a number", default fallback: Double? = nil,
    where accepts: (Double) -> Bool = { _ in true }
  ) throws(StudyError) -> Double {
    try value(key, rule, default: fallback) { text in
      Double(text).flatMap { $0.isFinite && accepts($0) ? $0 : nil }
    }
  }

  /// true or false.
  mutating func flag(_ key: String, default fallback: Bool) throws(StudyError) -> Bool {
    try word(key, ["true": true, "false": false], default: fallback)
  }

  /// The numbers of an axis: one number, a list, {linspace: [a, b, n]}, {logspace: [a, b, n]} or {from: a, to: b}.
  mutating func axis(_ key: String) throws(StudyError) -> [Double]? {
    guard let setting = setting(key) else { return nil }
    let rule =
      "a number, a list of numbers, {linspace: [first, last, count]}, {logspace: [first, last, count]} or {from: a, to: b}"
    func numbers(_ setting: Setting) throws(StudyError) -> [Double] {
      guard case .list(let items, _) = setting else { throw wrong(key, setting, rule) }
      var values: [Double] = []
      for item in items {
        guard case .scalar(let text, _) = item, let value = Double(text), value.isFinite else {
          throw wrong(key, item, rule)
        }
        values.append(value)
      }
      return values
    }
    var values: [Double]
    switch setting {
    case .scalar(let text, _):
      guard let value = Double(text), value.isFinite else { throw wrong(key, setting, rule) }
      values = [value]
    case .list:
      values = try numbers(setting)
    case .table(let entries, _):
      if entries.count == 1, let rangeRule = entries.first, ["linspace", "logspace"].contains(rangeRule.key) {
        let bounds = try numbers(rangeRule.value)
        let isLog = rangeRule.key == "logspace"
        guard bounds.count == 3, let count = Int(exactly: bounds[2]), count >= 1,
          !isLog || (bounds[0] > 0 && bounds[1] > 0)
        else {
          throw wrong(key, setting, rule)
        }
        values = spaced(from: bounds[0], to: bounds[1], count: count, isLogarithmic: isLog)
      } else if let from = setting.entry("from"), let to = setting.entry("to"), entries.count == 2,
        case .scalar(let first, _) = from, case .scalar(let last, _) = to, let a = Int(first), let b = Int(last),
        a <= b,
        b - a < 1_000_000
      {
        values = (a...b).map(Double.init)
      } else {
        throw wrong(key, setting, rule)
      }
    }
    guard !values.isEmpty else { throw wrong(key, setting, "an axis with at least one value") }
    guard Set(values).count == values.count else { throw wrong(key, setting, "an axis without equal values") }
    return values
  }

  /// An axis of whole numbers of at least `least`, ascending.
  mutating func integerAxis(_ key: String, atLeast least: Int) throws(StudyError) -> [Int]? {
    guard let values = try axis(key) else { return nil }
    var result: [Int] = []
    for value in values {
      guard let integer = Int(exactly: value), integer >= least else {
        throw wrong(key, entries.last { $0.key == key }?.value, "whole numbers of at least \(least)")
      }
      result.append(integer)
    }
    return result
  }

  /// The error for the first key that was never asked for, if there is one; names the nearest known key.
  consuming func finish() throws(StudyError) {
    guard let unknown = entries.first(where: { !asked.contains($0.key) }) else { return }
    let nearest = asked.min { editDistance($0, unknown.key) < editDistance($1, unknown.key) } ?? ""
    throw StudyError(
      .badStudy,
      "Cannot use \(unknown.at): the key '\(path)\(unknown.key)' is unknown; the nearest known key is '\(path)\(nearest)'."
    )
  }
}

/// `count` values from `first` to `last`, in equal steps or equal ratios; both ends are exact.
func spaced(from first: Double, to last: Double, count: Int, isLogarithmic: Bool) -> [Double] {
  (0..<count).map { i in
    if i == 0 { return first }
    if i == count - 1 { return last }
    let t = Double(i) / Double(count - 1)
    return isLogarithmic ? exponential(logarithm(first) * (1 - t) + logarithm(last) * t) : first + (last - first) * t
  }
}

/// The number of letters to insert, delete or change (Levenshtein 1966).
func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == b[j] ? 0 : 1))
      diagonal = above
    }
  }
  return row[b.count]
}
