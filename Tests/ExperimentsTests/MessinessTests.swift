import Datasets
import Experiments
import Foundation
import Testing

/// Landscapes over messiness, `R = m R_random + (1 - m) R_linear`.
///
/// Source: Liu, Michaud, Tegmark (2023), Eqs. 4 and 7.
@Suite struct MessinessTests {
  /// Losses before any training, in double precision, of toy addition with so many pairs.
  private func start(_ assignments: [String]) async throws -> ResultBits {
    try await StudyFolder(StudyText.addition).run(["precision=double", "steps=0", "streams=torch"] + assignments)
  }

  /// A linear decoder's squared error is a polynomial of degree 2 in its inputs, and they are of degree 1 in m.
  @Test(arguments: ["torch", "philox"]) func theLossOfALinearDecoderIsAParabola(_ streams: String) async throws {
    let result = try await start([
      "messiness={linspace: [0, 1, 5]}", "problem.activation=identity", "n_train=4", "alpha=1", "streams=\(streams)",
    ])
    let gradients = try #require(result.values["messiness_gradient"])
    for name in ["train_loss", "test_loss"] {
      let losses = try #require(result.values[name])
      try #require(losses.count == 5)
      let curvature = losses[0] - 2 * losses[2] + losses[4]
      let slope = losses[4] - losses[0]
      #expect(abs(slope) > 1e-3 && abs(curvature) > 1e-3)
      for (i, m) in [0, 0.25, 0.5, 0.75, 1].enumerated() {
        let parabola = losses[2] + (m - 0.5) * slope + 2 * (m - 0.5) * (m - 0.5) * curvature
        #expect(abs(losses[i] - parabola) < 1e-12)
        if name == "train_loss" { #expect(abs(gradients[i] - (slope + 4 * (m - 0.5) * curvature)) < 1e-11) }
      }
    }
  }

  /// At fixed parameters, for decoders that are not linear.
  @Test(arguments: ["[1, 6, 5, 3]", "[2, 6, 5, 3]"])
  func theGradientIsThatOfCentralDifferences(_ widths: String) async throws {
    let result = try await start([
      "messiness=[0.3999, 0.4, 0.4001]", "problem.widths=\(widths)", "problem.activation=tanh", "n_train=5",
      "alpha=1.5",
      "reported_loss=sum_over_outputs",
    ])
    let losses = try #require(result.values["train_loss"]),
      gradients = try #require(result.values["messiness_gradient"])
    #expect(abs(gradients[1] - (losses[2] - losses[0]) / 2e-4) < 1e-6)
    #expect(abs(gradients[1]) > 1e-3)
  }

  /// The envelope theorem: at minima of neighbouring representations, reached from the same start, the stored derivative
  /// is that of the reduced loss.
  @Test func theGradientIsThatOfTheReducedLoss() async throws {
    let result = try await StudyFolder(StudyText.addition).run([
      "precision=double", "solver=riemannian", "evaluations=4000", "messiness=[0.499, 0.5, 0.501]", "n_train=5",
      "alpha=0.7", "problem.activation=tanh",
    ])
    let losses = try #require(result.values["train_loss"]),
      gradients = try #require(result.values["messiness_gradient"])
    let difference = (losses[2] - losses[0]) / 0.002
    #expect(abs(gradients[1] / difference - 1) < 1e-3)
    #expect(losses[1] > 1e-3 && (result.values["tangent_gradient_norm"]?[1] ?? .nan) < 1e-5)
  }

  @Test func theEndsAreTheLinearAndTheRandomRepresentation() async throws {
    func losses(_ assignments: [String]) async throws -> [Double] {
      try #require(
        try await start(["streams=philox", "messiness=[0, 0.5, 1]", "n_train=4", "alpha=1"] + assignments)
          .values["train_loss"])
    }
    let plain = try await losses([])
    let otherLine = try await losses(["problem.linear=interval", "problem.linear_noise=0.3"])
    let otherRandom = try await losses(["problem.random=uniform"])
    #expect(otherRandom[0] == plain[0] && otherRandom[1] != plain[1] && otherRandom[2] != plain[2])
    #expect(otherLine[0] != plain[0] && otherLine[1] != plain[1] && otherLine[2] == plain[2])
  }

