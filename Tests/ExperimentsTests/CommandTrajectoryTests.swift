import Foundation
import Stores
import Testing

/// `grokscape trajectory` and `grokscape slice` on small files.
@Suite struct CommandTrajectoryTests {
  /// Two runs of 3 and 2 checkpoints on a plane of a space of 53 parameters, with accuracies.
  private func trajectory(in folder: StudyFolder) throws -> String {
    let places: [[(Double, Double)]] = [[(0, 0), (3, 0), (3, 4)], [(0, 0), (-6, 1)]]
    var parameters: [Float] = []
    for run in places {
      for checkpoint in 0..<3 {
        let place = checkpoint < run.count ? run[checkpoint] : (.nan, .nan)
        parameters += (0..<53).map { Float(100 + ($0 == 4 ? place.0 : $0 == 9 ? place.1 : 0)) }
      }
    }
    let history = StoredGroup(
      name: "history",
      dimensions: [StoredDimension("history_step", .int64([0, 5, 10, 20]), units: "step", longName: "step")],
      variables: [
        StoredVariable(
          "train_accuracy", over: ["run", "history_step"], .double([0, 0.9, 1, 1, 0, 1, 1, 1]), units: "1",
          longName: "accuracy"),
        StoredVariable(
          "test_accuracy", over: ["run", "history_step"], .double([0, 0, 0.2, 1, 0, 0, 0, 0.5]), units: "1",
          longName: "accuracy"),
      ])
    try StoredGroup(
      attributes: [StoredAttribute("layers", .text("[]"))],
      dimensions: [
        StoredDimension("run", count: 2), StoredDimension("checkpoint", count: 3),
        StoredDimension("parameter", count: 53),
      ],
      variables: [
        StoredVariable(
          "step", over: ["run", "checkpoint"], .int64([0, 10, 20, 0, 10, -1]), units: "step", longName: "step"),
        StoredVariable(
          "parameters", over: ["run", "checkpoint", "parameter"], .float(parameters), units: "1",
          longName: "parameters"),
      ], groups: [history]
    ).write(to: folder.file("trajectory.h5"))
    return folder.file("trajectory.h5")
  }

  @Test func componentsOfTwoRuns() throws {
    let folder = try StudyFolder()
    let result = try Program(
      ["trajectory", "pca", trajectory(in: folder), "-o", "pca.h5", "--centre", "first", "--json"], in: folder)
    #expect(result.code == 0, "\(result.error)")
    let file = try StoredGroup(contentsOf: folder.file("pca.h5"))
    func values(_ name: String) throws -> [Double] {
      try #require(file.variables.first { $0.name == name }?.values.numbers)
    }
    #expect(try values("step") == [0, 10, 20, 0, 10, -1])
    // The Gram matrix of (3, 0), (3, 4), (-6, 1): the sum of its eigenvalues is its trace.
    let squares = try values("singular_value").map { $0 * $0 }
    #expect(squares.count == 3 && abs(squares.reduce(0, +) - 71) < 1e-4)
    let places = try values("projection")
    #expect(abs(places[2] * places[2] + places[3] * places[3] - 9) < 1e-4)
    #expect(places[0] == 0 && places[6] == 0 && places[10].isNaN)
    #expect(try values("residual").prefix(5).allSatisfy { $0 < 0.02 })
    #expect(file.attributes.contains(StoredAttribute("layers", .text("[]"))))
    #expect(file.attributes.contains(StoredAttribute("centre", .text("first"))))
  }

  @Test func distancesOfTwoRuns() throws {
    let folder = try StudyFolder()
    let result = try Program(["trajectory", "distances", trajectory(in: folder), "--json"], in: folder)
    #expect(result.code == 0, "\(result.error)")
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let runs = try #require(report["runs"] as? [[String: Any]])
    // A at step 0, B at 10 and C at 20; the second run does not generalise.
    #expect(runs[0]["distances"] as? [Double] == [3, 4, 5])
    #expect(runs[0]["squares"] as? [Double] == [9, 16, 25])
    let second = try #require(runs[1]["distances"] as? [Any])
    #expect(second[0] as? Double == 37.0.squareRoot() && second[1] is NSNull && second[2] is NSNull)
    let summaries = try #require(report["summaries"] as? [[String: Any]])
    #expect(summaries.map { $0["runs"] as? Int } == [2, 1, 1])
    // 37 comes back from its root within rounding.
    #expect(abs(try #require(summaries[0]["square_mean"] as? Double) - 23) < 1e-12)
  }

  @Test func refusals() throws {
    let folder = try StudyFolder()
    let path = try trajectory(in: folder)
    try Program(["trajectory", "pca", "nothing.h5", "-o", "pca.h5"], in: folder).expectFailure(65, ["nothing.h5"])
    try Program(["trajectory", "pca", path, "-o", "pca.h5", "--memory", "1MB"], in: folder)
      .expectFailure(64, ["MiB"])
    try StoredGroup().write(to: folder.file("empty.h5"))
    try Program(["trajectory", "distances", "empty.h5"], in: folder).expectFailure(65, ["empty.h5", "parameters"])
    try Program(["slice", "study.yaml", "--trajectory", path, "-o", "slice.h5", "--x=0:1:2"], in: folder)
      .expectFailure(65, ["53", "parameters"])
    #expect(folder.names(in: ".").allSatisfy { $0 != "pca.h5" && $0 != "slice.h5" })
  }

  /// A slice around the study's own minimum: its centre has the model's loss, and one thread does what three do.
  @Test func slicesAroundAMinimum() throws {
    let folder = try StudyFolder()
    let arguments = ["slice", "study.yaml", "--x=-1:1:5", "--y=0:0.5:2", "--set", "steps=20"]
    for workers in ["1", "3"] {
      let result = try Program(arguments + ["-o", "slice-\(workers).h5", "--workers", workers], in: folder)
      #expect(result.code == 0, "\(result.error)")
    }
    let one = try StoredGroup(contentsOf: folder.file("slice-1.h5"))
    #expect(try one == StoredGroup(contentsOf: folder.file("slice-3.h5")))
    let losses = try #require(one.variables.first { $0.name == "train_loss" }?.values.numbers)
    #expect(one.dimensions.prefix(2).map(\.count) == [5, 2])
    guard case .double(let centre) = one.attributes.first(where: { $0.name == "centre_train_loss" })?.value else {
      Issue.record("the file does not say the loss at the centre")
      return
    }
    #expect(abs(losses[4] / centre - 1) < 1e-5)
    #expect(losses.filter { $0 == losses[4] }.count == 1)
  }
}
