import Experiments
import Foundation
import Stores
import Testing

/// The parameters that runs of a study keep.
@Suite struct StudyTrajectoryTests {
  private static func study(_ checkpoints: String, precision: String = "double") -> String {
    StudyText.dynamics + "precision: \(precision)\nbatch: 4\ncheckpoints: \(checkpoints)\n"
  }

  /// The norms of the rows of a trajectory beside those in the history, and the steps.
  private func trajectory(
    _ folder: StudyFolder, _ name: String = "trajectory.h5"
  ) throws -> (
    norms: [[Double]], history: [[Double]], steps: [[Int64]], group: StoredGroup
  ) {
    let group = try StoredGroup(contentsOf: folder.file("results/\(name)"))
    let values = Dictionary(uniqueKeysWithValues: group.variables.map { ($0.name, $0.values) })
    let counts = try #require(values["checkpoint_count"]?.numbers).map { Int($0) }
    let length = group.dimensions[1].count, size = group.dimensions[2].count
    let rows = try #require(values["parameters"]?.numbers)
    guard case .int64(let allSteps) = values["step"] else { throw CocoaError(.coderInvalidValue) }
    let history = try #require(group.groups.first)
    let times = try #require(history.dimensions.first?.coordinates?.numbers)
    let recorded = try #require(history.variables.first { $0.name == "weight_norm" }?.values.numbers)
    var norms: [[Double]] = [], measured: [[Double]] = [], steps: [[Int64]] = []
    for (run, count) in counts.enumerated() {
      let own = Array(allSteps[(run * length)..<(run * length + count)])
      steps.append(own)
      norms.append(
        (0..<count).map { checkpoint in
          let start = (run * length + checkpoint) * size
          return rows[start..<(start + size)].reduce(0) { $0 + $1 * $1 }.squareRoot()
        })
      measured.append(
        own.map { step in
          times.firstIndex(of: Double(step)).map { recorded[run * times.count + $0] } ?? .nan
        })
    }
    return (norms, measured, steps, group)
  }

  @Test(arguments: ["double", "float"])
  func checkpointsAreTheParametersOfTheirSteps(_ precision: String) async throws {
    let folder = try StudyFolder(Self.study("{every: 10}", precision: precision))
    try await folder.run()
    let kept = try trajectory(folder)
    #expect(kept.steps == [[Int64]](repeating: [0, 10, 20, 30, 40, 50, 60], count: 4))
    for (norms, history) in zip(kept.norms, kept.history) {
      #expect(zip(norms, history).allSatisfy { abs($0 - $1) <= 1e-6 * $1 })
      #expect(Set(norms).count == 7)
    }
    let values = Dictionary(uniqueKeysWithValues: kept.group.variables.map { ($0.name, $0.values) })
    #expect(values["alpha"] == .double([1, 1, 2, 2]) && values["weight_decay"] == .double([0, 0.1, 0, 0.1]))
    let isDouble = if case .double = values["parameters"] { true } else { false }
    #expect(isDouble == (precision == "double"))
    #expect(kept.group.attributes.contains { $0.name == "study_yaml" })
  }

  /// Keeping parameters changes nothing of a run, whatever the number of workers, and neither does an interruption.
  @Test func runsAreTheSameWithAndWithoutCheckpoints() async throws {
    let without = try StudyFolder(StudyText.dynamics + "precision: double\nbatch: 4\n")
    let with = try StudyFolder(Self.study("{log: 12}"))
    let bits = try await without.run()
    #expect(try await with.run(workers: 2) == bits)
    #expect(!without.names().contains("trajectory.h5") && with.names().contains("trajectory.h5"))
    let first = try trajectory(with).group
    try FileManager.default.removeItem(atPath: with.file("results/trajectory.h5"))
    // What was finished is not computed again.
    try await with.run()
    #expect(try trajectory(with).group == first)
    #expect(try trajectory(with).steps.allSatisfy { $0.count == 12 && $0.first == 0 && $0.last == 60 })
  }

  @Test func aBudgetBoundsWhatARunKeeps() async throws {
    // A row of 17 parameters has 136 bytes.
    let folder = try StudyFolder(Self.study("{every: 1, megabytes: 0.0006}"))
    try await folder.run()
    #expect(try trajectory(folder).steps.allSatisfy { $0 == [0, 20, 40, 60] })
    let moved = try StudyFolder(Self.study("{moved: 1.0e-4, megabytes: 0.001}"))
    try await moved.run()
    let kept = try trajectory(moved)
    #expect(kept.steps.allSatisfy { (4...7).contains($0.count) && $0.first == 0 && $0.last == 60 })
  }

  @Test func aMergedFileHasItsTrajectoryBesideIt() async throws {
    let folder = try StudyFolder(Self.study("{log: 5}"))
    try await folder.run()
    _ = try await StudyMerge(folders: [folder.file("results")]).write(to: folder.file("results/part.h5"))
    let whole = try trajectory(folder).group
    #expect(try trajectory(folder, "part-trajectory.h5").group == whole)
  }

  @Test(arguments: [
    ("{}", "every, log and moved"), ("{every: 1, log: 5}", "one of every"), ("{every: 0}", "'checkpoints.every'"),
    ("{log: 1}", "'checkpoints.log'"), ("{moved: 0}", "'checkpoints.moved'"),
    ("{log: 5, megabytes: 0}", "'checkpoints.megabytes'"), ("{lgo: 5}", "'checkpoints.log'"), ("5", "a table"),
  ])
  func aWrongScheduleIsNamed(_ text: String, _ part: String) throws {
    let folder = try StudyFolder(Self.study(text))
    let error = #expect(throws: StudyError.self) { try folder.document() }
    expectSentence(error?.description ?? "", [part])
  }
}
