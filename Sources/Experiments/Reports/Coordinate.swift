/// A place along one axis of a result file: a key of the study and one of its values, as `--at` gives it.
public struct Coordinate: Codable, Sendable, Equatable {
  /// A value: a number, or the word that stands where a study has words.
  public enum Value: Codable, Sendable, Equatable {
    case number(Double)
    case word(String)

    /// Reads a number or a word.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .word(try container.decode(String.self))
      }
    }

    /// Writes the number or the word.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(ReportNumber(number))
      case .word(let word): try container.encode(word)
      }
    }

    /// The number, NaN for a word.
    var number: Double { if case .number(let number) = self { number } else { .nan } }

    /// As somebody would have typed it.
    var text: String {
      switch self {
      case .number(let number): NumberText.coordinate(number)
      case .word(let word): word
      }
    }

    /// Whether this is what was meant; numbers to within the rounding of rules such as `logspace`.
    func matches(_ wanted: Value) -> Bool {
      switch (self, wanted) {
      case (.number(let mine), .number(let theirs)): abs(mine - theirs) <= 1e-9 * abs(theirs)
      default: text == wanted.text
      }
    }
  }

  /// The key as the study has it: `optimizer.rate`.
  public let key: String
  /// The value.
  public let value: Value

  /// A place.
  public init(key: String, value: Value) {
    self.key = key
    self.value = value
  }

  /// A place from `key=value`, nil if the text is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    self.init(key: parts[0], value: Double(parts[1]).map(Value.number) ?? .word(parts[1]))
  }

  /// Such as `optimizer.rate = 0.001`.
  var text: String { "\(key) = \(value.text)" }
}
