import Experiments
import Testing

/// Studies whose minima are found on the sphere instead of by rescaled steps.
@Suite struct RiemannianStudyTests {
  private let riemannian = ["solver=riemannian", "evaluations=400", "precision=double", "tie_floor=0"]

  @Test func minimaAreLowerThanWhereRescaledStepsEnd() async throws {
    let folder = try StudyFolder()
    let rescaled = try await folder.run(["steps=400", "precision=double"], into: "rescaled")
    let minima = try await folder.run(riemannian, into: "minima")
    let ours = try #require(minima.values["train_loss"]), theirs = try #require(rescaled.values["train_loss"])
    #expect(zip(ours, theirs).allSatisfy { $0 <= $1 })
    #expect(zip(ours, theirs).contains { $0 < 0.1 * $1 })
    // The norm is kept, and where nothing is left to gain the gradient is normal to the sphere.
    #expect(
      zip(try #require(minima.values["weight_norm"]), try #require(rescaled.values["weight_norm"]))
        .allSatisfy { abs($0 - $1) <= 1e-12 * $1 })
    let tangent = try #require(minima.values["tangent_gradient_norm"])
    #expect(try #require(tangent.min()) < 1e-6)
    #expect(try #require(minima.values["steps"]).allSatisfy { $0 <= 400 })
  }

  @Test func warmStartsKeepTheLowerOfWarmAndCold() async throws {
    let folder = try StudyFolder()
    let axis = "alpha={logspace: [0.5, 2, 7]}"
    let cold = try await folder.run(riemannian + [axis], into: "cold")
    let warm = try await folder.run(riemannian + [axis, "warm_start=alpha"], into: "warm")
    let coldLosses = try #require(cold.values["train_loss"]), warmLosses = try #require(warm.values["train_loss"])
    let starts = try #require(warm.values["start"])
    #expect(cold.values["start"] == nil)
    for (index, start) in starts.enumerated() {
      #expect(warmLosses[index] <= coldLosses[index])
      if start == 0 { #expect(warmLosses[index].bitPattern == coldLosses[index].bitPattern) }
    }
    #expect(starts[0] == 0 && starts[7] == 0, "the lowest norm of each seed has no neighbour")
    #expect(starts.contains(1), "some minimum is reached from its neighbour's only")
  }

  @Test(arguments: [
    (["solver=riemannian"], "'evaluations' is missing"),
    (["solver=riemannian", "evaluations=10", "batch=5"], "full for the solver 'riemannian'"),
    (["warm_start=alpha"], "the solver 'rescaled'"), (["evaluations=10"], "the solver 'rescaled'"),
    (["solver=riemannian", "evaluations=10", "warm_start=beta"], "none, alpha"),
    (["solver=newton"], "rescaled, riemannian"),
  ])
  func keysOfTheOtherSolverAreErrors(_ assignments: [String], _ fragment: String) throws {
    let folder = try StudyFolder()
    let error = #expect(throws: StudyError.self) { try folder.document(assignments) }
    #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "")")
  }
}
