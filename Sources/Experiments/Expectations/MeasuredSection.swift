import Foundation

/// The part of a study's README that is written by the program: what a form of the study has measured.
///
/// It stands between the lines `<!-- measured: FORM -->` and `<!-- end of measured: FORM -->`.
public struct MeasuredSection: Sendable {
  private let path: String
  private let form: String

  /// The section of `form` in the text at `path`.
  public init(path: String, form: String) {
    self.path = path
    self.form = form
  }

  /// Replaces what stands between the marks by the table of `report`.
  ///
  /// - Returns: whether the text has changed.
  /// - Throws: `StudyError` of kind `badStudy` if the text cannot be read, has no marks or cannot be written.
  public func write(_ report: ExpectationReport) throws(StudyError) -> Bool {
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
      throw StudyError(.badStudy, "Cannot write what was measured into \(path): there is no such text; write one.")
    }
    let begin = "<!-- measured: \(form) -->", end = "<!-- end of measured: \(form) -->"
    guard let first = text.range(of: begin), let last = text.range(of: end, range: first.upperBound..<text.endIndex)
    else {
      throw StudyError(
        .badStudy, "Cannot write what was measured into \(path): it lacks the lines \(begin) and \(end); add them.")
    }
    let new = text[..<first.upperBound] + "\n\n\(report.markdown)\n\n" + text[last.lowerBound...]
    guard new != text else { return false }
    do {
      try Data(new.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw StudyError(.badStudy, "Cannot write what was measured into \(path): the file cannot be written.")
    }
    return true
  }
}
