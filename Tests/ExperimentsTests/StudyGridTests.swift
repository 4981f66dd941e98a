import Experiments
import Foundation
import Testing

/// What one point says does not depend on the others.
@Suite struct StudyGridTests {
  @Test(
    arguments: [
      (StudyText.landscape, [], ["alpha=[0.25, 0.5, 0.75, 1, 2, 3]"]),
      (StudyText.landscape, ["streams=torch"], ["seed=[3, 0, 2, 1]", "streams=torch"]),
      (
        StudyText.landscape, ["solver=riemannian", "evaluations=60"],
        ["solver=riemannian", "evaluations=60", "alpha=[0.25, 0.5, 0.75, 1, 2, 3]", "seed=[1, 2, 0]"]
      ),
      (StudyText.landscape, ["restarts=2"], ["n_train=[3, 5, 10]", "restarts=2", "problem.pool=10"]),
      (
        StudyText.landscape, ["batch=3", "problem.noise=0.1"],
        ["batch=3", "problem.noise=0.1", "n_train=[5, 10]", "seed=[2, 0, 1]"]
      ),
      (StudyText.dynamics, [], ["weight_decay=[0, 0.05, 0.1, 1]", "seed=[1, 0]"]),
      (StudyText.dynamics, ["batch=3"], ["batch=3", "alpha=[0.5, 1, 1.5, 2]"]),
      (
        StudyText.landscape, ["optimizer.rate=[0.01]", "batch=3", "problem.activation=[tanh]", "seed=0"],
        ["optimizer.rate=[0.001, 0.01, 0.1]", "batch=3", "problem.activation=[relu, tanh]", "seed=[1, 0]"]
      ),
      (
        StudyText.landscape,
        ["solver=riemannian", "evaluations=[30]", "warm_start=alpha", "problem.noise=[0.1]", "restarts=[2]"],
        [
          "solver=riemannian", "evaluations={from: 30, to: 31}", "warm_start=alpha",
          "problem.noise={linspace: [0, 0.2, 3]}", "restarts=[1, 2, 3]",
        ]
      ),
      (
        StudyText.dynamics, ["optimizer.rate=[0.01]", "steps=[60]", "n_train=[5, 10]", "weight_decay=0.1"],
        ["optimizer.rate=[0.02, 0.01]", "steps=[20, 60]", "n_train=[5, 7, 10]", "weight_decay=[0, 0.1]"]
      ),
    ] as [(String, [String], [String])])
  func moreGridValuesChangeNoOtherPoint(_ text: String, _ few: [String], _ many: [String]) async throws {
    let folder = try StudyFolder(text)
    let some = try await folder.run(few, into: "some").elements
    let all = try await folder.run(many, into: "all").elements
    #expect(all.count > some.count)
    for (place, bits) in some { #expect(all[place] == bits, "\(place.joined(separator: ", "))") }
  }

  /// The training set of size N is a prefix of one order, and the test set is the same for all.
  @Test func pointsOfASeedShareWhatDoesNotDependOnTheAxes() async throws {
    let result = try await StudyFolder().run(["n_train=[5, 10]", "steps=0"])
    let norms = try #require(result.values["initial_weight_norm"]),
      zero = try #require(result.values["zero_predictor_loss"])
    #expect(Set(norms[..<6]).count == 1 && Set(norms[6...]).count == 1 && norms[0] != norms[6])
    #expect(zero[0] == zero[1] && zero[2] == zero[3] && zero[0] != zero[2])
    let test = try #require(result.values["initial_test_loss"])
    #expect(test[..<3] == test[3..<6], "before a step the size of the training set does not matter")
  }
}

/// Points whose numbers overflow.
@Suite struct DivergenceTests {
  private static let done = 1.0, diverged = 2.0, stepLimit = 1.0, notFinite = 5.0

  /// Of a network without a bound, outputs grow as alpha cubed, and the loss overflows.
  @Test func aPointThatDivergesIsRecordedAndTheOthersGoOn() async throws {
    let folder = try StudyFolder()
    let network = ["problem.activation=relu", "problem.widths=[2, 4, 4, 1]"]
    let result = try await folder.run(network + ["alpha=[0.5, 1, 1.0e+15]"])
    #expect(result.values["status"] == [Self.done, Self.done, Self.diverged, Self.done, Self.done, Self.diverged])
    let reasons = [Self.stepLimit, Self.stepLimit, Self.notFinite]
    #expect(result.values["stop_reason"] == reasons + reasons)
    let losses = try #require(result.values["train_loss"])
    #expect(losses.map(\.isFinite) == [true, true, false, true, true, false])
    // The others are those of a study without the diverging one.
    let without = try await folder.run(network + ["alpha=[0.5, 1]"], into: "without").elements
    let with = result.elements
    for (place, bits) in without { #expect(with[place] == bits, "\(place.joined(separator: ", "))") }
    // Infinities and NaN survive the journal.
    #expect(try await folder.run(network + ["alpha=[0.5, 1, 1.0e+15]"]) == result)
  }

  @Test(arguments: ["sgd", "adam"]) func aHugeRateOffTheSphereDiverges(_ optimizer: String) async throws {
    let rate = ["optimizer={name: \(optimizer), rate: 1.0e+30}", "retract=before_step", "problem.activation=relu"]
    let result = try await StudyFolder().run(rate)
    #expect(result.values["status"] == [Double](repeating: Self.diverged, count: 6))
    #expect(result.values["stop_reason"] == [Double](repeating: Self.notFinite, count: 6))
    #expect(result.values["steps"] == [Double](repeating: 1, count: 6))
  }

  /// On the sphere a step of any length ends on it, or the point has diverged: never a finished point of another norm.
  @Test(
    arguments: [("float", "sgd"), ("float", "adam"), ("double", "sgd"), ("double", "adam")], [1.0, 1e10, 1e20, 1e30])
  func aFinishedPointHasTheNormThatWasAskedFor(_ kind: (String, String), _ rate: Double) async throws {
    let (precision, optimizer) = kind
    let result = try await StudyFolder().run([
      "precision=\(precision)", "optimizer={name: \(optimizer), rate: \(rate)}", "problem.activation=relu",
    ])
    let status = try #require(result.values["status"]), norms = try #require(result.values["weight_norm"])
    let initial = try #require(result.values["initial_weight_norm"])
    for (i, alpha) in [0.5, 1, 2, 0.5, 1, 2].enumerated() where status[i] != Self.diverged {
      #expect(abs(norms[i] / (alpha * initial[i]) - 1) < 1e-5, "point \(i) of status \(status[i])")
    }
  }

  @Test func noiseThatOverflowsIsADivergence() async throws {
    let result = try await StudyFolder().run(["problem.noise=1.0e+300"])
    #expect(result.values["status"] == [Double](repeating: Self.diverged, count: 6))
    #expect(result.values["steps"] == [Double](repeating: 0, count: 6))
    #expect(result.values["train_loss"]?.contains { $0.isFinite } == false)
  }

  @Test func aFreeRunThatDivergesEndsItsHistory() async throws {
    let result = try await StudyFolder(StudyText.dynamics).run([
      "optimizer={name: sgd, rate: 1.0e+20}", "problem.activation=relu", "weight_decay=0",
    ])
    #expect(result.values["stop_reason"] == [Self.notFinite, Self.notFinite])
    let steps = try #require(result.values["steps"]), losses = try #require(result.values["train_loss"])
    #expect(steps.allSatisfy { (1...5).contains($0) })
    #expect(losses.first?.isFinite == true && losses.last?.isNaN == true)
    #expect(result.values["time_to_test"]?.allSatisfy(\.isNaN) == true)
  }
}
