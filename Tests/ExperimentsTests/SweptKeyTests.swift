import Experiments
import Foundation
import Stores
import Sweeps
import Testing

/// Keys that are axes because a study gives them several values.
@Suite struct SweptKeyTests {
  @Test func everySweptKeyIsAnAxisInTheStudysOrder() throws {
    let folder = try StudyFolder(StudyText.landscape.replacingOccurrences(of: "tanh", with: "[tanh, relu]"))
    let study = try folder.document([
      "optimizer.rate={logspace: [1.0e-3, 1.0e-1, 3]}", "weight_decay=[0, 1.0e-1]", "steps={linspace: [10, 20, 3]}",
    ]).configuration
    let swept = try #require(study.swept).keys
    #expect(swept.map(\.name) == ["problem.activation", "optimizer.rate", "steps", "weight_decay"])
    #expect(swept[0].values == ["tanh", "relu"] && swept[0].numbers == nil)
    #expect(swept[1].values.first == "0.001" && swept[1].values.last == "0.1" && swept[1].values.count == 3)
    #expect(swept[2].values == ["10", "15", "20"] && swept[3].numbers == [0, 0.1])
    // What the key set has the first value.
    #expect(study.solver.optimizer?.rate == 0.001 && study.steps == 10 && study.weightDecays == [0])
    #expect(try StudyFolder(StudyText.dynamics).document().configuration.swept == nil)
  }

  /// Every point of a study with further axes has the key and the bits that it has in a study of its values alone.
  @Test(
    arguments: [
      (
        StudyText.landscape, ["problem.noise=[0, 0.1]", "optimizer.rate=[0.01, 0.1]"],
        [
          ["problem.noise=0", "optimizer.rate=0.01"], ["problem.noise=0", "optimizer.rate=0.1"],
          ["problem.noise=0.1", "optimizer.rate=0.01"], ["problem.noise=0.1", "optimizer.rate=0.1"],
        ]
      ),
      (
        StudyText.landscape, ["batch=[3, full]", "norm=[first_weight_twice, true]"],
        [
          ["batch=3", "norm=first_weight_twice"], ["batch=3", "norm=true"],
          ["batch=full", "norm=first_weight_twice"], ["batch=full", "norm=true"],
        ]
      ),
      (
        StudyText.dynamics, ["optimizer.beta1=[0.5, 0.9]", "n_train=[5, 10]"],
        [["optimizer.beta1=0.5", "n_train=[5, 10]"], ["optimizer.beta1=0.9", "n_train=[5, 10]"]]
      ),
    ] as [(String, [String], [[String]])])
  func aPointIsThatOfAStudyOfItsValuesAlone(
    _ text: String, _ swept: [String], _ singles: [[String]]
  ) async throws {
    let folder = try StudyFolder(text)
    let all = try await folder.run(swept, into: "all", workers: 2)
    let keys = try keys(of: folder, "all")
    var offset = 0
    for (i, single) in singles.enumerated() {
      let one = try await folder.run(single, into: "\(i)")
      let own = try self.keys(of: folder, "\(i)")
      #expect(Array(keys[offset..<(offset + own.count)]) == own, "\(single)")
      offset += own.count
      for name in ["train_loss", "test_loss", "weight_norm", "steps", "stop_reason"] {
        let whole = try #require(all.variables[name]), part = try #require(one.variables[name])
        #expect(Array(whole[(i * part.count)..<((i + 1) * part.count)]) == part, "\(name) of \(single)")
      }
    }
    #expect(offset == keys.count && Set(keys).count == keys.count)
  }

  @Test func filesHaveTheKeysAsLeadingDimensions() async throws {
    let folder = try StudyFolder()
    try await folder.run(["steps=[5, 10]", "optimizer.rate=[0.01, 0.1]", "problem.activation=[relu, tanh]"])
    let group = try StoredGroup(contentsOf: folder.file("results/landscape.h5"))
    let names = ["problem_activation", "optimizer_rate", "step_limit", "seed", "n_train", "messiness", "alpha"]
    #expect(group.dimensions.map(\.name) == names)
    #expect(group.dimensions[0].coordinates == .text(["relu", "tanh"]))
    #expect(group.dimensions[1].coordinates == .double([0.01, 0.1]))
    #expect(group.dimensions[2].coordinates == .int64([5, 10]))
    for (dimension, key) in zip(group.dimensions, ["problem.activation", "optimizer.rate", "steps"]) {
      #expect(dimension.attributes.contains(StoredAttribute("key", .text(key))))
    }
    let loss = try #require(group.variables.first { $0.name == "train_loss" })
    #expect(loss.dimensions == names)
    let zero = try #require(group.variables.first { $0.name == "zero_predictor_loss" })
    #expect(zero.dimensions == Array(names.prefix(5)))
    // Every point took the steps of its place: 12 points an optimizer.rate, 6 a limit.
    let steps = try #require(group.variables.first { $0.name == "steps" }?.values.numbers)
    #expect(steps == (0..<4).flatMap { _ in [Double](repeating: 5, count: 6) + [Double](repeating: 10, count: 6) })
  }

