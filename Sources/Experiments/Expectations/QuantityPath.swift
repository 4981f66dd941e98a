/// The address of numbers in a report or a result file, such as `landscapes[n_train=100].metrics.alpha_c.mean` or
/// `test_loss[alpha=1..10, seed=0]`.
struct QuantityPath: Sendable, Equatable {
  /// A name, and what elements are chosen by: those whose key has the value.
  struct Step: Sendable, Equatable {
    let name: String
    let choices: [Choice]
  }

  /// `key=value` or `key=low..high`.
  struct Choice: Sendable, Equatable {
    let key: String, value: String

    /// Whether the number `other` is the value, to a relative 1e-6, or lies in the range.
    func matches(_ other: Double) -> Bool {
      let slack = 1e-6 * abs(other)
      if let number = Double(value) { return abs(number - other) <= slack }
      let ends = value.split(separator: "..").compactMap { Double($0) }
      return ends.count == 2 && ends[0] - slack <= other && other <= ends[1] + slack
    }

    /// Whether the word `other` is the value.
    func matches(_ other: String) -> Bool { value == other }
  }

  let steps: [Step]
  /// As it was written.
  let text: String

  /// The path that `text` writes, nil if it is none.
  init?(_ text: String) {
    self.text = text
    var steps: [Step] = []
    var rest = Substring(text)
    while true {
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      guard !name.isEmpty else { return nil }
      rest = rest.dropFirst(name.count)
      var choices: [Choice] = []
      if rest.first == "[" {
        guard let end = rest.firstIndex(of: "]"), let chosen = Self.choices(rest[..<end].dropFirst()) else {
          return nil
        }
        choices = chosen
        rest = rest[end...].dropFirst()
      }
      steps.append(Step(name: String(name), choices: choices))
      guard let next = rest.first else { break }
      guard next == "." else { return nil }
      rest = rest.dropFirst()
    }
    self.steps = steps
  }

  /// `key=value, key=value`.
  private static func choices(_ text: Substring) -> [Choice]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part -> Choice? in
      let sides = part.split(separator: "=", maxSplits: 1).map { String($0.filter { !$0.isWhitespace }) }
      return sides.count == 2 && !sides[0].isEmpty ? Choice(key: sides[0], value: sides[1]) : nil
    }
    let known = parts.compactMap { $0 }
    return known.count == parts.count ? known : nil
  }
}
