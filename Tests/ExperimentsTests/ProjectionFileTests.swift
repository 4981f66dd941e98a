import Experiments
import Figures
import Foundation
import Projections
import Stores
import Testing

/// Principal components of a study's own trajectory: losses, states, and the figures of what projections write.
@Suite struct ProjectionFileTests {
  /// Four runs with the parameters of seven steps each.
  private func folder() async throws -> StudyFolder {
    let folder = try StudyFolder(StudyText.dynamics + "precision: double\ncheckpoints: {every: 10}\n")
    try await folder.run()
    return folder
  }

  private func values(_ group: StoredGroup, _ name: String) throws -> [Double] {
    try #require(group.variables.first { $0.name == name }?.values.numbers)
  }

  @Test func lossesAtCheckpointsAreThoseOfTraining() async throws {
    let folder = try await folder()
    let analysis = try TrajectoryAnalysis(path: folder.file("results/trajectory.h5"), centring: .first, level: 0.01)
    let losses = try #require(try await analysis.planeLosses(count: 4, workers: 2))
    try analysis.write(to: folder.file("pca.h5"), losses: losses)
    let file = try StoredGroup(contentsOf: folder.file("pca.h5"))
    let history = try #require(
      StoredGroup(contentsOf: folder.file("results/trajectory.h5")).groups.first { $0.name == "history" })
    let recordedSteps = try #require(history.dimensions.first { $0.name == "history_step" }?.coordinates?.numbers)
    let places = try values(file, "step").map { try #require(recordedSteps.firstIndex(of: $0)) }
    for name in ["train_loss", "test_loss"] {
      let (found, all) = (try values(file, name), try values(history, name))
      let recorded = places.enumerated().map { all[$0 / 7 * recordedSteps.count + $1] }
      #expect(found.count == 28 && zip(found, recorded).allSatisfy { abs($0 - $1) <= 1e-12 * abs($1) })
      // The first checkpoint is the origin of its plane.
      let inPlane = try values(file, "in_plane_\(name)")
      for start in stride(from: 0, to: 28, by: 7) {
        #expect(abs(inPlane[start] - found[start]) <= 1e-12 * found[start])
      }
    }
    // The plane, against a slice around the first checkpoint along the stored components.
    let document = try StudyDocument(path: folder.file("study.yaml"), quick: false, assignments: [])
    let axes = try ["plane_x", "plane_y"].map { name in
      try #require(file.dimensions.first { $0.name == name }?.coordinates?.numbers)
    }
    let request = SliceRequest(
      trajectory: folder.file("results/trajectory.h5"),
      shape: .plane(.stored(path: folder.file("pca.h5"), variable: "direction"), checkpoint: 0), coordinates: axes)
    try await document.writeSlice(request, to: folder.file("slice.h5"))
    let slice = try StoredGroup(contentsOf: folder.file("slice.h5"))
    for loss in ["train_loss", "test_loss"] {
      let (plane, expected) = (try values(file, "plane_\(loss)"), try values(slice, loss))
      #expect(plane.count == 16 && zip(plane, expected).allSatisfy { abs($0 - $1) <= 1e-12 * $1 })
    }
    let names = try #require(file.dimensions.first { $0.name == "run" }?.coordinates)
    #expect(names == .text([1, 2].flatMap { a in [0.0, 0.1].map { "seed 0, alpha \(a).0, weight decay \($0)" } }))
    let states = try values(file, "state_checkpoint")
    #expect(states.count == 12 && states[0] == 0)

    let figure = try #require(try FigureRequest().figure(of: folder.file("pca.h5")) as? TrajectoryFigure)
    #expect(figure.runs.count == 4 && figure.runs[2].steps == [0, 10, 20, 30, 40, 50, 60])
    #expect(figure.runs[0].states.contains { $0.letter == "A" && $0.checkpoint == 0 })
    let background = try #require(figure.background)
    let plane = try values(file, "plane_train_loss")
    #expect(background.x == axes[0] && background.values[1][3] == plane[3 * 4 + 1])
    let map = try #require(try FigureRequest(loss: .test).figure(of: folder.file("slice.h5")) as? HeatMapFigure)
    let tests = try values(slice, "test_loss")
    #expect(map.x == axes[0] && map.y == axes[1] && map.values[1][3] == tests[3 * 4 + 1])
  }

