import Datasets
import Experiments
import Testing

/// Omnigrok's run on MNIST, figure 3d (Liu, Michaud and Tegmark, ICLR 2023).
@Suite struct PublishedImagesTests {
  /// Runs only where MNIST has been fetched, because tests pass without a network: `grokscape data get mnist`.
  @Test(
    .enabled(
      if: DatasetCatalogue.standard().list().contains { $0.name == "mnist" && $0.state == .present },
      "MNIST is not in the cache: grokscape data get mnist"))
  func lossesBeforeTheFirstStep() async throws {
    let study = try await PublishedStudy(
      "fashion-mnist",
      [
        "problem.data=mnist", "streams=torch", "precision=double", "seed=0", "n_train=1000", "alpha=8", "steps=0",
      ])
    let published = [
      ("initial_train_loss", 2567.3147606167663), ("initial_test_loss", 2783.498868166984),
      ("train_accuracy", 0.153), ("test_accuracy", 0.1311),
    ]
    for (variable, expected) in published {
      let value = try #require(study(variable).first)
      #expect(abs(value / expected - 1) < 1e-9, "\(variable)")
    }
  }
}
