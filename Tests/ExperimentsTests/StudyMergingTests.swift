import Experiments
import Foundation
import Optimization
import Testing

/// Defaults, then the file, then its preset, then `quick`, then `--set` from left to right.
@Suite struct StudyMergingTests {
  @Test(
    arguments: [
      (false, [], 20), (true, [], 5), (false, ["preset=short"], 3), (true, ["preset=short"], 5),
      (false, ["preset=long"], 50), (false, ["steps=7"], 7), (true, ["steps=7"], 7),
      (true, ["steps=7", "preset=short"], 7), (false, ["preset=long", "steps=7", "steps=8"], 8),
      (false, ["preset=short", "preset=long"], 50),
    ] as [(Bool, [String], Int)])
  func theLastSettingWins(_ quick: Bool, _ assignments: [String], _ steps: Int) throws {
    #expect(try StudyFolder().document(quick: quick, assignments).configuration.steps == steps)
  }

  @Test func aPresetOfTheFileIsChosenUnlessTheCommandLineSaysAnother() throws {
    let folder = try StudyFolder(StudyText.landscape + "preset: short\n")
    #expect(try folder.document().configuration.preset == "short")
    #expect(try folder.document().configuration.steps == 3)
    #expect(try folder.document(["preset=long"]).configuration.preset == "long")
    #expect(try folder.document(["preset=long"]).configuration.steps == 50)
    #expect(try StudyFolder().document().configuration.preset == nil)
  }

  @Test func tablesMergeKeyByKeyAndAxesAreReplaced() throws {
    let folder = try StudyFolder()
    let base = try folder.document().configuration
    let long = try folder.document(["preset=long"]).configuration
    #expect(long.solver.optimizer?.rate == 0.1 && long.solver.optimizer?.method == base.solver.optimizer?.method)
    #expect(long.seeds == [7])
    let set = try folder.document(["problem.n_test=12", "optimizer={rate: 0.5}", "alpha={logspace: [1, 4, 3]}"])
    #expect(set.configuration.problem.testCount == 12)
    #expect(set.configuration.problem.widths == base.problem.widths)
    #expect(set.configuration.solver.optimizer?.rate == 0.5)
    #expect(set.configuration.radii == .alpha([1, 2, 4]))
    let twice = try folder.document([
      "alpha={logspace: [1, 4, 3]}", "alpha={linspace: [1, 2, 2]}", "seed={from: 1, to: 3}",
    ])
    #expect(twice.configuration.radii == .alpha([1, 2]))
    #expect(twice.configuration.seeds == [1, 2, 3])
  }

  @Test func whatIsNotGivenHasItsDefault() throws {
    let landscape = try StudyFolder().document(["seed=0"]).configuration
    #expect(landscape.title == "tiny" && landscape.question == "" && landscape.preset == nil)
    #expect(landscape.rootSeed == 0 && landscape.weightDecays == [0] && landscape.accuracyThresholds == [])
    #expect(landscape.messiness == [0])
    #expect(landscape.loss == .mse && landscape.reportedLoss == .mean)
    #expect(landscape.streams == .philox && landscape.precision == .float)
    let optimizer = try #require(landscape.solver.optimizer)
    #expect(optimizer.method == .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupledDecay: false))
    #expect(optimizer.schedule == .constant && optimizer.gradientClip == nil && landscape.batch == nil)
    let stop = landscape.stop
    #expect(stop.lossBelow == nil && stop.tangentGradientBelow == nil && stop.relativeGradientBelow == nil)
    #expect(stop.stalled == nil)
    #expect(landscape.norm == .trueNorm && landscape.retraction == .afterStep)
    #expect(landscape.restarts == 1 && landscape.tieFloor == 1e-6 && !landscape.angular)
    let dynamics = try StudyFolder(StudyText.dynamics).document().configuration
    #expect(dynamics.seeds == [0] && dynamics.dynamics.level == 0.95 && dynamics.dynamics.evaluateEvery == 1)
    #expect(!dynamics.dynamics.stopsWhenGeneralised)
    #expect(dynamics.problem.source == .teacherStudent(noise: 0, pool: 100))
  }

