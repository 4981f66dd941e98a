extension FigureText {
  /// Texts with commas between them.
  public static func list(_ texts: [FigureText]) -> FigureText {
    texts.dropFirst().reduce(texts.first ?? "") { $0 + ", " + $1 }
  }

  /// The parts between commas that all texts have, in the order of the first.
  static func common(_ texts: [FigureText]) -> FigureText {
    let parts = texts.map(\.parts)
    return list((parts.first ?? []).filter { part in parts.allSatisfy { $0.contains(part) } })
  }

  /// The parts between commas.
  var parts: [FigureText] {
    var parts: [FigureText] = [""]
    for piece in pieces {
      for (index, text) in piece.text.components(between: ", ").enumerated() {
        if index > 0 { parts.append("") }
        if !text.isEmpty { parts[parts.count - 1] = parts[parts.count - 1] + FigureText(piece.style, text) }
      }
    }
    return parts
  }
}

extension String {
  /// The pieces between a separator of several characters.
  fileprivate func components(between separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
