import Foundation
import Testing

/// A disk in memory, mounted in a folder of a study's folder as long as this object lives.
private final class MemoryDisk {
  let folder: StudyFolder

  init?(_ options: String, readOnly: Bool = false) {
    guard let folder = try? StudyFolder() else { return nil }
    guard mkdir(folder.file("disk"), 0o700) == 0 else { return nil }
    guard mount("none", folder.file("disk"), "tmpfs", readOnly ? 1 : 0, options) == 0 else { return nil }
    self.folder = folder
  }

  deinit { umount2(folder.file("disk"), 2) }

  static let isPermitted = MemoryDisk("size=4k") != nil
}

private let mounting: Comment = "mounting a disk in memory is not permitted: run as the superuser"

/// Folders and disks that do not take the results.
@Suite struct CommandDiskTests {
  private static func run(in folder: StudyFolder, _ output: String, behind prefix: [String] = []) throws -> Program {
    try Program(["run", "study.yaml", "-o", output, "--quiet", "--workers", "1"], in: folder, behind: prefix)
  }

  /// What a run may leave behind that is not finished.
  private static func expectNothingFinished(in folder: StudyFolder, _ output: String) {
    for name in folder.names(in: output) {
      #expect(name == "plan.json" || name.hasPrefix("journal-") && name.hasSuffix(".log"), "\(name)")
    }
  }