  /// The numbers are those of `numpy.geomspace` and `numpy.linspace` of NumPy 2.4.6.
  @Test func rulesOfAxesAreThoseOfNumPy() throws {
    let folder = try StudyFolder()
    func alpha(_ rule: String) throws -> [Double] { try folder.document(["alpha=\(rule)"]).configuration.radii.values }
    let geometric = [
      0.1, 0.15848931924611134, 0.251188643150958, 0.3981071705534973, 0.6309573444801932, 1.0, 1.584893192461114,
      2.511886431509581, 3.981071705534973, 6.309573444801933, 10.0,
    ]
    let values = try alpha("{logspace: [0.1, 10, 11]}")
    #expect(values.count == geometric.count && values.first == 0.1 && values.last == 10)
    #expect(zip(values, geometric).allSatisfy { abs($0 / $1 - 1) < 1e-14 })
    #expect(try alpha("{linspace: [1, 2, 5]}") == [1, 1.25, 1.5, 1.75, 2])
    #expect(try alpha("{linspace: [3, 4, 1]}") == [3])
    #expect(try alpha("0.25") == [0.25])
    #expect(try alpha("[1.0e-3, 1, 2.5e1]") == [0.001, 1, 25])
  }

  @Test(
    arguments: [
      ("stepps=3", ["'stepps'", "nearest", "'steps'"]), ("problem.poll=3", ["'problem.poll'", "'problem.pool'"]),
      ("steps=many", ["'steps'", "a whole number"]), ("alpha=0", ["'alpha'", "above 0"]),
      ("alpha=[1", ["not valid YAML"]), ("preset=medium", ["'preset'", "short, long"]),
      ("preset=[short]", ["'preset'", "short, long"]), ("quick.steps=3", ["'quick'"]),
      ("steps={a: 1}", ["'steps'", "a whole number"]), ("steps.a=1", ["'steps'", "a whole number"]),
      ("n_train=11", ["'n_train'", "at most 'problem.pool', which is 10"]),
    ] as [(String, [String])])
  func aWrongAssignmentIsNamed(_ assignment: String, _ parts: [String]) throws {
    let folder = try StudyFolder()
    let error = #expect(throws: StudyError.self) { try folder.document([assignment]) }
    #expect(error?.kind == .badStudy)
    expectSentence(error?.description ?? "", parts + ["--set \(assignment)"])
  }

  @Test(arguments: ["steps", "=3", "steps=", ".steps=3", "problem..pool=3", "problem.=3", ""])
  func whatIsNoAssignmentIsABadRequest(_ text: String) throws {
    let folder = try StudyFolder()
    let error = #expect(throws: StudyError.self) { try folder.document([text]) }
    #expect(error?.kind == .badRequest)
    expectSentence(error?.description ?? "", ["Cannot apply --set \(text)", "key=value"])
  }

  @Test func quickWithoutSuchAPartIsABadRequest() throws {
    let folder = try StudyFolder(StudyText.dynamics)
    let error = #expect(throws: StudyError.self) { try folder.document(quick: true) }
    #expect(error?.kind == .badRequest)
    expectSentence(error?.description ?? "", [folder.study, "--quick", "'quick'"])
  }

  @Test func aPresetThatIsNotThereIsAnError() throws {
    let folder = try StudyFolder(StudyText.landscape + "preset: medium\n")
    let error = #expect(throws: StudyError.self) { try folder.document() }
    expectSentence(error?.description ?? "", ["study.yaml, line 18", "'preset'", "it has short, long"])
    let none = try StudyFolder(StudyText.dynamics + "preset: medium\n")
    let other = #expect(throws: StudyError.self) { try none.document() }
    expectSentence(other?.description ?? "", ["study.yaml, line 11", "'preset'", "it has none"])
  }
}
