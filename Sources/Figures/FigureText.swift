/// A title or label: plain text with italic, superscript and subscript pieces.
///
/// A string literal is plain text; pieces are joined with `+`, as in `"weight norm " + .italic("w")`. No character of
/// the text is markup: underscores, braces, quotes and backslashes appear as they are. Control characters become
/// spaces.
public struct FigureText: Sendable, Equatable, ExpressibleByStringLiteral {
  enum Style: Sendable { case plain, italic, raised, lowered }
  struct Piece: Sendable, Equatable {
    var style: Style
    var text: String
  }

  private(set) var pieces: [Piece]

  init(_ style: Style, _ text: String) { pieces = [Piece(style: style, text: text)] }

  /// Plain text.
  public init(_ text: String) { self.init(.plain, text) }

  /// Plain text.
  public init(stringLiteral text: String) { self.init(.plain, text) }

  /// Italic text, for the letter of a quantity.
  public static func italic(_ text: String) -> FigureText { FigureText(.italic, text) }

  /// Raised text, for an exponent.
  public static func superscript(_ text: String) -> FigureText { FigureText(.raised, text) }

  /// Lowered text, for an index.
  public static func `subscript`(_ text: String) -> FigureText { FigureText(.lowered, text) }

  /// One text after another.
  public static func + (left: FigureText, right: FigureText) -> FigureText {
    var joined = left
    for piece in right.pieces {
      if let last = joined.pieces.last, last.style == piece.style {
        joined.pieces[joined.pieces.count - 1].text += piece.text
      } else {
        joined.pieces.append(piece)
      }
    }
    return joined
  }

  /// Whether there is nothing to be seen.
  var isEmpty: Bool { pieces.allSatisfy { $0.text.isEmpty } }

  /// The number of characters.
  var count: Int { pieces.reduce(0) { $0 + $1.text.count } }

  /// The width in units of the font size, from the proportions of a sans-serif font; an estimate for layout only.
  var width: Double {
    pieces.reduce(0) { sum, piece in
      let scale = piece.style == .raised || piece.style == .lowered ? 0.8 : 1
      return sum + scale * piece.text.reduce(0) { $0 + Self.width(of: $1) }
    }
  }

  private static func width(of character: Character) -> Double {
    switch character {
    case "i", "j", "l", "'": 0.22
    case " ", ".", ",", ":", ";", "!", "f", "t", "I", "/", "\\", "[", "]": 0.28
    case "(", ")", "r", "-", "{", "}", "`", "|", "\"": 0.34
    case "c", "k", "s", "v", "x", "y", "z", "J": 0.5
    case "m", "M", "%", "@", "W": 0.89
    case "w", "A"..."Z": 0.72
    default: 0.56
    }
  }

  /// A gnuplot string expression whose enhanced text looks like this text on one line.
  ///
  /// It is single-quoted: inside single quotes gnuplot knows no escapes but '' and substitutes no backquotes.
  var quoted: String {
    let enhanced = pieces.map { piece in
      let text = Self.escaped(Self.keepingOuterSpaces(piece.text))
      return switch piece.style {
      case .plain: text
      case .italic: "{/:Italic \(text)}"
      case .raised: "^{\(text)}"
      case .lowered: "_{\(text)}"
      }
    }
    return "'" + enhanced.joined() + "'"
  }

  /// The text with a word joiner beyond spaces at its ends: some viewers of SVG drop a space where the style changes.
  private static func keepingOuterSpaces(_ text: String) -> String {
    (text.first == " " ? "\u{2060}" : "") + text + (text.last == " " ? "\u{2060}" : "")
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "{", "}", "^", "_", "@", "&", "~": result += "\\\(scalar)"
      case "'": result += "''"
      default: result.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
      }
    }
    return result
  }

  /// The text broken into lines of at most `limit` units of width where words allow it: at commas, or else at spaces.
  func lines(limit: Double) -> [FigureText] {
    var lines: [FigureText] = []
    // Facts between commas stay whole where they can.
    let facts = parts.enumerated().map { $0 + 1 < parts.count ? $1 + ", " : $1 }
    for word in facts.flatMap({ $0.width <= limit ? [$0] : $0.words }) {
      if let last = lines.last, (last + word).width <= limit {
        lines[lines.count - 1] = last + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  /// The pieces between breaks, each with its trailing spaces; a word may have several styles.
  private var words: [FigureText] {
    var words: [FigureText] = []
    var isOpen = false
    for piece in pieces {
      for part in Self.split(piece.text) {
        let word = FigureText(piece.style, part)
        if isOpen, let last = words.last { words[words.count - 1] = last + word } else { words.append(word) }
        isOpen = part.last != " "
      }
    }
    return words
  }

  private static func split(_ text: String) -> [String] {
    var parts = [""]
    for character in text {
      if parts[parts.count - 1].last == " ", character != " " { parts.append("") }
      parts[parts.count - 1].append(character)
    }
    return parts.filter { !$0.isEmpty }
  }
}