  /// Runs of few steps have entries where runs of many have some too, and NaN from their end on.
  @Test func historiesOfDifferentLengthsShareAnAxis() async throws {
    let folder = try StudyFolder(StudyText.dynamics)
    let both = try await folder.run(["steps=[25, 60]"])
    let short = try await folder.run(["steps=25"], into: "short"), long = try await folder.run([], into: "long")
    let axis = try #require(both.values["history_step"])
    #expect(axis == Set((short.values["history_step"] ?? []) + (long.values["history_step"] ?? [])).sorted())
    let losses = try #require(both.values["train_loss"])
    for (half, alone) in [short, long].enumerated() {
      let steps = try #require(alone.values["history_step"]), values = try #require(alone.values["train_loss"])
      for run in 0..<4 {
        for (i, step) in axis.enumerated() {
          let value = losses[(half * 4 + run) * axis.count + i]
          guard let j = steps.firstIndex(of: step) else {
            #expect(value.isNaN)
            continue
          }
          #expect(value.bitPattern == values[run * steps.count + j].bitPattern)
        }
      }
    }
  }

  @Test func dynamicsSweepSizesAndInitialNorms() async throws {
    let folder = try StudyFolder(StudyText.dynamics.replacingOccurrences(of: "alpha: [1, 2]", with: "weight_norm: 3"))
    let result = try await folder.run(["n_train=[5, 10]", "steps=0"])
    #expect(result.axes["train_loss"] == ["seed", "n_train", "start_weight_norm", "weight_decay", "history_step"])
    #expect(result.values["n_train"] == [5, 10] && result.values["start_weight_norm"] == [3])
    let norms = try #require(result.values["weight_norm"]), alpha = try #require(result.values["alpha"])
    let initial = try #require(result.values["initial_weight_norm"])
    #expect(norms.allSatisfy { abs($0 - 3) < 1e-6 } && alpha.count == 4)
    #expect(zip(alpha, initial).allSatisfy { abs($0 * $1 - 3) < 1e-6 })
    // The test set is that of all sizes, the training set grows.
    let test = try #require(result.values["test_loss"]), train = try #require(result.values["train_loss"])
    #expect(Set(test).count == 1 && train[0] != train[2])
    // One size is no axis.
    let one = try await folder.run(["steps=0"], into: "one")
    #expect(one.axes["train_loss"] == ["seed", "start_weight_norm", "weight_decay", "history_step"])
  }

