import Experiments
import Foundation
import Stores
import Testing

/// Checkpoints in files become a trajectory.
///
/// Values against PyTorch and NumPy are compared by Tests/torch.
@Suite struct TrajectoryImportTests {
  private let folder: StudyFolder

  init() throws { folder = try StudyFolder() }

  private func save(_ name: String, _ value: Float, step: String? = nil) throws {
    try folder.writeSafetensors(
      name, [("layer.10.w", [2, 1], [value, value + 1]), ("layer.2.w", [1], [-value])], step: step)
  }

  private func imported(
    _ runs: [TrajectoryImport.Run], _ change: (inout TrajectoryImport.Request) -> Void = { _ in }
  ) throws -> StoredGroup {
    var request = TrajectoryImport.Request(
      runs: runs.map { .init(name: $0.name, patterns: $0.patterns.map { folder.file($0) }) })
    change(&request)
    try TrajectoryImport(request).write(to: folder.file("t.h5"))
    return try StoredGroup(contentsOf: folder.file("t.h5"))
  }

  @Test func runsOfDifferentLengthsArePaddedAndInTheOrderOfTheirSteps() throws {
    for step in [100, 9, 10] { try save("a/v2-step\(step).safetensors", Float(step)) }
    try save("b/first.safetensors", 7, step: "3")
    let group = try imported([
      .init(name: "a", patterns: ["a"]), .init(name: "b", patterns: ["b/*.safetensors"]),
    ])
    #expect(group.dimensions.map(\.name) == ["run", "checkpoint", "parameter"])
    #expect(group.dimensions.map(\.count) == [2, 3, 3])
    #expect(group.dimensions.first?.coordinates == .text(["a", "b"]))
    let values = Dictionary(uniqueKeysWithValues: group.variables.map { ($0.name, $0.values) })
    #expect(values["step"] == .int64([9, 10, 100, 3, -1, -1]))
    #expect(values["checkpoint_count"] == .int64([3, 1]))
    // Numbers in names count by value, so layer.2 stands before layer.10.
    let missing = [Float](repeating: .nan, count: 6)
    #expect(values["parameters"] == .float([-9, 9, 10, -10, 10, 11, -100, 100, 101, -7, 7, 8] + missing))
    #expect(
      group.attributes.first { $0.name == "layers" }?.value
        == .text(
          "[{\"name\":\"layer.2.w\",\"offset\":0,\"shape\":[1]},{\"name\":\"layer.10.w\",\"offset\":1,\"shape\":[2,1]}]"
        ))
  }

  @Test func patternsChooseArraysAndTheirOrder() throws {
    try save("1.safetensors", 5)
    let group = try imported([.init(name: "run", patterns: ["1.safetensors"])]) {
      $0.patterns = ["layer.10.*", "*.w"]
      $0.steps = .list([42])
    }
    #expect(group.variables.first { $0.name == "parameters" }?.values == .float([5, 6, -5]))
    #expect(group.variables.first { $0.name == "step" }?.values == .int64([42]))
  }

  @Test func foldersOfArraysAndStackedFilesGiveTheSame() throws {
    for step in [0, 5] {
      try folder.writeNumPy("c/\(step)/w.npy", shape: [2, 2], [1, 2, 3, 4].map { $0 + Double(step) }, fortran: true)
      try folder.writeNumPy("c/\(step)/b.npy", shape: [1], [Double(step)])
    }
    let separate = try imported([.init(name: "run", patterns: ["c"])])
    #expect(
      separate.variables.first { $0.name == "parameters" }?.values == .double([0, 1, 3, 2, 4, 5, 6, 8, 7, 9]))
    try folder.writeNumPy("d/w.npy", shape: [2, 2, 2], [1, 3, 2, 4, 6, 8, 7, 9])
    try folder.writeNumPy("d/b.npy", shape: [2, 1], [0, 5])
    try folder.writeNumPy("d/step.npy", shape: [2], [0, 5])
    let stacked = try imported([.init(name: "run", patterns: ["d"])]) { $0.isStacked = true }
    #expect(stacked == separate)
    // A file that grokscape wrote itself is a stacked one too.
    let again = try imported([.init(name: "run", patterns: ["t.h5"])]) {
      $0.isStacked = true
      $0.patterns = ["parameters"]
      $0.steps = .list([1])
    }
    #expect(again.variables.first { $0.name == "parameters" }?.values.count == 10)
  }

  @Test func metricsStandOverTheStepsOfAllRuns() throws {
    try save("a/0.safetensors", 0)
    try save("b/0.safetensors", 0)
    try folder.write(Data("step,train loss\r\n0,1.5\r\n10,\r\n".utf8), "a.csv")
    try folder.writeNumPy("b/metrics/x.npy", shape: [1], [0])
    try folder.write(Data("\"step\", accuracy\n5, 1\n".utf8), "b.csv")
    let group = try imported([
      .init(name: "a", patterns: ["a/0.safetensors"]), .init(name: "b", patterns: ["b/0.safetensors"]),
    ]) {
      $0.metrics = ["a": folder.file("a.csv"), "b": folder.file("b.csv")]
    }
    let history = try #require(group.groups.first)
    #expect(history.name == "history" && history.dimensions.first?.coordinates == .int64([0, 5, 10]))
    #expect(history.variables.map(\.name) == ["train loss", "accuracy"])
    #expect(history.variables.first?.values == .double([1.5, .nan, .nan, .nan, .nan, .nan]))
    #expect(history.variables.last?.values == .double([.nan, .nan, .nan, .nan, 1, .nan]))
  }

  @Test(arguments: [
    "step,loss\n0,1\n0,2\n", "step,loss\n0.5,1\n", "step,loss\n0,one\n", "step,loss\n0\n", "loss\n1\n", "step,step\n",
  ])
  func aTableThatIsWrongIsRefused(_ text: String) throws {
    try save("0.safetensors", 0)
    try folder.write(Data(text.utf8), "m.csv")
    let error = #expect(throws: ReportError.self) {
      try imported([.init(name: "run", patterns: ["0.safetensors"])]) { $0.metrics = ["run": folder.file("m.csv")] }
    }
    expectSentence(error?.description ?? "", ["m.csv"])
  }

  @Test func whatDoesNotAgreeIsRefusedAndNothingIsWritten() throws {
    try save("a/0.safetensors", 0)
    try folder.writeSafetensors("a/1.safetensors", [("layer.2.w", [1], [0])])
    try folder.writeSafetensors("b/1.safetensors", [("layer.2.w", [1], [0]), ("layer.10.w", [1, 2], [0, 0])])
    try folder.writeSafetensors(
      "c/1.safetensors", [("layer.2.w", [1], [0]), ("layer.10.w", [2, 1], [0, 0]), ("more", [1], [0])])
    try save("d/none.safetensors", 0)
    try save("e/0.safetensors", 0, step: "0")
    try save("e/00.safetensors", 0, step: "0")
    try folder.write(Data([0x80, 2, 0x7d]), "f/0.pt")
    try folder.write(Data(), "g/empty/x.txt")
    let first = "a/0.safetensors"
    let cases: [([String], [String])] = [
      (["a"], ["1.safetensors", "lacks the array 'layer.10.w'"]),
      ([first, "b/1.safetensors"], ["[1, 2]", "[2, 1]"]),
      ([first, "c/1.safetensors"], ["'more'", "--pattern"]),
      (["d"], ["none.safetensors", "--steps"]),
      (["e"], ["of step 0 like"]),
      (["f"], ["weights_only=True"]),
      (["g"], ["no safetensors"]),
      (["nowhere"], ["nowhere"]),
    ]
    for (patterns, parts) in cases {
      let error = #expect(throws: ReportError.self) { try imported([.init(name: "run", patterns: patterns)]) }
      expectSentence(error?.description ?? "", parts)
    }
    for request: (inout TrajectoryImport.Request) -> Void in [
      { $0.steps = .list([1, 2]) }, { $0.steps = .metadata }, { $0.patterns = ["*.weight"] }, { $0.isStacked = true },
      { $0.metrics = ["other": "m.csv"] },
    ] {
      #expect(throws: ReportError.self) { try imported([.init(name: "run", patterns: [first])], request) }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("t.h5")))
  }

  /// A checkpoint whose elements cannot be read ends the import when it is half done.
  @Test func damageInElementsLeavesTheOldFile() throws {
    try Data("old".utf8).write(to: URL(fileURLWithPath: folder.file("t.h5")))
    try save("a/0.safetensors", 0)
    try save("a/1.safetensors", 0)
    let request = TrajectoryImport.Request(runs: [.init(name: "run", patterns: [folder.file("a")])])
    let plan = try TrajectoryImport(request)
    try folder.write(Data([1, 2, 3]), "a/1.safetensors")
    let error = #expect(throws: StoreError.self) { try plan.write(to: folder.file("t.h5")) }
    expectSentence(error?.description ?? "", ["1.safetensors"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("t.h5"))) == Data("old".utf8))
  }

  @Test func theCommandImportsAndRefuses() throws {
    for step in [1, 2] { try save("a/\(step).safetensors", Float(step)) }
    let done = try Program(["trajectory", "import", "a", "-o", "t.h5"], in: folder)
    #expect(done.code == 0 && done.output == "t.h5\n", "\(done.error)")
    let named = try Program(["trajectory", "import", "--run", "x=a/1.*", "--run", "y=a", "-o", "t.h5"], in: folder)
    #expect(named.code == 0, "\(named.error)")
    #expect(try StoreReader(path: folder.file("t.h5")).shape(of: "parameters") == [2, 2, 3])
    try Program(["trajectory", "import", "nowhere", "-o", "t.h5"], in: folder).expectFailure(65, ["nowhere"])
    try Program(["trajectory", "import", "a", "-o", "no/t.h5"], in: folder).expectFailure(73, ["no/t.h5"])
    for wrong in [["-o", "t.h5"], ["a"], ["a", "--run", "x=a", "-o", "t.h5"], ["a", "--steps", "1,x", "-o", "t.h5"]] {
      #expect(try Program(["trajectory", "import"] + wrong, in: folder).code == 64)
    }
  }
}