  /// Decoder and embeddings are one vector of parameters: losses at checkpoints are those of training, and along the
  /// eigenvectors of the Hessian at the last one the loss bends as the eigenvalues say.
  @Test func trainedEmbeddingsArePartOfSlicesAndSpectra() async throws {
    let folder = try StudyFolder(StudyText.representation + "checkpoints: {every: 10}\n")
    try await folder.run()
    let path = folder.file("results/trajectory.h5")
    let analysis = try TrajectoryAnalysis(path: path, centring: .first)
    let losses = try #require(try await analysis.planeLosses(count: 3, workers: 2))
    try analysis.write(to: folder.file("pca.h5"), losses: losses)
    let file = try StoredGroup(contentsOf: folder.file("pca.h5"))
    let history = try #require(try StoredGroup(contentsOf: path).groups.first { $0.name == "history" })
    let steps = try #require(history.dimensions.first { $0.name == "history_step" }?.coordinates?.numbers)
    for name in ["train_loss", "test_loss"] {
      let (found, all) = (try values(file, name), try values(history, name))
      for (checkpoint, step) in try values(file, "step").enumerated() {
        let recorded = all[try #require(steps.firstIndex(of: step))]
        #expect(abs(found[checkpoint] - recorded) <= 1e-12 * recorded, "\(name) after \(step) steps")
      }
    }

    var request = CurvatureRequest()
    (request.top, request.onSphere, request.perLayer) = (2, true, true)
    let curvature = try TrajectoryCurvature(path: path).curvature(run: 0, checkpoint: -1, request)
    let blocks = curvature.report.blocks
    #expect(blocks.map(\.name) == ["all", "sphere", "representation", "decoder.layers.0", "decoder.layers.1"])
    #expect(blocks.map(\.dimension) == [45, 44, 6, 18, 21])
    try curvature.file.write(to: folder.file("hessian.h5"))
    let h = 1e-3
    let along = SliceRequest(
      trajectory: path,
      shape: .plane(.stored(path: folder.file("hessian.h5"), variable: "top_eigenvector"), checkpoint: nil),
      coordinates: [[-h, 0, h], [-h, 0, h]])
    try await StudyDocument(path: folder.study, quick: false, assignments: []).writeSlice(
      along, to: folder.file("slice.h5"))
    let slice = try values(try StoredGroup(contentsOf: folder.file("slice.h5")), "train_loss")
    for (rank, (below, above)) in [(1, 7), (3, 5)].enumerated() {
      let bend = (slice[below] - 2 * slice[4] + slice[above]) / (h * h)
      #expect(abs(bend - blocks[0].top[rank].value.value) <= 1e-4 * abs(bend), "differences of second order")
    }
    #expect(abs(curvature.report.trainLoss.value - slice[4]) <= 1e-12 * slice[4])
  }

  @Test(
    arguments: [
      (["hessian", "results/trajectory.h5", "--checkpoint", "99"], 64, ["checkpoint", "it has 2"]),
      (["hessian", "results/trajectory.h5", "--checkpoint", "0", "--run", "1"], 64, ["run 1", "it has 1"]),
      (["hessian", "results/trajectory.h5", "--checkpoint", "0", "--derivative"], 64, ["--derivative"]),
      (["hessian", "results/dynamics.h5", "--checkpoint", "0"], 65, ["trajectory.h5"]),
      (["slice", "study.yaml", "-o", "slice.h5", "--x=-1:1:3"], 64, ["embeddings", "--trajectory"]),
    ] as [([String], Int32, [String])])
  func whatTrainedEmbeddingsDoNotHaveIsOneSentence(_ call: [String], _ code: Int32, _ parts: [String]) async throws {
    let folder = try StudyFolder(StudyText.representation + "checkpoints: {every: 100}\n")
    try await folder.run()
    try Program(call, in: folder).expectFailure(code, parts)
  }

  /// What has no study has no losses, and what is no figure is refused with a way out.
  @Test func importedTrajectoriesHaveNoLosses() async throws {
    let folder = try await folder()
    let source = try StoredGroup(contentsOf: folder.file("results/trajectory.h5"))
    var group = source
    group.attributes.removeAll { $0.name == "configuration_json" }
    group.groups = []
    try group.write(to: folder.file("imported.h5"))
    let analysis = try TrajectoryAnalysis(path: folder.file("imported.h5"))
    #expect(try await analysis.planeLosses(count: 3, workers: 1).map { _ in 0 } == nil)
    #expect(analysis.states == nil)
    try analysis.write(to: folder.file("pca.h5"))
    let figure = try #require(try FigureRequest().figure(of: folder.file("pca.h5")) as? TrajectoryFigure)
    #expect(figure.background == nil && figure.runs[0].states.isEmpty)
    for request in [FigureRequest(picture: .lu), FigureRequest(level: 1)] {
      let error = #expect(throws: ReportError.self) { try request.figure(of: folder.file("pca.h5")) }
      #expect(error?.kind == .badRequest)
    }
    let error = #expect(throws: ReportError.self) {
      try FigureRequest().figure(of: folder.file("results/trajectory.h5"))
    }
    #expect(error?.description.contains("grokscape trajectory pca") == true)
  }

  @Test func spectraAreCurvesWithTheirExtremes() throws {
    let folder = try StudyFolder()
    let arguments = ["hessian", "study.yaml", "--point", "0", "--set", "steps=20", "--top", "3", "--bottom", "2"]
    let result = try Program(arguments + ["--sphere", "--density", "2", "-o", "hessian.h5"], in: folder)
    #expect(result.code == 0, "\(result.error)")
    let figure = try #require(try FigureRequest().figure(of: folder.file("hessian.h5")) as? CurvesFigure)
    #expect(figure.curves.map(\.label) == ["all", "sphere"])
    #expect(figure.curves.allSatisfy { $0.marks.count == 5 && $0.points.count == 1001 })
    // A density has integral 1, by the trapezium rule over its own places.
    for curve in figure.curves {
      let area = zip(curve.points, curve.points.dropFirst()).reduce(0) {
        $0 + ($1.1.x - $1.0.x) * ($1.0.y + $1.1.y) / 2
      }
      #expect(abs(area - 1) < 1e-3)
    }
    #expect(try Program(arguments + ["-o", "without.h5"], in: folder).code == 0)
    let error = #expect(throws: ReportError.self) { try FigureRequest().figure(of: folder.file("without.h5")) }
    #expect(error?.description.contains("--density") == true)
  }
}
