import Experiments
import Foundation
import Testing

/// The program as a user calls it: exit codes, one sentence for an error, nothing that looks finished and is not.
@Suite struct CommandTests {
  @Test func aRunPrintsThePathOfItsResult() throws {
    let folder = try StudyFolder()
    for _ in 0..<2 {
      let run = try Program(["run", "study.yaml", "-o", "results", "--quiet"], in: folder)
      #expect(run.code == 0 && run.output == "results/landscape.h5\n" && run.error == "")
    }
    #expect(folder.names().count == 3)
    let table = try Program(["lu", "results/landscape.h5"], in: folder)
    #expect(table.code == 0 && table.error == "" && table.output.contains("step_limit 2"))
  }

  @Test func theProgramGivesTheBitsOfTheLibrary() async throws {
    let folder = try StudyFolder()
    #expect(try Program(["run", "study.yaml", "-o", "program", "--workers", "2"], in: folder).code == 0)
    let bits = try ResultBits(path: folder.file("program/landscape.h5"))
    #expect(try await folder.run() == bits)
  }

  @Test func progressGoesToStandardErrorAndCounts() throws {
    let folder = try StudyFolder()
    let run = try Program(["run", "study.yaml", "-o", "results", "--quick", "--workers", "1"], in: folder)
    #expect(run.code == 0 && run.output == "results/landscape.h5\n")
    #expect(run.error.contains("6/6 points"))
  }

  @Test(arguments: [
    ["nope"], ["run"], ["run", "study.yaml"], ["run", "study.yaml", "-o", ""], ["run", "study.yaml", "-o"],
    ["run", "study.yaml", "-o", "results", "--workers", "0"], ["run", "study.yaml", "-o", "results", "--workers", "x"],
    ["run", "study.yaml", "-o", "results", "--slow"], ["lu"], ["lu", "a.h5", "--level", "nan"],
    ["lu", "a.h5", "--weight-decay", "much"], ["plot"], ["plot", "a.h5", "b.h5", "-o", "c.svg"], ["data", "get"],
  ])
  func aWrongCallIsUsage(_ arguments: [String]) throws {
    let folder = try StudyFolder()
    let call = try Program(arguments, in: folder)
    #expect(call.code == 64 && call.output == "")
    #expect(call.error.hasPrefix("Error: ") && call.error.contains("Usage: grokscape"))
    #expect(folder.names() == [])
  }

  @Test(
    arguments: [
      (["run", "study.yaml", "-o", "results", "--set", "steps"], 64, ["--set steps", "key=value"]),
      (["run", "study.yaml", "-o", "results", "--set", "stepps=1"], 65, ["--set stepps=1", "'steps'"]),
      (
        ["run", "study.yaml", "-o", "results", "--set", "problem.noise=.nan"], 65, ["problem.noise=.nan", "at least 0"]
      ),
      (["run", "study.yaml", "-o", "results", "--set", "study=\"a\\nb\"", "--set", "seed=[]"], 65, ["'seed'"]),
      (["run", "none.yaml", "-o", "results"], 65, ["none.yaml", "no such file"]),
      (["run", ".", "-o", "results"], 65, ["no such file"]),
      (["lu", "none.h5"], 65, ["'none.h5'", "no such file"]), (["lu", "study.yaml"], 65, ["not an HDF5 file"]),
      (["lu", "."], 65, ["not a file"]), (["times", "none.h5"], 65, ["no such file"]),
      (["data", "get", "mnits"], 64, ["mnits", "\"mnist\""]),
    ] as [([String], Int32, [String])])
  func aWrongWordIsOneSentence(_ arguments: [String], _ code: Int32, _ parts: [String]) throws {
    let folder = try StudyFolder()
    try Program(arguments, in: folder).expectFailure(code, parts)
    #expect(folder.names() == [], "nothing is begun")
  }

  @Test func aTypoInTheStudyNamesFileLineAndKey() throws {
    let folder = try StudyFolder(StudyText.landscape.replacingOccurrences(of: "steps: 20", with: "stesp: 20"))
    try Program(["run", "study.yaml", "-o", "results"], in: folder)
      .expectFailure(65, ["study.yaml, line 13", "'stesp'", "nearest", "'steps'"])
    #expect(folder.names() == [])
  }

  @Test func aFolderOfAnotherStudyIsRefused() throws {
    let folder = try StudyFolder()
    try Program(["run", "study.yaml", "-o", "results", "--quiet"], in: folder)
    try Program(["run", "study.yaml", "-o", "results", "--set", "steps=3"], in: folder)
      .expectFailure(65, ["results", "differ in steps"])
  }

  @Test func damagedResultsAreOneSentence() throws {
    let folder = try StudyFolder()
    try Program(["run", "study.yaml", "-o", "results", "--quiet"], in: folder)
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("results/landscape.h5")))
    for length in [0, 100, 5000, whole.count - 1] {
      try folder.write(whole.prefix(length), "cut.h5")
      try Program(["lu", "cut.h5"], in: folder).expectFailure(65, ["'cut.h5'"])
    }
    try Program(["times", "results/landscape.h5"], in: folder).expectFailure(65, ["holds a landscape", "dynamics.h5"])
  }

  @Test func aDivergedPointIsReportedAndNoFailure() throws {
    let folder = try StudyFolder()
    let rate = ["optimizer={name: sgd, rate: 1.0e+30}", "retract=before_step", "problem.activation=relu"]
    let run = try Program(["run", "study.yaml", "-o", "results"] + rate.flatMap { ["--set", $0] }, in: folder)
    #expect(run.code == 0)
    let table = try Program(["lu", "results/landscape.h5"], in: folder)
    #expect(table.code == 0 && table.output.contains("6 diverged"))
    let json = try Program(["lu", "results/landscape.h5", "--json"], in: folder)
    #expect(json.code == 0)
    #expect((try? JSONSerialization.jsonObject(with: Data(json.output.utf8))) != nil, "no NaN in JSON")
  }

  @Test(arguments: [["plot", "results/landscape.h5"], ["data", "get", "mnist"]])
  func aToolThatIsMissingIsNamed(_ arguments: [String]) throws {
    let folder = try StudyFolder()
    try Program(["run", "study.yaml", "-o", "results", "--quiet"], in: folder)
    let before = folder.names()
    try Program(arguments, in: folder, environment: ["PATH": "/nowhere", "GROKSCAPE_DATA": folder.file("data")])
      .expectFailure(69, ["install"])
    #expect(folder.names() == before)
  }

  @Test func aFigureOfAnUnknownFormatIsUsage() throws {
    let folder = try StudyFolder()
    try Program(["run", "study.yaml", "-o", "results", "--quiet"], in: folder)
    let plot = try Program(["plot", "results/landscape.h5", "-o", "figure.jpg"], in: folder)
    #expect(plot.code == 64 || plot.code == 69, "69 where gnuplot is missing")
    #expect(!FileManager.default.fileExists(atPath: folder.file("figure.jpg")))
  }
}
