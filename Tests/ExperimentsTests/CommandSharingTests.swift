import Foundation
import Sweeps
import Testing

/// Several runs on one folder, and the commands that look at such a folder.
@Suite struct CommandSharingTests {
  private static let run = ["run", "study.yaml", "-o", "results", "--quiet", "--workers", "1"]

  private func json(_ folder: StudyFolder, _ name: String = "results") throws -> [String: Any] {
    let status = try Program(["status", name, "--json"], in: folder)
    #expect(status.code == 0 && status.error == "")
    return try #require(try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
  }

  @Test func threeChunksGiveTheBitsOfOneRun() async throws {
    let folder = try StudyFolder()
    for (chunk, isLast) in [("2/3", false), ("1/3", false), ("3/3", true)] {
      let run = try Program(Self.run + ["--chunk", chunk], in: folder)
      #expect(run.code == 0 && run.output == (isLast ? "results/landscape.h5\n" : "") && run.error == "")
    }
    let bits = try ResultBits(path: folder.file("results/landscape.h5"))
    #expect(try await folder.run(into: "one", workers: 2) == bits)
  }

  @Test func twoRunsAtOnceShareTheWorkAndBothEndWithTheResult() async throws {
    let folder = try StudyFolder(StudyText.landscape.replacingOccurrences(of: "steps: 20", with: "steps: 20000"))
    let both = ["/bin/bash", "-c", "\"$@\" & \"$@\" && wait $!", "bash"]
    let run = try Program(Self.run, in: folder, behind: both)
    #expect(run.code == 0 && run.output == "results/landscape.h5\nresults/landscape.h5\n" && run.error == "")
    #expect(!folder.names().contains("leases"))
    #expect(try json(folder)["done"] as? Int == 6)
    let verified = try Program(["verify", "results"], in: folder)
    #expect(verified.code == 0, "\(verified.output)")
    let bits = try ResultBits(path: folder.file("results/landscape.h5"))
    #expect(try await folder.run(["steps=20000"], into: "one") == bits)
  }

  @Test(arguments: [
    ["--points", "0-6"], ["--points", "6"], ["--points", "3-2"], ["--points", "-1"], ["--points", "a-b"],
    ["--chunk", "0/3"], ["--chunk", "4/3"], ["--chunk", "1"], ["--chunk", "1/2", "--points", "0-1"],
    ["--json-progress"],
  ]) func aSelectionOfNoPointsIsAWrongCall(_ arguments: [String]) throws {
    let folder = try StudyFolder()
    let run = try Program(Self.run + arguments, in: folder)
    #expect(run.code == 64 && run.output == "")
    #expect(folder.names() == [])
  }

  @Test func statusCountsAndMergeMarksWhatIsMissing() throws {
    let folder = try StudyFolder()
    try Program(Self.run + ["--points", "1-4"], in: folder)
    let before = folder.names()
    let status = try json(folder)
    for (key, value) in ["points": 6, "done": 4, "running": 0, "failed": 0, "missing": 2, "damaged_lines": 0] {
      #expect(status[key] as? Int == value, "\(key)")
    }
    #expect((status["slowest"] as? [Any])?.count == 4)
    #expect(try Program(["status", "results"], in: folder).output.contains("missing          2"))
    #expect(folder.names() == before, "nothing is written")

    let merged = try Program(["merge", "results", "-o", "part.h5"], in: folder)
    #expect(merged.code == 0 && merged.output == "part.h5\n" && merged.error.hasPrefix("4 of 6 points are done"))
    let part = try ResultBits(path: folder.file("part.h5"))
    #expect(part.values["status"] == [0, 1, 1, 1, 1, 0])
    try Program(["verify", "results"], in: folder, expecting: 65, ["4 of 6 points are done"])
  }

