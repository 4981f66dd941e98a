import Testing

/// The losses before the first step that the notebook of Omnigrok's figure 6d printed (Liu, Michaud and Tegmark, ICLR 2023).
@Suite struct PublishedAdditionTests {
  /// The losses of the notebook's run with 54 training pairs that its log has: same weights, representations and pairs.
  @Test func lossesBeforeTheFirstStep() async throws {
    let study = try await PublishedStudy("toy-addition", ["preset=code2023", "n_train=54", "steps=0"])
    let (messiness, alpha) = try (study("messiness"), study("alpha"))
    let losses = try study("initial_train_loss")
    let rows = try PublishedStudy.table("addition_start.csv")
    try #require(messiness.count == 21 && alpha.count == 21 && losses.count == 441 && rows.count == 353)
    for row in rows {
      let (m, scale, published) = try (
        #require(row["messiness"]), #require(row["alpha"]), #require(row["train_loss"])
      )
      let i = try #require(messiness.firstIndex { abs($0 - m) < 1e-9 })
      let j = try #require(alpha.firstIndex { abs($0 - scale) < 1e-9 })
      // Up to 30, of which a Float has a step of 2e-6.
      #expect(abs(losses[i * alpha.count + j] - published) < 1e-5, "messiness \(m), alpha \(scale)")
    }
  }

  /// The norm of the notebook's decoder, squared: its first weight matrix counts twice, and once.
  @Test func norms() async throws {
    let study = try await PublishedStudy(
      "toy-addition", ["preset=code2023", "n_train=45", "messiness=0", "alpha=1", "steps=0"])
    let (kept, norm) = try (#require(study("constraint_norm").first), #require(study("weight_norm").first))
    #expect(abs(kept * kept - 235.605) < 1e-3)
    #expect(abs(norm * norm - 171.313) < 1e-3)
  }
}
