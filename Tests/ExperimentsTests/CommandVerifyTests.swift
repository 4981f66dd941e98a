import Foundation
import Stores
import Testing

/// `grokscape verify` on single result files.
@Suite struct CommandVerifyTests {
  /// A file of a finished study, and what is found in it.
  private func result(
    _ text: String = StudyText.landscape, _ assignments: [String] = [], name: String = "landscape.h5"
  ) throws -> StudyFolder {
    let folder = try StudyFolder(text)
    let run = try Program(
      ["run", "study.yaml", "-o", "results", "--quiet"] + assignments.flatMap { ["--set", $0] }, in: folder)
    #expect(run.code == 0, "\(run.error)")
    try FileManager.default.moveItem(atPath: folder.file("results/\(name)"), toPath: folder.file(name))
    return folder
  }

  private static let warm = ["solver=riemannian", "evaluations=30", "warm_start=alpha"]

  @Test(arguments: [
    (StudyText.landscape, [], "landscape.h5", 6), (StudyText.dynamics, ["seed=[0, 1]"], "dynamics.h5", 8),
    (StudyText.landscape, ["store_parameters=true", "precision=double"], "landscape.h5", 6),
    (StudyText.landscape, warm + ["store_parameters=true"], "landscape.h5", 2),
  ])
  func aSoundFileIsFoundToBeSo(_ text: String, _ assignments: [String], _ name: String, _ units: Int) throws {
    let folder = try result(text, assignments, name: name)
    let verified = try Program(["verify", name, "--sample", "100"], in: folder)
    #expect(verified.code == 0 && verified.error == "", "\(verified.error)")
    let all = (0..<units).map(String.init).joined(separator: ", ")
    #expect(verified.output.contains("the same bits: \(all)\n"), "\(verified.output)")
    let word = assignments.isEmpty ? "gives its configuration\n" : "but for what was overridden: "
    #expect(verified.output.contains(word), "\(verified.output)")
  }

  /// A change of a file, and what is said of it.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let parts: [String]
    let change: @Sendable (inout StoredGroup) -> Void

