import Foundation

/// What comparing one file gave.
struct Report {
  enum Verdict: String {
    case passed = "ok", failed = "FAIL", skipped = "skip"
  }

  /// The largest errors allowed, in double and in single precision.
  static let doubleBound = 1e-9, floatBound = 1e-4
  static let header = line("", "file", "losses", "gradients", "parameters", "Float losses", "")

  let verdict: Verdict
  /// What was not compared, or what went wrong.
  let note: String
  /// Whether the file holds something that was not compared.
  let isPartial: Bool
  private let errors: Errors

  /// Compares the file at `path`.
  init(of path: String) {
    do {
      let comparison = try ReferenceFile(path: path).compare()
      errors = comparison.errors
      let worst = max(errors.losses ?? 0, errors.gradients ?? 0, errors.parameters ?? 0)
      let agrees = worst <= Self.doubleBound && (errors.floatLosses ?? 0) <= Self.floatBound
      verdict = agrees && comparison.failure == nil ? .passed : .failed
      note = [comparison.failure, comparison.omitted, comparison.remark].compactMap { $0 }.joined(separator: "; ")
      isPartial = comparison.omitted != nil
    } catch {
      errors = Errors()
      isPartial = false
      switch error {
      case .unsupported(let what): (verdict, note) = (.skipped, what)
      case .unreadable(let what): (verdict, note) = (.failed, what)
      }
    }
  }

  func line(for name: String) -> String {
    Self.line(
      verdict.rawValue, name, Self.text(errors.losses), Self.text(errors.gradients), Self.text(errors.parameters),
      Self.text(errors.floatLosses), note)
  }

  private static func text(_ error: Double?) -> String { error.map { String(format: "%.1e", $0) } ?? "-" }

  private static func line(_ columns: String...) -> String {
    let widths = [5, 36, 9, 10, 11, 13]
    let padded = zip(columns, widths).map { $0 + String(repeating: " ", count: max(1, $1 - $0.count)) }
    let line = (padded + columns.dropFirst(widths.count)).joined()
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// Why a file was not compared.
enum ReferenceError: Error {
  /// It asks for something that the engine does not have.
  case unsupported(String)
  /// It is damaged or contradicts itself; one sentence.
  case unreadable(String)
}

/// What comparing a file that is supported gave.
struct Comparison {
  var errors = Errors()
  /// What the file holds but the engine does not have.
  var omitted: String?
  /// What failed without being a number.
  var failure: String?
  /// What was found beside the errors.
  var remark: String?
}

/// The worst errors of a file, by what they are errors of; `nil` where nothing was compared.
struct Errors {
  var losses: Double?, gradients: Double?, parameters: Double?, floatLosses: Double?

  /// Adds the error of the tensor `found`: `max|a - b| / max(1, max|b|)`.
  mutating func add(_ part: WritableKeyPath<Errors, Double?>, _ found: [Double], _ expected: [Double]) {
    var difference = 0.0, scale = 1.0
    for (a, b) in zip(found, expected) {
      let distance = a == b ? 0 : abs(a - b)
      difference = distance.isNaN ? .infinity : max(difference, distance)
      if b.isFinite { scale = max(scale, abs(b)) }
    }
    self[keyPath: part] = max(self[keyPath: part] ?? 0, difference / scale)
  }
}