  @Test func aFailedPointIsToldMarkedAndTriedAgain() async throws {
    let folder = try StudyFolder()
    let undisturbed = try await folder.run(into: "undisturbed")
    try Program(Self.run + ["--points", "0-4"], in: folder)
    // The last point fails under the key that it has.
    let entries = try SweepEntry.all(in: RunFolder(folder.file("undisturbed")))
    let key = try #require(entries.first { $0.point == 5 }).key
    try Journal(in: folder.file("results")).append(Data("5 \(key) failed 0.5 1.7e9 the data are broken".utf8))

    let status = try json(folder)
    #expect(status["done"] as? Int == 5 && status["failed"] as? Int == 1 && status["missing"] as? Int == 0)
    let table = try Program(["status", "results"], in: folder)
    #expect(table.output.hasSuffix("point 5 failed: the data are broken\n"))
    try Program(["merge", "results", "-o", "part.h5"], in: folder)
    let part = try ResultBits(path: folder.file("part.h5"))
    #expect(part.values["status"] == [1, 1, 1, 1, 1, 3])
    try Program(["verify", "results"], in: folder, expecting: 65, ["5 of 6 points are done and 1 failed"])
    // Of a part without it nothing is wrong; the file is composed because nothing is missing.
    let other = try Program(Self.run + ["--points", "0-3"], in: folder)
    #expect(other.code == 0 && other.output == "results/landscape.h5\n")

    #expect(try Program(Self.run, in: folder).code == 0)
    let bits = try ResultBits(path: folder.file("results/landscape.h5"))
    #expect(bits == undisturbed)
  }

  @Test func partsOfARunInSeveralFoldersAreMerged() async throws {
    let folder = try StudyFolder()
    for (name, points) in [("a", "0-3"), ("b", "2-5")] {
      try Program(["run", "study.yaml", "-o", name, "--quiet", "--points", points], in: folder)
    }
    #expect(try Program(["merge", "a", "b", "-o", "all.h5"], in: folder).error == "")
    let bits = try ResultBits(path: folder.file("all.h5"))
    #expect(try await folder.run() == bits)
    try Program(["run", "study.yaml", "-o", "c", "--quiet", "--set", "steps=3"], in: folder)
    try Program(["merge", "a", "c", "-o", "none.h5"], in: folder)
      .expectFailure(65, ["a and c", "differ in steps"])
    #expect(!FileManager.default.fileExists(atPath: folder.file("none.h5")))
  }

  @Test func aRunThatGoesOnIsSeenAndAKilledOneIsNot() throws {
    let folder = try StudyFolder()
    var during: [String: Any] = [:]
    let endless = Self.run + ["--set", "steps=1000000000", "--points", "2-5"]
    _ = try Program(
      endless, in: folder,
      signal: (
        SIGKILL,
        {
          guard folder.names().contains("leases") else { return false }
          during = (try? json(folder)) ?? [:]
          return during["running"] as? Int == 1
        }
      ))
    #expect(during["running_points"] as? [Int] == [2] && during["processes"] as? Int == 1)
    let after = try json(folder)
    #expect(after["running"] as? Int == 0 && after["processes"] as? Int == 0 && after["missing"] as? Int == 6)
  }

  @Test func verifyFindsWhatWasChanged() throws {
    let folder = try StudyFolder()
    try Program(Self.run, in: folder)
    let verified = try Program(["verify", "results", "--sample", "6"], in: folder)
    #expect(verified.code == 0 && verified.output.contains("the same bits: 0, 1, 2, 3, 4, 5"))
    // A result file of other values.
    try Program(["run", "study.yaml", "-o", "other", "--quiet", "--set", "steps=3"], in: folder)
    let other = try Data(contentsOf: URL(fileURLWithPath: folder.file("other/landscape.h5")))
    try folder.write(other, "results/landscape.h5")
    try Program(["verify", "results"], in: folder, expecting: 65, ["does not hold the journals' values"])
    // A journal of another configuration.
    let name = try #require(folder.names(in: "other").first { $0.hasPrefix("journal-") })
    let journal = try Data(contentsOf: URL(fileURLWithPath: folder.file("other/\(name)")))
    try folder.write(journal, "results/journal-999999999-0.log")
    try Program(["verify", "results"], in: folder, expecting: 65, ["another configuration"])
    try Program(Self.run, in: folder).expectFailure(65, ["another configuration", "journals in results"])
  }

