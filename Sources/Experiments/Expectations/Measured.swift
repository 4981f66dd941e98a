/// What a claim was held against: numbers, or words such as `all`.
enum Measured: Sendable, Equatable {
  case numbers([Double])
  case words([String])

  /// What `trees` hold, nil if there are none or they are of different types.
  init?(_ trees: [ReportTree]) {
    let numbers = trees.compactMap { if case .number(let number) = $0 { number } else { nil } }
    let words = trees.compactMap { if case .word(let word) = $0 { word } else { nil } }
    if trees.isEmpty { return nil }
    if numbers.count == trees.count {
      self = .numbers(numbers)
    } else if words.count == trees.count {
      self = .words(words)
    } else {
      return nil
    }
  }

  /// The values as a table shows them.
  var text: String {
    switch self {
    case .numbers(let numbers): numbers.map(NumberText.measured).joined(separator: ", ")
    case .words(let words): words.joined(separator: ", ")
    }
  }
}

/// How several numbers become one.
enum Statistic: String, Sendable, CaseIterable {
  case median, mean, minimum, maximum, ratio, spread

  /// The number; NaN takes no part.
  ///
  /// A ratio is the last over the first, a spread the largest over the smallest.
  func of(_ values: [Double]) -> Double {
    let known = values.filter { !$0.isNaN }
    guard let first = known.first, let last = known.last else { return .nan }
    switch self {
    case .median: return OverSeeds.median(known)
    case .mean: return known.reduce(0, +) / Double(known.count)
    case .minimum: return known.min() ?? .nan
    case .maximum: return known.max() ?? .nan
    case .ratio: return last / first
    case .spread: return (known.max() ?? .nan) / (known.min() ?? .nan)
    }
  }
}
