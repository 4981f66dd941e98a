import Foundation
import Stores

/// A landscape.h5 as a source of minima: its study, and its parameters where it stores them.
struct StoredMinima: Sendable {
  let document: StudyDocument
  private let file: ResultFile
  private let axes: [String]

  /// Reads the file at `path`.
  ///
  /// - Throws: `ReportError` of kind `badInput` if it is no landscape or does not hold its study.
  init(path: String) throws(ReportError) {
    file = try ResultFile(path: path)
    try file.require(.landscape)
    guard let text = file.text("study_yaml"), let json = file.text("configuration_json"),
      let configuration = try? JSONDecoder.grokscape.decode(StudyConfiguration.self, from: Data(json.utf8))
    else {
      throw ReportError(
        .badInput,
        "Cannot read '\(path)' as the result of a study because it does not hold its configuration: run the study again."
      )
    }
    document = StudyDocument(text: text, configuration: configuration)
    axes = file.variable("status")?.dimensions ?? []
  }

  /// The minima at the norms of the given indices, beside `point`; nil if the file does not store parameters.
  ///
  /// - Throws: `ReportError` if a variable is missing or of another shape.
  func minima(_ wanted: [Int], at point: GridPoint) throws(ReportError) -> [Int: LandscapeMinimum]? {
    let study = document.configuration
    func values(_ name: String) throws(ReportError) -> [Double] { try file.values(name, over: axes) }
    let testLosses = try values("test_loss"), trainLosses = try values("train_loss")
    let tangents = try values("tangent_gradient_norm"), radials = try values("radial_gradient")
    let messiness = file.variable("messiness_gradient") == nil ? nil : try values("messiness_gradient")
    let isTrueNorm = study.norm == .trueNorm
    let norms =
      try isTrueNorm && !study.radii.isRelative
      ? file.coordinates("weight_norm") : file.values(isTrueNorm ? "weight_norm" : "constraint_norm", over: axes)
    var minima: [Int: LandscapeMinimum] = [:]
    do throws(StoreError) {
      let reader = try StoreReader(path: file.path)
      guard try reader.names(in: "/").contains("parameters") else { return nil }
      for index in wanted {
        let at = point.number - point.norm + index
        minima[index] = LandscapeMinimum(
          parameters: try reader.parameters(of: at).numbers ?? [],
          constraintNorm: norms.count == testLosses.count ? norms[at] : norms[index], trainLoss: trainLosses[at],
          testLoss: testLosses[at], tangentGradientNorm: tangents[at], radialGradient: radials[at],
          messinessGradient: messiness?[at])
      }
    } catch {
      throw ReportError(.badInput, error.description)
    }
    return minima
  }
}
