import Experiments
import Figures
import Testing

/// Heat maps over any two axes, of a study that sweeps a further key.
@Suite struct HeatMapTests {
  @Test func anyTwoAxesMakeAMap() async throws {
    let folder = try StudyFolder()
    let settings = ["weight_decay=[0.1, 0, 0.01]", "n_train=[5, 10]", "steps=3", "accuracy_thresholds=0.5"]
    let values = try await folder.run(settings).values
    let path = folder.file("results/landscape.h5"), losses = try #require(values["train_loss"])
    func figure(_ map: MapRequest, at places: [String] = [], level: Double? = nil) throws -> HeatMapFigure {
      let request = FigureRequest(level: level, at: places.compactMap { Coordinate($0) }, map: map)
      return try #require(try request.figure(of: path) as? HeatMapFigure)
    }
    // Over (weight_decay, seed, n_train, messiness, alpha).
    func loss(_ decay: Int, _ seed: Int, _ size: Int, _ alpha: Int) -> Double {
      losses[((decay * 2 + seed) * 2 + size) * 3 + alpha]
    }
    let map = try figure(
      MapRequest(x: "alpha", y: "weight_decay", quantity: "train_loss"), at: ["n_train=10"], level: 0.3)
    #expect(map.x == [0.5, 1, 2] && map.y == [0, 0.01, 0.1] && map.rowSpacing == .equal && map.levels == [0.3])
    for (row, decay) in [1, 2, 0].enumerated() {
      for alpha in 0..<3 {
        #expect(map.values[row][alpha] == (loss(decay, 0, 1, alpha) + loss(decay, 1, 1, alpha)) / 2)
      }
    }
    let other = try figure(MapRequest(x: "n_train", y: "alpha", quantity: "train_loss"), at: ["weight_decay=0.01"])
    #expect(other.x == [5, 10] && other.y == [0.5, 1, 2] && other.rowSpacing == .logarithmic)
    #expect(other.values[2][1] == (loss(2, 0, 1, 2) + loss(2, 1, 1, 2)) / 2)
    let errors = try figure(MapRequest(quantity: "test_error"), at: ["weight_decay=0"])
    #expect(errors.y == [5, 10] && errors.valueLabel == "test error")
    let accuracy = try #require(values["test_accuracy"])
    #expect(errors.values[0][0] == (2 - accuracy[12] - accuracy[18]) / 2)
  }

  @Test(arguments: [
    (MapRequest(x: "alpha", y: "alpha"), "twice"), (MapRequest(x: "weight_decay", y: "alpha"), "not all positive"),
    (MapRequest(x: "beta"), "choose from weight_decay"), (MapRequest(quantity: "loss"), "train_loss"),
    (MapRequest(y: "n_train"), "--at weight_decay=VALUE from 0.1, 0"),
  ])
  func whatIsNoMapIsSaid(_ map: MapRequest, _ part: String) async throws {
    let folder = try StudyFolder()
    try await folder.run(["weight_decay=[0.1, 0]", "steps=1"])
    let error = #expect(throws: ReportError.self) {
      try FigureRequest(map: map).figure(of: folder.file("results/landscape.h5"))
    }
    #expect(error?.kind == .badRequest)
    expectSentence(error?.description ?? "", [part])
  }
}