  @Test(arguments: ["status", "verify"]) func whatIsNoFolderOfARunIsNamed(_ command: String) throws {
    let folder = try StudyFolder()
    try Program([command, "."], in: folder).expectFailure(65, ["the folder .", "no plan.json"])
    try folder.write(Data("{}".utf8), "edited/plan.json")
    try Program([command, "edited"], in: folder).expectFailure(65, ["plan.json is damaged"])
    #expect(folder.names(in: "edited") == ["plan.json"])
  }

  @Test func anEstimateRunsNothing() throws {
    let folder = try StudyFolder()
    let estimate = try Program(Self.run + ["--estimate"], in: folder)
    #expect(estimate.code == 0 && estimate.error == "")
    #expect(estimate.output.contains("points           6\n") && estimate.output.contains("(mean of 3, one at a time)"))
    #expect(folder.names() == [])
  }

  /// |x|^120 is beyond single precision for |x| > 2.1: the data of some seeds have such an x, and others do not.
  @Test func aPointWithoutFiniteDataFailsAndTheRestGoesOn() async throws {
    let folder = try StudyFolder()
    let overflowing = Self.run + ["--set", "problem.activation=relu_120", "--set", "seed={from: 0, to: 7}"]
    for _ in 0..<2 {
      try Program(overflowing, in: folder)
        .expectFailure(3, ["3 of 24 points failed, point 12 because the targets of seed 4 overflow float precision"])
    }
    let bits = try ResultBits(path: folder.file("results/landscape.h5"))
    let statuses = try #require(bits.values["status"])
    #expect(statuses.indices.filter { statuses[$0] == 3 } == [12, 13, 14])
    #expect(try #require(bits.values["train_loss"])[12...14].allSatisfy(\.isNaN))
    let status = try json(folder)
    #expect(status["failed"] as? Int == 3 && status["done"] as? Int == 21 && status["missing"] as? Int == 0)
    #expect((status["failures"] as? [Any])?.count == 3)
    // In double precision the same data are finite.
    #expect(try Program(overflowing + ["-o", "double", "--set", "precision=double"], in: folder).code == 0)
  }

  @Test func aRunThatOnlyWaitsSaysSo() throws {
    let folder = try StudyFolder()
    let endless = ["--set", "steps=1000000000", "--points", "2"]
    let both = [
      "/bin/bash", "-c",
      """
      "$@" --quiet 2> /dev/null & other=$!
      until test -e results/leases/2; do sleep 0.01; done
      "$@" --json-progress & waiting=$!
      sleep 1
      kill -TERM $waiting; wait $waiting
      kill -KILL $other
      """, "bash",
    ]
    let run = try Program(
      ["run", "study.yaml", "-o", "results", "--workers", "1"] + endless, in: folder, behind: both)
    let lines = run.error.split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(lines.count == 1 && lines.first?["waiting_for"] as? Int == 1, "\(run.error)")
    #expect(lines.first?["done"] as? Int == 0 && lines.first?["total"] as? Int == 1)
  }

  @Test func whatAKilledRunLeftUnfinishedIsRemoved() throws {
    let folder = try StudyFolder()
    try Program(Self.run + ["--set", "store_parameters=true"], in: folder)
    let host = ProcessInfo.processInfo.hostName
    for place in ["results", "results/arrays"] {
      try folder.write(Data("half".utf8), "\(place)/.unfinished-\(host)-999999999-0")
    }
    #expect(try Program(Self.run + ["--set", "store_parameters=true"], in: folder).code == 0)
    #expect(!(folder.names() + folder.names(in: "results/arrays")).contains { $0.hasPrefix(".") })
  }

  @Test func progressForProgramsIsALineAPoint() throws {
    let folder = try StudyFolder()
    let run = try Program(["run", "study.yaml", "-o", "results", "--json-progress", "--workers", "1"], in: folder)
    let lines = try run.error.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.map { $0["done"] as? Int } == Array(1...6) && lines.allSatisfy { $0["total"] as? Int == 6 })
  }
}

extension Program {
  /// Runs a command that prints what it found and fails.
  @discardableResult
  fileprivate init(_ arguments: [String], in folder: StudyFolder, expecting code: Int32, _ parts: [String]) throws {
    self = try Program(arguments, in: folder)
    #expect(self.code == code)
    expectSentence(String(error.split(separator: "\n").last ?? ""), parts)
  }
}