  @Test(arguments: ["study.yaml", "study.yaml/results", "study.yaml/a/b"])
  func aFolderBelowAFileCannotBeMade(_ output: String) throws {
    let folder = try StudyFolder()
    try Self.run(in: folder, output).expectFailure(73, ["Cannot make the folder study.yaml: file exists"])
    #expect(try String(contentsOfFile: folder.study, encoding: .utf8) == StudyText.landscape)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write into every folder"))
  func aFolderThatMayNotBeWrittenIsNamed() throws {
    let folder = try StudyFolder()
    try #require(mkdir(folder.file("results"), 0o500) == 0)
    try Self.run(in: folder, "results").expectFailure(73, ["Cannot write results/plan.json: permission denied"])
    #expect(folder.names() == [])
  }

  @Test(.enabled(if: MemoryDisk.isPermitted, mounting)) func aDiskThatCannotBeWrittenIsNamed() throws {
    let disk = try #require(MemoryDisk("size=64k", readOnly: true))
    try Self.run(in: disk.folder, "disk").expectFailure(73, ["Cannot write disk/plan.json: read-only file system"])
    try Self.run(in: disk.folder, "disk/results")
      .expectFailure(73, ["Cannot make the folder disk/results: read-only file system"])
    #expect(disk.folder.names(in: "disk") == [])
  }

  @Test(.enabled(if: MemoryDisk.isPermitted, mounting)) func aRunOnADiskThatBecameReadOnlyIsNamedAndCanBeRead() throws {
    let disk = try #require(MemoryDisk("size=1m"))
    try Program(["run", "study.yaml", "-o", "disk", "--quiet", "--points", "0-2"], in: disk.folder)
    let readOnly: UInt = 1, remount: UInt = 32
    try #require(mount("none", disk.folder.file("disk"), "tmpfs", readOnly | remount, "size=1m") == 0)
    try Self.run(in: disk.folder, "disk").expectFailure(73, ["disk/plan.json: read-only file system"])
    #expect(try Program(["status", "disk"], in: disk.folder).output.contains("done             3\n"))
    #expect(try Program(["merge", "disk", "-o", "part.h5"], in: disk.folder).code == 0)
  }

  /// The plan takes a page of the disk, the leases one, the journal one, the result seven.
  @Test(
    .enabled(if: MemoryDisk.isPermitted, mounting),
    arguments: [("size=8k", "Cannot append to disk/journal-"), ("size=20k", "Cannot write 'disk/landscape.h5'")])
  func aFullDiskLosesNothing(_ size: String, _ failure: String) throws {
    let disk = try #require(MemoryDisk(size))
    try Self.run(in: disk.folder, "disk").expectFailure(73, [failure, "no space left on device"])
    Self.expectNothingFinished(in: disk.folder, "disk")
    // With more room the same command goes on.
    try #require(mount("none", disk.folder.file("disk"), "tmpfs", 32, "size=1m") == 0)
    #expect(try Self.run(in: disk.folder, "disk").output == "disk/landscape.h5\n")
  }

  /// Parameters take a page of the disk a point; the folders of these and of the leases are one each.
  @Test(
    .enabled(if: MemoryDisk.isPermitted, mounting),
    arguments: [("size=24k", "Cannot write disk/arrays/"), ("size=52k", "Cannot write 'disk/landscape.h5'")])
  func aFullDiskLosesNoParameters(_ size: String, _ failure: String) async throws {
    let disk = try #require(MemoryDisk(size))
    let run = ["run", "study.yaml", "-o", "disk", "--quiet", "--workers", "1", "--set", "store_parameters=true"]
    try Program(run, in: disk.folder).expectFailure(73, [failure, "no space left on device"])
    #expect(!(disk.folder.names(in: "disk") + disk.folder.names(in: "disk/arrays")).contains { $0.hasPrefix(".") })
    #expect(!disk.folder.names(in: "disk").contains("landscape.h5"))
    try #require(mount("none", disk.folder.file("disk"), "tmpfs", 32, "size=1m") == 0)
    #expect(try Program(run, in: disk.folder).output == "disk/landscape.h5\n")
    let verified = try Program(["verify", "disk", "--sample", "6"], in: disk.folder)
    #expect(verified.code == 0 && verified.output.contains("the same bits: 0, 1, 2, 3, 4, 5"), "\(verified.error)")
  }

  /// A limit on the size of files stops a write like a full disk, whoever runs the tests.
  ///
  /// Its unit is a KiB: more than the plan, less than the journal.
  @Test(arguments: [
    (0, "Cannot write results/plan.json"), (2, "Cannot append to results/journal-"),
    (8, "Cannot write 'results/landscape.h5'"),
  ])
  func aFileThatMayNotGrowLosesNothing(_ limit: Int, _ failure: String) async throws {
    let folder = try StudyFolder()
    let limited = ["/bin/bash", "-c", "trap '' XFSZ; ulimit -f \(limit); exec \"$@\"", "bash"]
    try Self.run(in: folder, "results", behind: limited).expectFailure(73, [failure, "file too large"])
    Self.expectNothingFinished(in: folder, "results")
    #expect(try Self.run(in: folder, "results").code == 0)
    let resumed = try ResultBits(path: folder.file("results/landscape.h5"))
    #expect(try await folder.run(into: "undisturbed") == resumed)
  }

  /// Rows of 648 bytes each, which stop a run where they do not fit; then all 61, and their copy behind a heading.
  @Test(arguments: [(4, "Cannot write results/checkpoints/0-rows"), (40, "Cannot write 'results/trajectory.h5'")])
  func keptParametersThatDoNotFitLoseNothing(_ limit: Int, _ failure: String) async throws {
    let folder = try StudyFolder(StudyText.dynamics)
    let keeping = [
      "problem.widths=[2, 20, 1]", "alpha=1", "weight_decay=0", "precision=double", "checkpoints={every: 1}",
    ]
    let arguments = ["run", "study.yaml", "-o", "results", "--quiet"] + keeping.flatMap { ["--set", $0] }
    let limited = ["/bin/bash", "-c", "trap '' XFSZ; ulimit -f \(limit); exec \"$@\"", "bash"]
    try Program(arguments, in: folder, behind: limited).expectFailure(73, [failure, "ile too large"])
    let left = folder.names() + folder.names(in: "results/arrays") + folder.names(in: "results/checkpoints")
    #expect(!left.contains { $0.hasPrefix(".") || $0 == "trajectory.h5" || $0 == "leases" || $0 == "checkpoints" })
    #expect(try Program(arguments, in: folder).code == 0)
    try await folder.run(keeping, into: "undisturbed")
    let kept = try ["results", "undisturbed"].map {
      try Data(contentsOf: URL(fileURLWithPath: folder.file("\($0)/trajectory.h5")))
    }
    let isSame = kept[0] == kept[1]
    #expect(isSame)
  }

  @Test func aResultThatCannotBePutInPlaceIsNamed() throws {
    let folder = try StudyFolder()
    try folder.write(Data(), "results/landscape.h5/file")
    try Self.run(in: folder, "results").expectFailure(73, ["'results/landscape.h5'", "not a file"])
  }

  @Test func aFullStandardOutputIsAnError() throws {
    let folder = try StudyFolder()
    let full = ["/bin/bash", "-c", "exec \"$@\" > /dev/full", "bash"]
    try Self.run(in: folder, "results", behind: full)
      .expectFailure(73, ["Cannot write to standard output: no space left on device"])
    // The result is there all the same.
    #expect(try Program(["lu", "results/landscape.h5"], in: folder).code == 0)
    try Program(["lu", "results/landscape.h5", "--json"], in: folder, behind: full).expectFailure(
      73, ["standard output"])
  }

  @Test(arguments: ["2> /dev/full", "2>&-"]) func aStandardErrorThatTakesNothingIsNone(_ redirection: String) throws {
    let folder = try StudyFolder()
    let silent = ["/bin/bash", "-c", "exec \"$@\" \(redirection)", "bash"]
    let run = try Program(["run", "study.yaml", "-o", "results"], in: folder, behind: silent)
    #expect(run.code == 0 && run.output == "results/landscape.h5\n")
    #expect(try Program(["lu", "none.h5"], in: folder, behind: silent).code == 65)
  }
}
