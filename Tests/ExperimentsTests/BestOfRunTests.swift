import Experiments
import Foundation
import Testing

/// The best of a run against runs that end where it was looked at.
@Suite struct BestOfRunTests {
  private static let noisy = [
    "optimizer.rate=0.5", "batch=3", "accuracy_thresholds=0.3", "seed=[3, 4]", "alpha=[0.5, 2]",
  ]
  private static let metrics: [(name: String, isLow: Bool)] = [
    ("train_loss", true), ("test_loss", true), ("train_accuracy", false), ("test_accuracy", false),
  ]

  /// A run of k steps ends where a longer one is at step k, so that the best of its ends is the best of the run.
  @Test func itIsTheBestOfTheEndsOfShorterRuns() async throws {
    let folder = try StudyFolder()
    let ends = try await folder.run(Self.noisy + ["steps=[0, 10, 20, 30, 40]"], into: "ends").values
    let best = try await folder.run(Self.noisy + ["steps=47", "evaluate_every=10"], into: "best").values
    for (name, isLow) in Self.metrics {
      let all = try #require(ends[name]), found = try #require(best["\(name)_best"])
      #expect(found.count == 4 && all.count == 20)
      for point in found.indices {
        let values = (0..<5).map { all[$0 * 4 + point] }
        #expect(found[point] == (isLow ? values.min() : values.max()), "\(name)")
      }
    }
    // A rate this large makes the losses rise and fall: the best is not always the same evaluation.
    #expect(zip(try #require(best["test_loss_best"]), try #require(best["test_loss"])).contains { $0 < $1 })
  }

  @Test func observingChangesNothingElse() async throws {
    let folder = try StudyFolder()
    let plain = try await folder.run(Self.noisy, into: "plain").variables
    let observed = try await folder.run(
      Self.noisy + ["evaluate_every=5", "evaluation_samples=4"], into: "observed"
    ).variables
    #expect(Set(observed.keys).subtracting(plain.keys) == Set(Self.metrics.map { "\($0.name)_best" }))
    for (name, bits) in plain { #expect(observed[name] == bits, "\(name)") }
  }

  @Test func samplesAreThoseOfTheEvaluationAndAllOfThemIfTheyAreEnough() async throws {
    let folder = try StudyFolder()
    func best(_ samples: Int?, _ steps: Int, _ name: String) async throws -> [UInt64] {
      let settings = samples.map { ["evaluation_samples=\($0)"] } ?? []
      let run = try await folder.run(Self.noisy + ["evaluate_every=10", "steps=\(steps)"] + settings, into: name)
      return try #require(run.variables["test_loss_best"])
    }
    let whole = try await best(nil, 40, "whole")
    #expect(try await best(10, 40, "ten") == whole)
    #expect(try await best(1000, 40, "many") == whole)
    #expect(try await best(4, 40, "four") != whole)
    // Step 0 is the first evaluation, whatever comes after.
    let first = try await best(4, 0, "first").map { Double(bitPattern: $0) }
    for (one, all) in zip(first, try await best(4, 40, "again").map { Double(bitPattern: $0) }) { #expect(all <= one) }
  }

  @Test func theRiemannianMinimiserHasNoRunToLookAt() throws {
    let folder = try StudyFolder()
    let error = #expect(throws: StudyError.self) {
      try folder.document(["solver=riemannian", "evaluations=5", "evaluate_every=5"])
    }
    expectSentence(error?.description ?? "", ["'evaluate_every'", "no effect", "riemannian"])
  }
}
