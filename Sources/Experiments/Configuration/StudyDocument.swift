import Datasets
import Foundation

/// A study as read: its text and the configuration that text, preset, `quick` and `--set` give together.
public struct StudyDocument: Sendable {
  /// The whole text of the file.
  public let text: String
  /// What is run.
  public let configuration: StudyConfiguration

  /// A study that was read before.
  init(text: String, configuration: StudyConfiguration) {
    self.text = text
    self.configuration = configuration
  }

  /// Reads a study; later overrides win: the file, its preset, its `quick` part (if asked for), then the assignments.
  ///
  /// - Throws: `StudyError` of kind `badStudy` that names file, line and key; of kind `badRequest` for an assignment that
  ///   is not `key=value`, and for `quick` where the study has no such part.
  public init(path: String, quick: Bool, assignments: [String]) throws(StudyError) {
    text = try Self.text(of: path)
    let file = try Setting(yaml: text, source: path, hasLines: true)
    var overrides: [Setting] = []
    for assignment in assignments { overrides.append(try Setting.assignment(assignment)) }

    let parts = try StrictTable(file, keys: StudyConfiguration.keys + ["presets", "quick"])
    let presets = try Self.overrides(of: parts)
    var study = file.removing(["presets", "quick"])
    if let chosen = overrides.compactMap({ $0.entry("preset") }).last ?? file.entry("preset") {
      guard case .scalar(let name, _) = chosen, let preset = presets.first(where: { $0.name == name }) else {
        let known = presets.isEmpty ? "it has none" : "it has \(presets.map(\.name).joined(separator: ", "))"
        throw StudyError(
          .badStudy, "Cannot use 'preset' (\(chosen.place)): it must be a preset of the study, and \(known).")
      }
      study = study.overridden(by: preset.settings)
    }
    if quick {
      guard let part = file.entry("quick") else {
        throw StudyError(
          .badRequest, "Cannot run \(path) with --quick: it has no key 'quick'; add it or leave --quick out.")
      }
      study = study.overridden(by: part)
    }
    for override in overrides { study = study.overridden(by: override) }
    configuration = try StudyConfiguration(sweeping: study)
  }

  /// The SHA-256 of the study's text, in hexadecimal.
  public var textChecksum: String { Checksum.sha256(of: Array(text.utf8)) }

  private static func text(of path: String) throws(StudyError) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw StudyError(
        .badStudy, "Cannot read the study \(path): there is no such file; give the path of a study.yaml.")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StudyError(.badStudy, "Cannot read the study \(path): it cannot be opened; check its permissions.")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw StudyError(.badStudy, "Cannot read the study \(path): it is not text in UTF-8; save it as such.")
    }
    return text
  }

  /// The presets; their keys and those of `quick` are checked whether they are used or not.
  private static func overrides(of study: StrictTable) throws(StudyError) -> [(name: String, settings: Setting)] {
    // A preset is chosen once, before anything is overridden.
    let keys = StudyConfiguration.keys.filter { $0 != "preset" }
    if let quick = study.setting("quick") { _ = try StrictTable(quick, path: "quick", keys: keys) }
    guard let presets = study.setting("presets") else { return [] }
    guard case .table(let entries, _) = presets else {
      throw study.wrong("presets", presets, "a table of {NAME: {key: value, ...}, ...}")
    }
    for (name, _, preset) in entries { _ = try StrictTable(preset, path: "presets.\(name)", keys: keys) }
    return entries.map { ($0.key, $0.value) }
  }
}
