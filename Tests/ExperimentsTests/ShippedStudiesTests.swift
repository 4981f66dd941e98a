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
    ("teacher-student-dynamics", [nil, "paper", "code2023"]), ("fashion-mnist", [nil, "code2023"]),
    ("mnist-grokking", [nil]), ("mnist", [nil, "code2023", "rows", "corner", "minimum"]),
    ("mnist-time-to-generalise", [nil, "data-size", "norm", "decay"]), ("mnist-cross-entropy", [nil]),
    ("mnist-cross-entropy-dynamics", [nil]),
    ("toy-addition", [nil, "paper", "paper-vector", "code2023", "code2023-coarse", "envelope"]),
    ("image-messiness", [nil, "paper", "code2023"]), ("teacher-student-phases", [nil]),
    ("representation-dynamics", [nil, "printed", "data-size", "phases"]),
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
      // The quick form is a short one of the study's own preset.
      #expect(short.name == name && (preset != nil || short.steps <= whole.steps))
    }
  }

  /// Every form of an expected.yaml is one in which the study can be run, and has its place in the README; the quick one
  /// is always there.
  @Test(arguments: studies) func everyStudySaysWhatItIsExpectedToShow(_ name: String, _ presets: [String?]) throws {
    let expected = try ExpectedNumbers(path: Self.folder.appending(path: "\(name)/expected.yaml").path)
    let readme = try String(contentsOf: Self.folder.appending(path: "\(name)/README.md"), encoding: .utf8)
    #expect(expected.formNames.contains("quick"))
    for form in expected.formNames {
      #expect(["quick", "full"].contains(form) || presets.contains(form), "\(form)")
      let begin = try #require(readme.range(of: "<!-- measured: \(form) -->"), "\(form)")
      #expect(readme[begin.upperBound...].contains("<!-- end of measured: \(form) -->"), "\(form)")
    }
    for part in ["**Question.**", "**What the paper shows.**", "## Setting", "## Running it", "## Result"] {
      #expect(readme.contains(part), "\(part)")
    }
  }

  /// What the paper and its code differ in: the norm, the order of step and rescaling, the number of steps.
  @Test func presetsAreThePapersAndTheCodes() throws {
    let paper = try Self.document("teacher-student").configuration
    #expect(paper.preset == "paper" && paper.norm == .trueNorm && paper.retraction == .afterStep)
    #expect(paper.steps == 100_000)
    let code = try Self.document("teacher-student", preset: "code2023").configuration
    #expect(code.norm == .firstWeightTwice && code.retraction == .beforeStep && code.steps == 9800)
    let images = try Self.document("fashion-mnist", preset: "code2023").configuration
    #expect(images.bestOfRun?.interval == 50 && images.bestOfRun?.samples == 2000 && images.steps == 10_000)
    #expect(images.trainingSetSizes.count == 28 && images.radii.values.count == 21)
    #expect(try Self.document("fashion-mnist").configuration.bestOfRun == nil)
    let run = try Self.document("teacher-student-dynamics", preset: "code2023").configuration
    #expect(run.radii == .alpha([2]) && run.weightDecays == [0.05] && run.accuracyThresholds == [0.001])
  }
}
