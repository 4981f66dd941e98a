import Foundation
import Stores
import Testing

/// `run --renew`: what it removes of another run, what it leaves, and when it refuses.
@Suite struct CommandRenewTests {
  private static let run = ["run", "study.yaml", "-o", "results", "--quiet", "--workers", "1"]

  /// Writes the plan anew with `old` replaced.
  private func edit(_ folder: StudyFolder, _ old: String, _ new: String) throws {
    let plan = try String(contentsOfFile: folder.file("results/plan.json"), encoding: .utf8)
    let edited = plan.replacingOccurrences(of: old, with: new)
    try #require(edited != plan)
    try folder.write(Data(edited.utf8), "results/plan.json")
  }

  @Test func anotherConfigurationIsComputedAnewAndItsBitsAreThoseOfAFreshRun() async throws {
    let folder = try StudyFolder()
    try Program(Self.run + ["--set", "store_parameters=true"], in: folder)
    #expect(folder.names(in: "results/arrays").count == 6)
    let kept = ["notes.txt", "lu.svg", "journal.log", "arrays/1.txt", "checkpoints/mine"]
    for name in kept { try folder.write(Data("mine".utf8), "results/\(name)") }
    try folder.write(Data("x".utf8), "results/checkpoints/3")
    let renewed = try Program(Self.run + ["--renew", "--set", "steps=7"], in: folder)
    #expect(renewed.code == 0 && renewed.output == "results/landscape.h5\n" && renewed.error == "")
    #expect(try await folder.run(["steps=7"], into: "fresh") == ResultBits(path: folder.file("results/landscape.h5")))
    for name in kept {
      #expect(FileManager.default.contents(atPath: folder.file("results/\(name)")) == Data("mine".utf8), "\(name)")
    }
    #expect(folder.names(in: "results/arrays") == ["1.txt"] && folder.names(in: "results/checkpoints") == ["mine"])
    #expect(folder.names().count { $0.hasPrefix("journal-") } == 1 && !folder.names().contains("leases"))
  }

  @Test func ofTheSameConfigurationNothingIsRemovedAndNothingDoneAgain() throws {
    let folder = try StudyFolder()
    try Program(Self.run, in: folder)
    let names = folder.names()
    #expect(try Program(Self.run + ["--renew"], in: folder).code == 0)
    #expect(folder.names() == names, "a point done again would have a journal of its own")
  }

  @Test func anotherKindOfRunLosesItsResultFilesToo() throws {
    let folder = try StudyFolder(StudyText.dynamics)
    try Program(Self.run + ["--set", "checkpoints={every: 20}"], in: folder)
    #expect(folder.names().contains("dynamics.h5") && folder.names().contains("trajectory.h5"))
    try folder.write(Data(StudyText.landscape.utf8), "study.yaml")
    try Program(Self.run, in: folder).expectFailure(65, ["another configuration", "--renew"])
    #expect(try Program(Self.run + ["--renew"], in: folder).code == 0)
    #expect(folder.names().filter { $0.hasSuffix(".h5") } == ["landscape.h5"])
  }

  /// Results of other numerics have the same configuration, and are not taken for finished.
  @Test func anotherRevisionOfTheNumericsIsRefusedUnlessItIsRenewed() throws {
    let folder = try StudyFolder()
    try Program(Self.run, in: folder)
    let group = try StoredGroup(contentsOf: folder.file("results/landscape.h5"))
    guard case .int64(let revision) = group.attributes.first(where: { $0.name == "numerics" })?.value else {
      Issue.record("the result has no revision")
      return
    }
    try edit(folder, "\"numerics\":\(revision)", "\"numerics\":\(revision + 1)")
    let parts = ["revision \(revision + 1) of the numerics, this program's \(revision)", "--renew"]
    try Program(Self.run, in: folder).expectFailure(65, ["results"] + parts)
    let old = Set(folder.names().filter { $0.hasPrefix("journal-") })
    #expect(try Program(Self.run + ["--renew"], in: folder).code == 0)
    #expect(old.isDisjoint(with: folder.names()))
    // A plan from before there were revisions is of the first.
    try edit(folder, "\"numerics\":\(revision),", "")
    #expect(try Program(Self.run, in: folder).code == (revision == 1 ? 0 : 65))
  }

  @Test func aDamagedPlanIsRenewedAndJournalsWithoutAPlanAreNot() throws {
    let folder = try StudyFolder()
    try Program(Self.run, in: folder)
    try folder.write(Data("{".utf8), "results/plan.json")
    #expect(try Program(Self.run + ["--renew"], in: folder).code == 0)
    try FileManager.default.removeItem(atPath: folder.file("results/plan.json"))
    try Program(Self.run + ["--renew"], in: folder).expectFailure(65, ["plan.json is missing"])
  }

  @Test func aRunThatProcessesWorkOnIsNotRemoved() throws {
    let folder = try StudyFolder(StudyText.landscape.replacingOccurrences(of: "steps: 20", with: "steps: 50000000"))
    // The first is at work until it is interrupted, whatever becomes of the second.
    let script = """
      "$@" & first=$!
      until [ -e results/leases/0 ]; do sleep 0.01; done
      "$@" --renew --set steps=3 && code=0 || code=$?
      ls results/plan.json results/leases/0
      kill -INT $first; wait $first && exit 1
      exit $code
      """
    let both = try Program(Self.run, in: folder, behind: ["/bin/bash", "-c", script, "bash"])
    #expect(both.code == 73 && both.output == "results/leases/0\nresults/plan.json\n")
    #expect(both.error.contains("Cannot remove the run in results: a process is at work on it; wait"), "\(both.error)")
    #expect(try Program(Self.run + ["--renew", "--set", "steps=3"], in: folder).code == 0, "it has ended")
  }
}
