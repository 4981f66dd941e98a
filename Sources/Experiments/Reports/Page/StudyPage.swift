public import Figures
import Foundation

/// The page about many runs: their figures, what was expected of them, and where their numbers come from.
public struct StudyPage: Sendable {
  private let title: String
  private let sections: [ReportPage.Section]

  /// The page about the result files at `paths`; the folder of a run stands for the files in it.
  ///
  /// What is expected of a study is looked for in `studies`/NAME.
  ///
  /// - Throws: `ReportError` for what cannot be read, `StudyError` for an `expected.yaml` that is wrong.
  public init(title: String, paths: [String], studies: String) throws {
    self.title = title
    var sections: [ReportPage.Section] = []
    for path in paths {
      for file in try Self.files(at: path) {
        let titles = Set(sections.map(\.title))
        sections.append(
          try Self.section(of: file, studies: studies, number: sections.count + 1, otherThan: titles))
      }
    }
    self.sections = sections
  }

  /// The text of the page, with the text of plotly.js in it.
  ///
  /// - Throws: what the encoding of numbers throws: nothing.
  public func html(library: PlotlyLibrary) throws -> String {
    try ReportPage(title: title, sections: sections).html(library: library)
  }

  /// The result files of a run's folder, or the file itself.
  private static func files(at path: String) throws(ReportError) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ReportError(.badInput, "Cannot report on '\(path)' because there is no such file: give results of a run.")
    }
    guard isFolder.boolValue else { return [path] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let files = ResultFile.Kind.allCases.map { "\($0.rawValue).h5" }.filter(names.contains).map { "\(path)/\($0)" }
    guard !files.isEmpty else {
      throw ReportError(
        .badInput, "Cannot report on '\(path)' because it holds no result file yet: finish its run first.")
    }
    return files
  }

  /// The section about a file; its title names the file where there is one of the same title.
  private static func section(
    of path: String, studies: String, number: Int, otherThan titles: Set<String>
  ) throws -> ReportPage.Section {
    let file = try ResultFile(path: path)
    let configuration = file.configuration
    let name = configuration?.name ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    // Claims are about what a study computes itself.
    let isOfStudy = file.kind == .landscape || file.kind == .dynamics
    let expectation = try configuration.flatMap { configuration in
      isOfStudy ? try StudyForm(of: configuration, in: "\(studies)/\(name)") : nil
    }
    let report = try expectation.map { try ExpectationReport($0.expected, form: $0.name, file: path) }
    let title = file.pageTitle(name: name, form: expectation?.name)
    return ReportPage.Section(
      identifier: "study-\(number)", title: titles.contains(title) ? "\(title): \(path)" : title,
      question: configuration?.question ?? "", views: file.pageViews,
      rows: (report?.rows ?? []).map {
        ReportPage.Row(
          claim: $0.claim, expected: $0.expected, measured: $0.measured, source: $0.source, holds: $0.holds)
      },
      provenance: file.provenanceFacts, configuration: file.configurationText)
  }
}

/// In which form of a study something was run, with what is expected of that form.
private struct StudyForm {
  let name: String
  let expected: ExpectedNumbers

  /// The form whose configuration is `configuration`, of the study in `folder`; nil if none is, or nothing is expected.
  init?(of configuration: StudyConfiguration, in folder: String) throws {
    let study = "\(folder)/study.yaml", expectation = "\(folder)/expected.yaml"
    guard FileManager.default.fileExists(atPath: study), FileManager.default.fileExists(atPath: expectation) else {
      return nil
    }
    expected = try ExpectedNumbers(path: expectation)
    let found = expected.forms.map(\.name).first { form in
      let assignments = ["quick", "full"].contains(form) ? [] : ["preset=\(form)"]
      let document = try? StudyDocument(path: study, quick: form == "quick", assignments: assignments)
      return document?.configuration == configuration
    }
    guard let found else { return nil }
    name = found
  }
}

extension ResultFile {
  /// The configuration that the file carries; nil if it carries none that this program knows.
  fileprivate var configuration: StudyConfiguration? {
    text("configuration_json").flatMap {
      try? JSONDecoder.grokscape.decode(StudyConfiguration.self, from: Data($0.utf8))
    }
  }

  /// The study's title, the form that was run, and what is shown of it where that is not the study itself.
  fileprivate func pageTitle(name: String, form: String?) -> String {
    let title = provenance.title ?? name, study = text("study_yaml") == nil ? "" : " (\(name))"
    switch kind {
    case .landscape, .dynamics: return title + (form.map { " (\($0))" } ?? "")
    // Their titles say what they are.
    case .path: return title
    case .pca: return title + study
    case .slice: return "Slice of the loss: \(title)"
    case .hessian: return "Curvature: \(title)"
    }
  }

  /// What a page says of the file's origin.
  fileprivate var provenanceFacts: [(name: String, value: String)] {
    let names = [
      ("source", "program"), ("preset", "preset"), ("study_sha256", "SHA-256 of the study"), ("precision", "precision"),
      ("kernel_path", "kernels"), ("blas", "BLAS"), ("hdf5", "HDF5"), ("references", "references"),
    ]
    let seeds = (axes.first { $0.dimension == "seed" }).map { [("seeds", $0.list)] } ?? []
    let root = provenance.rootSeed.map { [("root seed", String($0))] } ?? []
    return [("file", path)] + names.compactMap { name, label in text(name).map { (label, $0) } } + root + seeds
  }

  /// The configuration that the numbers were computed with, as JSON of one key a line.
  fileprivate var configurationText: String {
    guard let text = text("configuration_json"),
      let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
      let lines = try? JSONSerialization.data(withJSONObject: value, options: [.prettyPrinted, .sortedKeys])
    else { return text("configuration_json") ?? "" }
    return String(decoding: lines, as: UTF8.self)
  }
}
