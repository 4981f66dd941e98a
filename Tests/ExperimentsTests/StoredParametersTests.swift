import Experiments
import Foundation
import Stores
import Sweeps
import Testing

/// `store_parameters: true`: files beside the journals, and a variable of the result file.
@Suite struct StoredParametersTests {
  private static let stored = ["store_parameters=true"]
  private static let warm = stored + ["solver=riemannian", "evaluations=30", "warm_start=alpha", "precision=double"]

  private func parameters(_ folder: StudyFolder, _ path: String = "results/landscape.h5") throws -> [[Double]] {
    let reader = try StoreReader(path: folder.file(path))
    let shape = try reader.shape(of: "parameters")
    let values = try reader.doubles(at: "parameters")
    return stride(from: 0, to: values.count, by: shape[4]).map { Array(values[$0..<($0 + shape[4])]) }
  }

  @Test(arguments: [(stored, 6), (warm, 2), (stored + ["restarts=3", "n_train=[5, 10]"], 12)])
  func theVariableHasTheNormsOfThePointsAndTheSameBitsForAllWorkers(_ assignments: [String], _ units: Int) async throws
  {
    let folder = try StudyFolder()
    let one = try await folder.run(assignments)
    #expect(one.axes["parameters"] == ["seed", "n_train", "messiness", "alpha", "parameter"])
    #expect(folder.names(in: "results/arrays").count == units)
    let norms = try parameters(folder).map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let weightNorms = try #require(one.values["weight_norm"])
    #expect(zip(norms, weightNorms).allSatisfy { abs($0 / $1 - 1) < 1e-12 } && norms.count == weightNorms.count)
    #expect(try await folder.run(assignments, into: "two", workers: 2) == one)
    // All else is what it is without them.
    let without = try await folder.run(assignments.filter { $0 != "store_parameters=true" }, into: "without")
    #expect(without.variables == one.variables.filter { $0.key != "parameters" })
  }

  @Test func theLayersAreSaid() async throws {
    let folder = try StudyFolder()
    try await folder.run(Self.stored)
    let reader = try StoreReader(path: folder.file("results/landscape.h5"))
    let json = try reader.text(attribute: "layers", of: "parameters")
    let layers = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(
      layers.map { $0["name"] as? String } == ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"])
    #expect(layers.map { $0["offset"] as? Int } == [0, 8, 12, 16])
    #expect(layers.map { $0["shape"] as? [Int] } == [[4, 2], [4], [1, 4], [1]])
    #expect(try reader.shape(of: "parameters") == [2, 1, 1, 3, 17])
    #expect(try reader.values(at: "parameters", position: [1, 0, 0, 2]).count == 17)
  }

  @Test func aPointWhoseParametersAreGoneIsDoneAgain() async throws {
    let folder = try StudyFolder()
    let undisturbed = try await folder.run(Self.stored)
    let names = folder.names(in: "results/arrays")
    try FileManager.default.removeItem(atPath: folder.file("results/arrays/\(names[1])"))
    try folder.write(Data([1]), "results/arrays/\(names[4])")
    var done = 0
    let again = try await folder.run(Self.stored, report: { _ in done += 1 })
    #expect(done == 2 && again == undisturbed)
    #expect(folder.names(in: "results/arrays") == names)
    #expect(try Program(["verify", "results"], in: folder).code == 0)
  }

  @Test func damagedParametersAreNamed() async throws {
    let folder = try StudyFolder()
    try await folder.run(Self.stored)
    let name = folder.names(in: "results/arrays")[2]
    var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("results/arrays/\(name)")))
    bytes[5] ^= 1
    try folder.write(bytes, "results/arrays/\(name)")
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("results/landscape.h5")))
    let run = ["run", "study.yaml", "-o", "results", "--quiet", "--set", "store_parameters=true"]
    try Program(run, in: folder).expectFailure(
      65, ["arrays/\(name)", "checksum", "remove it, and run the study again"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("results/landscape.h5"))) == before)
    let verified = try Program(["verify", "results"], in: folder)
    #expect(verified.code == 65 && verified.error.contains("the parameters of 1 points, such as point 2"))
    // The advice helps.
    try FileManager.default.removeItem(atPath: folder.file("results/arrays/\(name)"))
    #expect(try Program(run, in: folder).code == 0)
    #expect(try Program(["verify", "results"], in: folder).code == 0)
  }

  @Test func partsAreMerged() async throws {
    let folder = try StudyFolder()
    let whole = try await folder.run(Self.stored)
    for (name, points) in [("a", "0-3"), ("b", "2-5")] {
      try Program(
        ["run", "study.yaml", "-o", name, "--quiet", "--points", points, "--set", "store_parameters=true"], in: folder)
    }
    try Program(["merge", "a", "b", "-o", "all.h5"], in: folder)
    #expect(try ResultBits(path: folder.file("all.h5")) == whole)
    try Program(["merge", "b", "-o", "part.h5"], in: folder)
    let rows = try parameters(folder, "part.h5")
    #expect(rows.map { $0.contains(where: \.isNaN) } == [true, true, false, false, false, false])
    #expect(rows.prefix(2).allSatisfy { $0.allSatisfy(\.isNaN) })
  }

  @Test func onlyLandscapesStoreThem() throws {
    let folder = try StudyFolder(StudyText.dynamics)
    let error = #expect(throws: StudyError.self) { try folder.document(Self.stored) }
    expectSentence(error?.description ?? "", ["'store_parameters'", "no effect in a study of kind dynamics"])
  }
}
