#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FigureText {
  /// Whether a positive number is written out in running text instead of with a power of ten.
  static func isCommon(_ value: Double) -> Bool { value > 0.0009 && value < 99_999.5 }

  /// A number that is not negative to six digits, in the form that suits its size.
  static func number(_ value: Double) -> FigureText { number(value, plain: isCommon(value)) }

  /// A positive number to six digits, written out or with a power of ten ("5×10" raised to "−7").
  static func number(_ value: Double, plain: Bool) -> FigureText {
    guard value > 0, value.isFinite else { return FigureText(value == 0 ? "0" : "\(value)") }
    var exponent = Int(log10(value).rounded(.down))
    var mantissa = value / pow(10, Double(exponent))
    if mantissa > 9.999995 { (mantissa, exponent) = (1, exponent + 1) }
    guard !plain else { return FigureText(digits(value, places: max(0, 5 - exponent))) }
    let factor = digits(mantissa, places: 5)
    let power = exponent < 0 ? "−\(-exponent)" : "\(exponent)"
    return FigureText(factor == "1" ? "10" : factor + "×10") + .superscript(power)
  }

  /// A number rounded to `places` after the point, without trailing zeros.
  private static func digits(_ value: Double, places: Int) -> String {
    let scaled = (value * pow(10, Double(places))).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let text = String(Int(scaled))
    guard places > 0 else { return text }
    let padded = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
    var fraction = padded.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    return padded.dropLast(places) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
