import Experiments
import Foundation
import Stores
import Testing

/// A decoder and its representation, trained together.
@Suite struct RepresentationDynamicsTests {
  /// Three digits in five of six pairs, in double precision.
  private static let small = StudyText.representation

  /// What PyTorch's AdamW with a group for each does from the same start, and NumPy's least squares find on the way.
  private struct Reference: Decodable {
    let history: [String: [Double]]

    init() throws {
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/representation/training.json")
      self = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    }
  }

  @Test func trainingIsPyTorchs() async throws {
    let folder = try StudyFolder(
      """
      study: reference
      kind: dynamics
      seed: 7
      n_train: 40
      messiness: 1
      alpha: 1
      weight_decay: 0.1
      problem: {name: toy-addition, widths: [1, 16, 16, 3], activation: tanh, random: half_uniform}
      streams: torch
      precision: double
      optimizer: {name: adamw, rate: 1.0e-2}
      representation_rate: 3.0e-2
      schedule: {name: step_decay, factor: 0.2, interval: 150}
      steps: 200
      history_every: 1

      """)
    let result = try await folder.run()
    let reference = try Reference()
    #expect(reference.history.count == 8)
    for (name, expected) in reference.history {
      let values = try #require(result.values[name], "\(name)")
      try #require(values.count == 201 && expected.count == 201)
      // Rounding, which 200 steps of Adam let grow.
      let worst = zip(values, expected).map { abs($0 - $1) / max(abs($1), 1) }.max() ?? .infinity
      #expect(worst < 1e-9, "\(name)")
    }
  }

  /// On the line between both ends, nothing is lost by the projection; a linear representation has all parallelograms.
  @Test(arguments: ["torch", "philox"]) func aRunStartsAtItsMessiness(_ streams: String) async throws {
    let result = try await StudyFolder(Self.small).run([
      "messiness=[0, 0.3, 1]", "steps=0", "problem.digits=10", "n_train=45", "streams=\(streams)",
    ])
    let messiness = try #require(result.values["effective_messiness"])
    #expect(zip(messiness, [0, 0.3, 1]).allSatisfy { abs($0 - $1) < 1e-12 } && messiness.count == 3)
    #expect(try #require(result.values["representation_fit_residual"]).allSatisfy { abs($0) < 1e-12 })
    let quality = try #require(result.values["representation_quality"])
    #expect(quality[0] == 1 && quality[2] < 0.5)
    #expect(result.axes["effective_messiness"] == ["messiness", "seed", "alpha", "weight_decay", "history_step"])
  }

  /// The dynamics start where the landscape of the same study does: the same decoder, representation and pairs.
  @Test func theStartIsThatOfTheLandscape() async throws {
    let settings = ["messiness=[0, 0.3, 1]", "alpha=[0.5, 2]", "steps=0"]
    let run = try await StudyFolder(Self.small).run(settings)
    let landscape = try await StudyFolder(StudyText.addition).run(
      settings + ["n_train=5", "problem.widths=[2, 6, 3]", "problem.activation=tanh", "precision=double"])
    for name in ["train_loss", "test_loss", "weight_norm"] {
      let (here, there) = try (#require(run.values[name]), #require(landscape.values[name]))
      #expect(here.count == 6 && zip(here, there).allSatisfy { isNear($0, $1, 1e-12) }, "\(name)")
    }
  }

  /// Rate 0 is the default; the decoder learns all the same.
  @Test func aRepresentationWithoutARateStandsStill() async throws {
    let frozen = try await StudyFolder(Self.small).run(["representation_rate=0"])
    let messiness = try #require(frozen.values["effective_messiness"])
    #expect(messiness.allSatisfy { abs($0 - 0.5) < 1e-12 })
    let text = Self.small.replacingOccurrences(of: "representation_rate: 1.0e-2\n", with: "")
    #expect(text != Self.small)
    #expect(try await StudyFolder(text).run() == frozen)
    let losses = try #require(frozen.values["train_loss"])
    #expect(losses[losses.count - 1] < 0.9 * losses[0])
    let free = try await StudyFolder(Self.small).run()
    #expect(free.values["effective_messiness"].map { abs($0[$0.count - 1] - 0.5) > 1e-3 } == true)
  }

  /// The norm is the decoder's alone, and only the decoder decays.
  @Test func theRepresentationIsOutsideTheNormAndDoesNotDecay() async throws {
    let folder = try StudyFolder(Self.small + "checkpoints: {every: 20}\n")
    // Targets that are met have no gradient: what is left is decay.
    let result = try await folder.run(["optimizer.name=sgd", "weight_decay=0.5"])
    let group = try StoredGroup(contentsOf: folder.file("results/trajectory.h5"))
    let size = group.dimensions[2].count, table = 3 * 2, decoder = (2 * 6 + 6) + (6 * 3 + 3)
    #expect(size == table + decoder)
    let rows = try #require(group.variables.first { $0.name == "parameters" }?.values.numbers)
    let steps = try #require(result.values["history_step"]), norms = try #require(result.values["weight_norm"])
    for checkpoint in 0..<(rows.count / size) {
      let row = rows[(checkpoint * size)..<((checkpoint + 1) * size)]
      let norm = row.dropFirst(table).reduce(0) { $0 + $1 * $1 }.squareRoot()
      let place = try #require(steps.firstIndex(of: Double(checkpoint * 20)))
      #expect(isNear(norms[place], norm, 1e-12))
    }
    #expect(rows.count == 4 * size)
    let layout = group.attributes.compactMap { attribute -> String? in
      if case .text(let text) = attribute.value { text } else { nil }
    }
    #expect(layout.contains { $0.contains("\"representation\"") && $0.contains("decoder.layers.1.bias") })
    let fast = try await StudyFolder(Self.small).run(["optimizer.rate=1.0e-30", "weight_decay=1"])
    let slow = try await StudyFolder(Self.small).run(["optimizer.rate=1.0e-30", "weight_decay=0"])
    #expect(fast.values["effective_messiness"] == slow.values["effective_messiness"])
  }

  @Test func otherProblemsHaveNoSuchRate() throws {
    let cases = [(StudyText.dynamics, "a problem without embeddings"), (StudyText.addition, "kind landscape")]
    for (text, part) in cases {
      let error = try #require(throws: StudyError.self) {
        try StudyFolder(text).document(["representation_rate=0.1"])
      }
      expectSentence(error.description, ["representation_rate", part])
    }
    let error = try #require(throws: StudyError.self) {
      try StudyFolder(Self.small).document(["representation_rate=-1"])
    }
    expectSentence(error.description, ["representation_rate", "from 0 to 1e30"])
    #expect(throws: StudyError.self) { try StudyFolder(StudyText.dynamics).document(["messiness=0.5"]) }
  }
}

/// The run whose log is published with "Towards understanding grokking" (Liu, Kitouni, Nolte, Michaud, Tegmark and
/// Williams, 2022): the same templates, pairs, representation and weights.
@Suite struct PublishedRepresentationTests {
  @Test func theLossBeforeTheFirstStep() async throws {
    let study = try await PublishedStudy("representation-dynamics", ["preset=printed", "steps=0"])
    #expect(abs(try study("train_loss")[0] - 0.98126620) < 1e-6)
  }
}
