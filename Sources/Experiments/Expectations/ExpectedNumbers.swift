import Foundation

/// What a study is expected to show: its `expected.yaml`, a list of claims for each form in which it is run.
///
/// A form is `quick`, `full`, or the name of a preset.
public struct ExpectedNumbers: Sendable {
  /// The path of the file.
  let path: String
  /// The claims by form, in the order of the file.
  let forms: [(name: String, claims: [Claim])]

  /// The names of the forms, in the order of the file.
  public var formNames: [String] { forms.map(\.name) }

  /// Reads the file at `path` strictly.
  ///
  /// - Throws: `StudyError` of kind `badStudy` that names file, line and key.
  public init(path: String) throws(StudyError) {
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
      throw StudyError(
        .badStudy, "Cannot read what the study is expected to show: there is no text \(path); write one beside it.")
    }
    self.path = path
    let setting = try Setting(yaml: text, source: path, hasLines: true)
    guard case .table(let entries, _) = setting else {
      throw StudyError(
        .badStudy, "Cannot read \(setting.place): it must be a table of forms, such as quick: [{claim: ...}].")
    }
    var forms: [(name: String, claims: [Claim])] = []
    for (name, place, value) in entries {
      guard case .list(let items, _) = value else {
        throw StudyError(.badStudy, "Cannot use '\(name)' (\(place)): it must be a list of claims.")
      }
      var claims: [Claim] = []
      for item in items { claims.append(try Claim(item, path: name)) }
      forms.append((name, claims))
    }
    self.forms = forms
  }

  /// The claims of a form.
  ///
  /// - Throws: `StudyError` of kind `badRequest` if there are none.
  func claims(of form: String) throws(StudyError) -> [Claim] {
    guard let found = forms.first(where: { $0.name == form }) else {
      throw StudyError(
        .badRequest,
        "Cannot check the form '\(form)' by \(path): it has \(formNames.joined(separator: ", ")); choose one of these."
      )
    }
    return found.claims
  }
}
