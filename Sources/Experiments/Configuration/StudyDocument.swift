import Datasets
import Foundation

/// A study as read: its text and the configuration that text, preset, `quick` and `--set` give together.
public struct StudyDocument: Sendable {
  /// The whole text of the file.
  public let text: String
  /// What is run.
  public let configuration: StudyConfiguration

  /// Reads a study; later overrides win: the file, its preset, its `quick` part (if asked for), then the assignments.
  ///
  /// - Throws: `StudyError` of kind `badStudy` that names file, line and key.
  public init(path: String, quick: Bool, assignments: [String]) throws(StudyError) {
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
      throw StudyError(
        .badStudy, "Cannot read the study \(path): no readable text file is there; give the path of a study.yaml.")
    }
    self.text = text
    let file = (path as NSString).lastPathComponent
    let base = try Setting(yaml: text, source: file, hasLines: true)
    guard case .table = base else {
      throw StudyError(.badStudy, "Cannot read \(file): a study is a table of key: value.")
    }
    var overrides: [Setting] = []
    for assignment in assignments { overrides.append(try Setting.assignment(assignment)) }
    let chosen = overrides.compactMap { $0.entry("preset") }.last ?? base.entry("preset")
    var study = base.removing(["presets", "quick"])
    if let chosen {
      guard case .scalar(let name, _) = chosen, let preset = base.entry("presets")?.entry(name) else {
        var known = "none"
        if case .table(let presets, _)? = base.entry("presets") { known = presets.map(\.key).joined(separator: ", ") }
        throw StudyError(
          .badStudy, "Cannot use 'preset' (\(chosen.place)): the study has no such preset; it has \(known).")
      }
      study = study.overridden(by: preset)
    }
    if quick, let part = base.entry("quick") { study = study.overridden(by: part) }
    for override in overrides { study = study.overridden(by: override) }
    configuration = try StudyConfiguration(study)
  }

  /// The SHA-256 of the study's text, in hexadecimal.
  public var textChecksum: String { Checksum.sha256(of: Array(text.utf8)) }
}
