import Experiments
import Foundation
import Testing

/// The derivatives of the reduced training loss against differences of minima found again.
@Suite struct EnvelopeTests {
  private static let settings = [
    "precision=double", "solver=riemannian", "evaluations=3000", "stop.relative_gradient_below=1e-9", "n_train=5",
    "messiness=[0, 0.5]", "alpha=[0.5, 0.8]", "problem.activation=tanh",
  ]

  private func report(
    _ path: String, _ assignments: [String], _ change: (inout EnvelopeRequest) -> Void = { _ in }
  ) async throws -> EnvelopeReport {
    var request = EnvelopeRequest()
    change(&request)
    return try await EnvelopeStudy(path: path, quick: false, assignments: assignments, request)
      .report(isInterrupted: { false })
  }

  /// At minima both derivatives are those of the reduced loss, up to the square of the step; at messiness 0 too, where one
  /// neighbour lies outside the axis.
  @Test(arguments: ["true", "first_weight_twice"]) func derivativesAreThoseOfTheReducedLoss(_ norm: String) async throws
  {
    let folder = try StudyFolder(StudyText.addition)
    let found = try await report(folder.study, Self.settings + ["norm=\(norm)"])
    #expect(found.points.map(\.point) == [0, 1, 2, 3] && found.points.map(\.messiness.value) == [0, 0, 0.5, 0.5])
    #expect(found.countingPoints == 4 && found.countingFraction.value == 1 && found.agrees)
    for point in found.points {
      #expect(point.alongNorm.relativeError.value < 1e-4 && abs(point.alongNorm.derivative.value) > 1e-3)
      #expect(try #require(point.alongMessiness).relativeError.value < 1e-3)
    }
  }

  /// Far from a minimum the loss found from there has another derivative than the stored one.
  @Test func withoutMinimaNothingAgrees() async throws {
    let folder = try StudyFolder(StudyText.addition)
    let found = try await report(folder.study, Self.settings + ["evaluations=3"]) { $0.stationarity = 100 }
    #expect(!found.agrees && found.countingPoints > 0)
    let strict = try await report(folder.study, Self.settings + ["evaluations=3"])
    #expect(strict.countingPoints == 0 && !strict.agrees && strict.medianRelativeError.norm.value.isNaN)
  }

  /// A file with parameters has the study's minima; workers change nothing, and a sample is some of the points.
  @Test func filesGiveWhatStudiesGive() async throws {
    let folder = try StudyFolder(StudyText.addition)
    let study = try await report(folder.study, Self.settings)
    for stores in ["true", "false"] {
      _ = try await folder.run(Self.settings + ["store_parameters=\(stores)"])
      let file = try await report(folder.file("results/landscape.h5"), []) { $0.workers = 3 }
      #expect(file == study)
      let one = try await report(folder.file("results/landscape.h5"), []) { $0.sample = 1 }
      #expect(one.points == [study.points[2]])
      try FileManager.default.removeItem(atPath: folder.file("results"))
    }
  }

  @Test func theProgramPrintsAndJudges() throws {
    let folder = try StudyFolder(StudyText.addition)
    let call = ["check-envelope", "study.yaml"] + Self.settings.flatMap { ["--set", $0] }
    let table = try Program(call, in: folder)
    #expect(table.code == 0 && table.error == "")
    #expect(table.output.contains("4 of 4 (100 %)") && table.output.contains("median relative error of dl/dm"))
    let json = try Program(call + ["--json", "--tolerance", "1e-9", "--sample", "2"], in: folder)
    #expect(json.code == 3)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let report = try decoder.decode(EnvelopeReport.self, from: Data(json.output.utf8))
    #expect(report.points.map(\.point) == [1, 3] && !report.agrees)
    #expect(abs(report.tolerance - 1e-11) < 1e-20)
  }

  @Test(
    arguments: [
      (["study.yaml"], 65, ["study.yaml", "solver: riemannian"]), (["none.h5"], 65, ["none.h5"]),
      (["study.yaml", "--set", "kind=dynamics"], 64, []), (["none.h5", "--quick"], 64, ["--quick"]),
    ] as [([String], Int32, [String])])
  func aWrongWordIsOneSentence(_ arguments: [String], _ code: Int32, _ parts: [String]) throws {
    try Program(["check-envelope"] + arguments, in: try StudyFolder(StudyText.addition)).expectFailure(code, parts)
  }

  @Test(arguments: [["--step", "0"], ["--sample", "0"], ["--tolerance", "0"], ["--stationarity", "-1"]])
  func aWrongCallIsUsage(_ arguments: [String]) throws {
    let call = try Program(["check-envelope", "study.yaml"] + arguments, in: try StudyFolder(StudyText.addition))
    #expect(call.code == 64 && call.output == "" && call.error.contains("Usage: grokscape"))
  }
}