  /// Before training, errors of training and test set add up to that of all pairs.
  @Test(arguments: ["sum", "modular"]) func theTestSetIsWhatTheTrainingSetLeaves(_ label: String) async throws {
    let result = try await start(["n_train={from: 1, to: 5}", "messiness=0.3", "alpha=1", "problem.label=\(label)"])
    for (train, test) in [("train_loss", "test_loss"), ("train_accuracy", "test_accuracy")] {
      let trained = try #require(result.values[train]), tested = try #require(result.values[test])
      let totals = (0..<5).map { i -> Double in Double(i + 1) * trained[i] + Double(5 - i) * tested[i] }
      let tolerance = 1e-12 * max(1, totals[0])
      #expect(totals.allSatisfy { abs($0 - totals[0]) < tolerance }, "\(totals)")
      if train == "train_loss" { #expect(trained[0] != trained[1]) }
    }
  }

  @Test func whatIsFittedIsNearestToItsTemplate() async throws {
    let result = try await StudyFolder(StudyText.addition).run([
      "n_train=5", "messiness=1", "alpha=2", "steps=1500", "problem.widths=[2, 40, 40, 3]",
    ])
    #expect(result.values["train_accuracy"] == [1])
    #expect((result.values["train_loss"]?[0] ?? .nan) < 0.05)
  }

  @Test func templatesAreProportionalToTheLabel() {
    #expect((0..<10).map { LabelTemplate.label.value(of: $0, classCount: 10) } == (0..<10).map(Double.init))
    let centred = (0..<10).map { LabelTemplate.centred.value(of: $0, classCount: 10) }
    #expect(centred[0] == -0.5 && centred[9] == 0.5)
    for k in 1..<10 { #expect(abs(centred[k] - centred[k - 1] - 1 / 9.0) < 1e-15) }
  }

  /// The blend of images and templates, with a linear network: a parabola again, whose end at m = 1 is the images themselves, and whose end at
  /// m = 0 knows nothing of them.
  ///
  /// Runs only where the images are, because tests pass without a network.
  @Test(
    .enabled(
      if: DatasetCatalogue.standard().list().contains { $0.name == "fashion-mnist" && $0.state == .present },
      "Fashion-MNIST is not here: grokscape data get fashion-mnist"))
  func imagesBlendWithTheTemplatesOfTheirLabels() async throws {
    let text = StudyText.images.replacingOccurrences(of: "data: mnist", with: "data: fashion-mnist")
    let common = ["problem.widths=[784, 10]", "problem.activation=identity", "precision=double", "steps=0"]
    let raw = try await StudyFolder(text).run(common)
    #expect(raw.values["messiness_gradient"] == nil)
    var atZero: [Double] = []
    for template in ["label", "centred"] {
      let result = try await StudyFolder(text).run(
        common + ["problem.template=\(template)", "messiness={linspace: [0, 1, 5]}"])
      for name in ["train_loss", "test_loss"] {
        let losses = try #require(result.values[name])
        #expect(losses[4] == raw.values[name]?[0])
        let third = losses[4] - 2 * losses[3] + 2 * losses[1] - losses[0]
        #expect(abs(third) < 1e-12 * losses[0])
      }
      let losses = try #require(result.values["train_loss"])
      let gradient = try #require(result.values["messiness_gradient"])[2]
      #expect(abs(gradient - (losses[4] - losses[0])) < 1e-10 * losses[0])
      atZero.append(losses[0])
    }
    #expect(atZero[0] > 10 * atZero[1], "a label is up to 18 times its centred value")
  }
}