  @Test func chunksStatusMergeAndVerifyKnowFurtherAxes() throws {
    let folder = try StudyFolder()
    let set = ["--set", "optimizer.rate=[0.01, 0.1]", "--set", "weight_decay=[0, 0.1]"]
    let run = ["run", "study.yaml", "--quiet"] + set
    let estimate = try Program(run + ["-o", "none", "--estimate"], in: folder)
    #expect(estimate.code == 0 && estimate.output.contains("points           24\n"))
    for chunk in ["1/2", "2/2"] {
      #expect(try Program(run + ["-o", "part-\(chunk.prefix(1))", "--chunk", chunk], in: folder).code == 0)
    }
    let status = try Program(["status", "part-1"], in: folder)
    #expect(status.output.contains("points           24\n") && status.output.contains("missing          12\n"))
    #expect(try Program(["merge", "part-1", "part-2", "-o", "merged.h5"], in: folder).code == 0)
    #expect(try Program(run + ["-o", "whole", "--workers", "1"], in: folder).code == 0)
    #expect(
      try ResultBits(path: folder.file("merged.h5")) == ResultBits(path: folder.file("whole/landscape.h5")))
    let verified = try Program(["verify", "whole", "--sample", "24"], in: folder)
    #expect(verified.code == 0 && verified.output.contains("21, 22, 23"), "\(verified.output)")
    try Program(["lu", "whole/landscape.h5", "--at", "weight_decay=2"], in: folder)
      .expectFailure(64, ["weight_decay = 2", "choose from 0, 0.1"])
    let lu = try Program(["lu", "whole/landscape.h5", "--at", "weight_decay=0.1"], in: folder)
    #expect(lu.output.contains("n_train = 10, weight_decay = 0.1, optimizer.rate = 0.01: LU metrics"))
  }

  /// One point of thirty takes nearly all the time, and is one of those that are timed.
  @Test func anEstimateOfPointsOfManyLengthsWeighsTheirSteps() async throws {
    let folder = try StudyFolder()
    let steps = (1...29).map { "\($0)" } + ["20000"]
    let document = try folder.document(["seed=0", "alpha=1", "steps=[\(steps.joined(separator: ", "))]"])
    let whole = try await StudyEstimate(document, selection: .all, isInterrupted: { false })
    let longest = try await StudyEstimate(document, selection: .points(29...29), isInterrupted: { false })
    #expect(whole.points == 30 && whole.timed == 3 && longest.timed == 1)
    // A third of it, the mean of those that are timed, would be ten times too much; the clock is allowed a factor of three.
    let ratio = whole.secondsPerPoint * 30 / longest.secondsPerPoint
    #expect(ratio > 1.0 / 3 && ratio < 3, "\(ratio)")
  }

  /// A plan whose settings were changed by hand is refused, and nothing crashes.
  @Test func aPlanWithSettingsThatCannotBeReadIsRefused() async throws {
    let folder = try StudyFolder()
    try await folder.run(["optimizer.rate=[0.01, 0.1]"])
    let path = folder.file("results/plan.json")
    let plan = try String(contentsOfFile: path, encoding: .utf8)
    let wrong = plan.replacingOccurrences(of: "\"activation\":\"tanh\"", with: "\"activation\":\"tahn\"")
    try #require(wrong != plan)
    try folder.write(Data(wrong.utf8), "results/plan.json")
    let error = await #expect(throws: StudyError.self) {
      try await StudyMerge(folders: [folder.file("results")]).write(to: folder.file("merged.h5"))
    }
    expectSentence(error?.description ?? "", ["'problem.activation'"])
  }

  private static let slips = [
    Slip("rate: 1.0e-2", "rate: [1.0e-2, 0]", line: 12, "'optimizer.rate'", "above 0"),
    Slip("rate: 1.0e-2", "rate: []", line: 12, "'optimizer.rate'", "at least one value"),
    Slip("rate: 1.0e-2", "rate: [1.0e-2, 0.01]", line: 12, "'optimizer.rate'", "without equal values"),
    Slip("rate: 1.0e-2", "rate: {logspace: [1, 2]}", line: 12, "'optimizer.rate'", "{logspace:"),
    Slip("rate: 1.0e-2", "rate: [1, fast]", line: 12, "'optimizer.rate'", "above 0"),
    Slip("rate: 1.0e-2", "rate: [0.1], beta1: [0.9, 1]", line: 12, "'optimizer.beta1'", "below 1"),
    Slip("steps: 20", "steps:\n  - 20\n  - 30\n  - 2.5", line: 16, "'steps'", "a whole number"),
    Slip("steps: 20", "steps: 20\nrestarts: {from: 0, to: 3}", line: 14, "'restarts'", "at least 1"),
    Slip("steps: 20", "steps: 20\nweight_decay: [0, -1]", line: 14, "'weight_decay'", "at least 0"),
    Slip("activation: tanh", "activation: [tanh, tahn]", line: 9, "'problem.activation'", "tanh"),
    Slip("pool: 10", "pool: [10, 5]", line: 4, "'n_train'", "at most 'problem.pool', which is 5"),
    Slip("name: adam", "name: [adam, sgd], beta1: 0.5", line: 12, "'optimizer.beta1'", "no effect", "'sgd'"),
    Slip("steps: 20", "steps: 20\nprecision: [float, double]", line: 14, "'precision'", "one of"),
    Slip("steps: 20", "stesp: [20, 30]", line: 13, "'stesp'", "nearest", "'steps'"),
    Slip("steps: 20", "steps: {from: 1, to: 30000}", line: 1, "'steps'", "30000 combinations", "at most 20000"),
    Slip(
      "seed: [0, 1]\nn_train: 10\nalpha: [0.5, 1, 2]\n",
      "seed: {from: 0, to: 9999}\nn_train: 10\nalpha: 1\nweight_decay: {linspace: [0, 1, 2000]}\n", line: 1,
      "2000 combinations", "20000000 points", "at most 10000000"),
  ]

  @Test(arguments: slips) func aWrongValueAmongManyIsNamed(_ slip: Slip) throws { try slip.check() }

  private func keys(of folder: StudyFolder, _ name: String) throws -> [String] {
    try SweepEntry.all(in: RunFolder(reading: folder.file(name))).sorted { $0.point < $1.point }.map(\.key)
  }
}
