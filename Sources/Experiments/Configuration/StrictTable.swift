/// The entries of a table whose keys are known: what nobody knows is an error at once.
struct StrictTable {
  private let entries: [(key: String, at: String, value: Setting)]
  private let path: String
  private let keys: [String]
  /// Where the table stands.
  let place: String

  /// The table `setting`, whose keys are named `path.key` in messages.
  ///
  /// - Throws: `StudyError` for what is no table, and for a key that is not one of `keys`: it names the nearest of them.
  init(_ setting: Setting, path: String = "", keys: [String]) throws(StudyError) {
    guard case .table(let entries, let place) = setting else {
      throw StudyError(
        .badStudy,
        "Cannot read \(setting.place): \(path.isEmpty ? "a study" : "'\(path)'") must be a table of key: value.")
    }
    self.entries = entries
    self.path = path.isEmpty ? "" : path + "."
    self.keys = keys
    self.place = place
    for (key, at, _) in entries where !keys.contains(key) {
      let nearest = keys.min { editDistance($0, key) < editDistance($1, key) } ?? ""
      throw StudyError(
        .badStudy,
        "Cannot use '\(self.path)\(key)' (\(at)): there is no such key; the nearest known one is '\(self.path)\(nearest)'."
      )
    }
  }

  /// Refuses keys that are known but have no effect in `context`, such as `a study of kind dynamics`.
  func refuse(_ keys: [String], in context: String) throws(StudyError) {
    guard let (key, at, _) = entries.first(where: { keys.contains($0.key) }) else { return }
    throw StudyError(
      .badStudy, "Cannot use '\(path)\(key)' (\(at)): it has no effect in \(context); remove it.")
  }

  /// The value of `key`, if it is given.
  func setting(_ key: String) -> Setting? {
    precondition(keys.contains(key), "every key that is read is known")
    return entries.last { $0.key == key }?.value
  }

  /// The value of `key`; an error that says to give `content` if it is absent.
  func required(_ key: String, _ content: String) throws(StudyError) -> Setting {
    if let setting = setting(key) { return setting }
    throw StudyError(.badStudy, "Cannot run the study (\(place)): the key '\(path)\(key)' is missing; give \(content).")
  }

  /// The error that `key` is wrong, with its place.
  func wrong(_ key: String, _ value: Setting?, _ rule: String) -> StudyError {
    StudyError(.badStudy, "Cannot use '\(path)\(key)' (\(value?.place ?? place)): it must be \(rule).")
  }

  /// The value of `key` by `convert`; `fallback` if it is absent, an error if there is no fallback.
  func value<Value>(
    _ key: String, _ rule: String, default fallback: Value? = nil, _ convert: (String) -> Value?
  ) throws(StudyError) -> Value {
    if setting(key) == nil, let fallback { return fallback }
    let setting = try required(key, rule)
    guard case .scalar(let text, _) = setting, let value = convert(text) else { throw wrong(key, setting, rule) }
    return value
  }

  /// A text, which files can hold.
  func text(_ key: String, default fallback: String? = nil) throws(StudyError) -> String {
    try value(key, "a text without the character NUL", default: fallback) { $0.utf8.contains(0) ? nil : $0 }
  }

  /// One of a list of words.
  func word<Value>(
    _ key: String, _ words: KeyValuePairs<String, Value>, default fallback: Value? = nil
  ) throws(StudyError) -> Value {
    try value(key, "one of " + words.map(\.key).joined(separator: ", "), default: fallback) { text in
      words.first { $0.key == text }?.value
    }
  }

  /// A whole number from `least` to `most`.
  func integer(
    _ key: String, atLeast least: Int, atMost most: Int = .max, default fallback: Int? = nil
  ) throws(StudyError) -> Int {
    let rule = "a whole number of at least \(least)" + (most < .max ? " and at most \(most)" : "")
    return try value(key, rule, default: fallback) { Int($0).flatMap { (least...most).contains($0) ? $0 : nil } }
  }

  /// A finite number that `accepts`, described by `rule`.
  func number(
    _ key: String, _ rule: String = "a number", default fallback: Double? = nil,
    where accepts: (Double) -> Bool = { _ in true }
  ) throws(StudyError) -> Double {
    try value(key, rule, default: fallback) { text in
      Double(text).flatMap { $0.isFinite && accepts($0) ? $0 : nil }
    }
  }

  /// true or false.
  func flag(_ key: String, default fallback: Bool) throws(StudyError) -> Bool {
    try word(key, ["true": true, "false": false], default: fallback)
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
