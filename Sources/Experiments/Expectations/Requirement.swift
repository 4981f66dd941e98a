/// What measured values have to be.
enum Requirement: Sendable, Equatable {
  /// Each within an absolute distance of a number; `text` is how the distance was written.
  case near(Double, distance: Double, text: String)
  /// Each in an interval, whose ends may be infinite.
  case between(Double, Double)
  /// Every number larger (or smaller) than the one before.
  case ordered(isAscending: Bool)
  /// Each this word.
  case word(String)

  /// The word for a time that is never reached, which is stored as NaN.
  private static let never = "never"

  /// Whether `measured` is as it has to be; what is not a number is so only where the word is `never`.
  func holds(for measured: Measured) -> Bool {
    switch (self, measured) {
    case (.near(let value, let distance, _), .numbers(let numbers)):
      return numbers.allSatisfy { abs($0 - value) <= distance }
    case (.between(let low, let high), .numbers(let numbers)):
      return numbers.allSatisfy { $0 >= low && $0 <= high }
    case (.ordered(let isAscending), .numbers(let numbers)):
      return numbers.count > 1
        && zip(numbers, numbers.dropFirst()).allSatisfy { isAscending ? $0 < $1 : $0 > $1 }
    case (.word(Self.never), .numbers(let numbers)):
      return numbers.allSatisfy(\.isNaN)
    case (.word(let word), .words(let words)):
      return words.allSatisfy { $0 == word }
    default:
      return false
    }
  }

  /// The requirement as a table shows it.
  var text: String {
    switch self {
    case .near(let value, _, let distance): return "\(NumberText.coordinate(value)) +- \(distance)"
    case .between(let low, .infinity): return "at least \(NumberText.coordinate(low))"
    case .between(-.infinity, let high): return "at most \(NumberText.coordinate(high))"
    case .between(let low, let high): return "\(NumberText.coordinate(low)) to \(NumberText.coordinate(high))"
    case .ordered(let isAscending): return isAscending ? "ascending" : "descending"
    case .word(let word): return word
    }
  }
}