    init(_ name: String, _ parts: String..., change: @escaping @Sendable (inout StoredGroup) -> Void) {
      testDescription = name
      self.parts = parts
      self.change = change
    }
  }

  private static func replace(_ name: String, _ group: inout StoredGroup, _ change: (inout [Double]) -> Void) {
    for i in group.variables.indices where group.variables[i].name == name {
      var values = group.variables[i].values.numbers ?? []
      change(&values)
      switch group.variables[i].values {
      case .double: group.variables[i].values = .double(values)
      case .int64: group.variables[i].values = .int64(values.map { Int64($0) })
      case .uint8: group.variables[i].values = .uint8(values.map { UInt8($0) })
      default: Issue.record("a type that no variable has")
      }
    }
  }

  private static let changes = [
    Change("a loss in its last bit", "point 4 has other bits when it is computed again, in train_loss") {
      replace("train_loss", &$0) { $0[4] = $0[4].nextUp }
    },
    Change("steps", "point 2 has other bits", "in steps") { replace("steps", &$0) { $0[2] += 1 } },
    Change("the loss of the zero predictor", "in zero_predictor_loss") {
      replace("zero_predictor_loss", &$0) { $0[1] *= 2 }
    },
    Change("a point without its loss", "point 3 has the status 'done' and no finite train_loss") {
      replace("train_loss", &$0) { $0[3] = .nan }
    },
    Change("a missing point with values", "point 5 has the status 'missing' and values of train_loss") {
      replace("status", &$0) { $0[5] = 0 }
    },
    Change("a status that is none", "point 5 has a status that does not exist") {
      replace("status", &$0) { $0[5] = 9 }
    },
    Change("a stop reason that is none", "point 1 has the status 'done' and the stop_reason 0") {
      replace("stop_reason", &$0) { $0[1] = 0 }
    },
    Change("a variable less", "variables [\"test_loss\"] are not those of its study") { group in
      group.variables.removeAll { $0.name == "test_loss" }
    },
    Change("another coordinate", "dimensions [\"alpha\"]") { group in
      for i in group.dimensions.indices where group.dimensions[i].name == "alpha" {
        group.dimensions[i].coordinates = .double([0.5, 1, 3])
      }
    },
    Change("another text of the study", "does not have its study_sha256") { group in
      for i in group.attributes.indices where group.attributes[i].name == "study_yaml" {
        group.attributes[i].value = .text(StudyText.landscape + "# so\n")
      }
    },
    Change("another seed", "root_seed") { group in
      for i in group.attributes.indices where group.attributes[i].name == "root_seed" {
        group.attributes[i].value = .int64(1)
      }
    },
    Change("no configuration", "do not hold a study") { group in
      group.attributes.removeAll { $0.name == "configuration_json" }
    },
  ]

  @Test(arguments: changes) func whatWasChangedIsFound(_ change: Change) throws {
    let folder = try result()
    var group = try StoredGroup(contentsOf: folder.file("landscape.h5"))
    change.change(&group)
    try group.write(to: folder.file("changed.h5"))
    let verified = try Program(["verify", "changed.h5", "--sample", "6"], in: folder)
    #expect(verified.code == 65 && verified.output.contains("changed.h5: WRONG: "))
    expectSentence(verified.error.trimmingCharacters(in: .newlines), ["Cannot rely on changed.h5"] + change.parts)
  }

  struct Wrong: Error {}

  @Test func changedParametersAreFound() throws {
    let folder = try result(StudyText.landscape, ["store_parameters=true"])
    var group = try StoredGroup(contentsOf: folder.file("landscape.h5"))
    for i in group.variables.indices where group.variables[i].name == "parameters" {
      guard case .float(var values) = group.variables[i].values else { throw Wrong() }
      values[3 * 17 + 5] = values[3 * 17 + 5].nextUp
      group.variables[i].values = .float(values)
    }
    try group.write(to: folder.file("changed.h5"))
    let verified = try Program(["verify", "changed.h5", "--sample", "6"], in: folder)
    #expect(verified.code == 65 && verified.error.contains("point 3 has other bits"), "\(verified.error)")
    #expect(verified.error.contains("in parameters;"))
  }

  @Test func whatIsMissingIsTold() throws {
    let folder = try StudyFolder()
    try Program(["run", "study.yaml", "-o", "results", "--quiet", "--points", "1-4"], in: folder)
    try Program(["merge", "results", "-o", "part.h5"], in: folder)
    let verified = try Program(["verify", "part.h5", "--sample", "6"], in: folder)
    #expect(verified.code == 65 && verified.error.contains("4 of 6 points are done and 0 failed"))
    #expect(verified.output.contains("status, stop_reason and missing values agree\n"))
    #expect(verified.output.contains("the same bits: 1, 2, 3, 4\n"))
  }

  /// The path that a portable build has everywhere; where it is the one in use, all bits are comparable.
  @Test func ofOtherKernelsNoBitsArePromised() throws {
    let folder = try StudyFolder()
    let portable = ["GROKSCAPE_KERNELS": "portable"]
    let run = ["run", "study.yaml", "-o", "results"]
    try Program(run + ["--points", "0-2", "--quiet"], in: folder, environment: portable)
    let second = try Program(run, in: folder)
    let kernels = try StoreReader(path: folder.file("results/landscape.h5")).texts(attribute: "kernels", of: "")
    guard kernels.count == 2 else {
      #expect(kernels.count == 1 && kernels[0].hasPrefix("portable"))
      return
    }
    let notes = second.error.split(separator: "\n").filter { $0.contains("have the bits of other kernels") }
    #expect(notes.count == 1 && notes[0].hasPrefix("3 points in results"), "\(second.error)")
    #expect(try Program(run + ["--quiet"], in: folder).error == "")
    let status = try Program(["status", "results", "--json"], in: folder).output
    for kernel in kernels { #expect(status.contains("\"\(kernel)\" : 3")) }
    #expect(try Program(["status", "results"], in: folder).output.contains("3 points by \(kernels[0])"))

    let folderVerified = try Program(["verify", "results", "--sample", "6"], in: folder)
    #expect(folderVerified.code == 0 && folderVerified.output.contains("the same bits: 3, 4, 5\n"))
    #expect(folderVerified.output.contains("points 0, 1, 2 have the bits of other kernels"))
    // A file does not tell which point has which bits.
    let fileVerified = try Program(["verify", "results/landscape.h5", "--sample", "6"], in: folder)
    #expect(
      fileVerified.code == 0 && fileVerified.output.contains("no bits are promised: the training loss differs by"))
  }
}
