import Experiments
import Foundation
import Optimization
import Testing

/// The studies of this repository, in every form that they have.
@Suite struct ShippedStudiesTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "studies")

  private static func document(_ name: String, quick: Bool = false, preset: String? = nil) throws -> StudyDocument {
    try StudyDocument(
      path: folder.appending(path: "\(name)/study.yaml").path, quick: quick,
      assignments: preset.map { ["preset=\($0)"] } ?? [])
  }

  /// The presets of every study.
  private static let studies: [(String, [String?])] = [
    ("teacher-student", [nil, "paper", "code2023"]), ("teacher-student-data-size", [nil]),
    ("teacher-student-dynamics", [nil, "paper", "code2023"]), ("fashion-mnist", [nil]), ("mnist-grokking", [nil]),
    ("toy-addition", [nil, "paper", "paper-vector", "code2023", "code2023-coarse", "envelope"]),
    ("image-messiness", [nil, "paper", "code2023"]),
  ]

  @Test func everyStudyIsListedHere() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
      FileManager.default.fileExists(atPath: Self.folder.appending(path: "\($0)/study.yaml").path)
    }
    #expect(names.sorted() == Self.studies.map(\.0).sorted())
  }

  @Test(arguments: studies) func everyFormCanBeRead(_ name: String, _ presets: [String?]) throws {
    for preset in presets {
      let whole = try Self.document(name, preset: preset).configuration
      #expect(whole.name == name && !whole.title.isEmpty && !whole.question.isEmpty)
      let short = try Self.document(name, quick: true, preset: preset).configuration
      #expect(short.name == name && short.steps <= whole.steps)
    }
  }

  /// What the paper and its code differ in: the norm, the order of step and rescaling, the number of steps.
  @Test func presetsAreThePapersAndTheCodes() throws {
    let paper = try Self.document("teacher-student").configuration
    #expect(paper.preset == "paper" && paper.norm == .trueNorm && paper.retraction == .afterStep)
    #expect(paper.steps == 100_000)
    let code = try Self.document("teacher-student", preset: "code2023").configuration
    #expect(code.norm == .firstWeightTwice && code.retraction == .beforeStep && code.steps == 10_000)
    let run = try Self.document("teacher-student-dynamics", preset: "code2023").configuration
    #expect(run.radii == .alpha([2]) && run.weightDecays == [0.05] && run.accuracyThresholds == [0.001])
  }
}
