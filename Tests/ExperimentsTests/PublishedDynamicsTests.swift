import Experiments
import Landscapes
import Testing

/// Grokking in Omnigrok's figures 2b and 2c (Liu, Michaud and Tegmark, ICLR 2023), for alpha 2 and seed 0.
///
/// Trains 19,000 + 70,000 steps.
@Suite struct PublishedDynamicsTests {
  private static let run = Task {
    try await PublishedStudy("teacher-student-dynamics", ["preset=code2023", "steps=19000", "evaluate_every=200"])
  }
  private static let sweep = Task {
    try await PublishedStudy(
      "teacher-student-dynamics",
      [
        "preset=paper", "alpha=2", "weight_decay=[0.05, 0.1, 0.2, 0.3, 0.5, 1]", "steps=40000",
        "stop_when_generalised=true",
      ])
  }

  /// The log that the notebook printed, while rounding has not grown.
  @Test(arguments: ["train_loss", "test_loss", "train_accuracy", "test_accuracy"])
  func theNotebooksLog(_ column: String) async throws {
    let pairs = try await Self.pairs(column, steps: 0...1200)
    try #require(pairs.count == 7)
    for pair in pairs {
      // 0.1 % or a unit of the last printed digit; of 100 samples, one may lie at the threshold.
      let tolerance = column.hasSuffix("accuracy") ? 0.0101 : max(1e-6, 1e-3 * pair.published)
      #expect(abs(pair.ours - pair.published) <= tolerance, "step \(pair.step)")
    }
  }

  /// The rest of it, in which test samples pass the threshold one by one.
  @Test func theNotebooksLogLater() async throws {
    let losses = try await Self.pairs("test_loss", steps: 2000...19000)
    let accuracies = try await Self.pairs("test_accuracy", steps: 2000...19000)
    try #require(losses.count == 18 && accuracies.count == 18)
    for (loss, accuracy) in zip(losses, accuracies) {
      #expect(abs(loss.ours / loss.published - 1) <= 0.03, "step \(loss.step)")
      #expect(abs(accuracy.ours - accuracy.published) <= 0.0301, "step \(accuracy.step)")
    }
  }

  /// A column of the notebook's log beside ours.
  private static func pairs(
    _ column: String, steps: ClosedRange<Double>
  ) async throws -> [(step: Double, ours: Double, published: Double)] {
    let study = try await run.value
    let (history, values) = try (study("history_step"), study(column))
    return try PublishedStudy.table("dynamics.csv").compactMap { row in
      let (step, published) = try (#require(row["step"]), #require(row[column]))
      guard steps.contains(step) else { return nil }
      return try (step, values[#require(history.firstIndex(of: step))], published)
    }
  }

  /// The true norm, by an independent implementation; the notebook printed one that counts the first matrix twice.
  @Test(arguments: [(0.0, 298.31), (200, 294.13), (400, 291.55), (600, 289.28)])
  func theNormDecays(_ step: Double, _ squared: Double) async throws {
    let study = try await Self.run.value
    let norm = try study("weight_norm")[#require(study("history_step").firstIndex(of: step))]
    #expect(abs(norm * norm - squared) < 0.01)
  }

  /// Figure 2c has no code, so that these are times of an independent implementation.
  @Test(arguments: [0.001, 0.01])
  func timesToGeneralise(_ threshold: Double) async throws {
    let sections = try await TimesReport([DynamicsFile(path: Self.sweep.value.path)]).sections
    let section = try #require(sections.first { $0.threshold.value == threshold })
    let rows = try PublishedStudy.table("times.csv")
    try #require(rows.count == 6 && section.rows.count == 6)
    for row in rows {
      let ours = try #require(section.rows.first { $0.weightDecay.value == row["weight_decay"] })
      let expected = try (
        train: #require(row["time_to_train_\(threshold)"]), test: #require(row["time_to_test_\(threshold)"])
      )
      #expect(abs(ours.timeToTrain.median.value / expected.train - 1) < 0.02)
      #expect(abs(ours.timeToTest.median.value / expected.test - 1) < 0.02)
      if threshold == 0.001 {
        // t = ln(w_start / w_c) / (rate x gamma), with the norm at the crossing.
        #expect(abs(ours.ratio.value - 1) < 0.02)
        #expect(try abs(ours.weightNormAtTest.value / #require(row["norm_at_test_0.001"]) - 1) < 0.01)
      }
    }
    let times = section.rows.map(\.timeToTrain.median.value)
    #expect(try #require(times.max()) / #require(times.min()) < 1.4)
  }

  /// t_test ~ gamma^s; the exponent is nearer to -1 where decay is slow beside training.
  @Test(arguments: [(0.001, -0.891, -0.923), (0.01, -0.802, -0.820)])
  func theExponentOfTheTimes(_ threshold: Double, _ all: Double, _ slow: Double) async throws {
    let sections = try await TimesReport([DynamicsFile(path: Self.sweep.value.path)]).sections
    let section = try #require(sections.first { $0.threshold.value == threshold })
    #expect(try abs(#require(section.slope).mean.value - all) < 0.03)
    let rows = section.rows.filter { $0.weightDecay.value <= 0.5 }
    let fit = try #require(PowerLawFit(x: rows.map(\.weightDecay.value), y: rows.map(\.timeToTest.median.value)))
    #expect(abs(fit.slope.mean - slow) < 0.03)
  }
}
