import Datasets
import Foundation
import LinearAlgebra
import Stores
import Sweeps

extension StudyVerification {
  /// Checks the result file at `path` by itself: its study, layout, status and completeness; and computes `sample` of its
  /// points, chosen at random, again.
  ///
  /// - Throws: `ReportError` if it is no result file, `DatasetError`, `StoreError`.
  public init(file path: String, sample: Int) async throws {
    let file = try ResultFile(path: path)
    self.init()
    guard case .text(let json) = file.attribute("configuration_json"),
      case .text(let text) = file.attribute("study_yaml"),
      let configuration = try? JSONDecoder.grokscape.decode(StudyConfiguration.self, from: Data(json.utf8))
    else {
      note(false, nil, "its attributes 'configuration_json' and 'study_yaml' do not hold a study")
      return
    }
    let document = StudyDocument(text: text, configuration: configuration)
    checkStudy(document, file)
    guard problems.isEmpty else { return }
    let found = try await configuration.perform(VerifyingFile(file: file, document: document, sample: sample))
    for finding in found.findings { note(true, finding, "") }
    for problem in found.problems { note(false, nil, problem) }
  }

  /// Reads the text of the study again, and compares it with the configuration and the attributes.
  private mutating func checkStudy(_ document: StudyDocument, _ file: ResultFile) {
    let configuration = document.configuration
    note(
      file.attribute("study_sha256") == .text(document.textChecksum), nil,
      "its study_yaml does not have its study_sha256")
    note(
      file.attribute("kind") == .text(configuration.kind.rawValue)
        && file.attribute("root_seed") == .int64(Int64(configuration.rootSeed))
        && file.attribute("precision") == .text(configuration.precision.rawValue), nil,
      "its attributes kind, root_seed and precision are not those of its configuration_json")
    let preset = configuration.preset.map { ["preset=\($0)"] } ?? []
    do throws(StudyError) {
      let read = try StudyDocument(text: document.text, source: "study_yaml", quick: false, assignments: preset)
      let keys = read.configuration.differingKeys(from: configuration)
      note(
        true,
        keys.isEmpty
          ? "its study can be read and gives its configuration"
          : "its study can be read and gives its configuration but for what was overridden: \(keys.joined(separator: ", "))",
        "")
    } catch {
      note(false, nil, "its study cannot be read: \(error.description)")
    }
  }
}

private struct VerifyingFile: StudyOperation {
  let file: ResultFile, document: StudyDocument, sample: Int

  func perform<Recipe: PointRecipe, Element: Scalar>(
    _ recipe: Recipe, _: Element.Type
  ) async throws -> StudyVerification {
    var report = StudyVerification()
    let expected = recipe.compose(StudyResults(done: [:], failed: [], arrays: [:]), document)
    checkLayout(expected, &report)
    guard report.problems.isEmpty else { return report }
    let states = PointStates(file.root)
    report.note(
      states.problem == nil, "status, stop_reason and missing values agree", "\(states.problem ?? "")")
    let total = states.statuses.count
    let done = states.statuses.count { $0 == PointStatus.done || $0 == PointStatus.diverged }
    let failed = states.statuses.count { $0 == PointStatus.failed }
    report.note(
      done == total, "all \(total) points are done", "\(done) of \(total) points are done and \(failed) failed")
    let perUnit = total / recipe.plan.count
    let units = (0..<recipe.plan.count).filter { unit in
      (0..<perUnit).allSatisfy { states.hasValues(unit * perUnit + $0) }
    }
    var kernels: [String] = []
    if case .texts(let texts) = file.attribute("kernels") { kernels = texts }
    let reader = try StoreReader(path: file.path)
    let again = Recomputation<Recipe, Element>(recipe, document, stored: file.root) { unit in
      let bytes = recipe.storesParameters ? try? recipe.storedParameters(of: unit, in: reader) : nil
      return (kernels, bytes.map(PointArrayReference.init))
    }
    try again.check(units, sample: sample, &report)
    return report
  }

  private func checkLayout(_ expected: StoredGroup, _ report: inout StudyVerification) {
    let stored = Dictionary(file.root.variables.map { ($0.name, $0) }) { first, _ in first }
    let wrong = expected.variables.filter {
      stored[$0.name]?.dimensions != $0.dimensions || stored[$0.name]?.values.count != $0.values.count
    }.map(\.name)
    let dimensions = file.root.dimensions.filter { stored in
      !expected.dimensions.contains {
        $0.name == stored.name && $0.count == stored.count && $0.coordinates == stored.coordinates
      }
    }
    report.note(
      dimensions.isEmpty && file.root.dimensions.count == expected.dimensions.count && wrong.isEmpty,
      "dimensions and variables are those of its study",
      "the dimensions \(dimensions.map(\.name)) or variables \(wrong) are not those of its study")
  }
}

/// The states of the points of a file, and whether what else it holds agrees with them.
private struct PointStates {
  let statuses: [UInt8]
  private(set) var problem: String?

  init(_ root: StoredGroup) {
    let status = root.variables.first { $0.name == "status" }
    statuses = (status?.values.numbers ?? []).map { UInt8(exactly: $0) ?? .max }
    let axes = status?.dimensions ?? []
    for variable in root.variables where variable.dimensions.starts(with: axes) && variable.name != "status" {
      guard let values = variable.values.numbers else { continue }
      let count = values.count / max(statuses.count, 1)
      for point in statuses.indices where problem == nil {
        check(point, variable, values[(point * count)..<((point + 1) * count)])
      }
    }
  }

  /// Whether a point has ended with a result.
  func hasValues(_ point: Int) -> Bool {
    statuses[point] == PointStatus.done || statuses[point] == PointStatus.diverged
  }

  private mutating func check(_ point: Int, _ variable: StoredVariable, _ values: ArraySlice<Double>) {
    let name = PointStatus.name(statuses[point])
    var isReal = false
    switch variable.values {
    case .double, .float: isReal = true
    default: break
    }
    switch statuses[point] {
    case PointStatus.missing, PointStatus.failed:
      if !values.allSatisfy({ isReal ? $0.isNaN : $0 == 0 }) {
        problem = "point \(point) has the status '\(name)' and values of \(variable.name)"
      }
    case PointStatus.done, PointStatus.diverged:
      let isDone = statuses[point] == PointStatus.done
      if variable.name == "train_loss", isDone, values.first?.isFinite == false {
        problem = "point \(point) has the status '\(name)' and no finite train_loss"
      }
      if variable.name == "stop_reason", values.first == 0 || isDone && values.first == 5 {
        problem = "point \(point) has the status '\(name)' and the stop_reason \(Int(values.first ?? 0))"
      }
    default: problem = "point \(point) has a status that does not exist"
    }
  }
}
