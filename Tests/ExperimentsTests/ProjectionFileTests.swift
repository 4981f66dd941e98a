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
    try expectFiguresOfComponents(file, in: folder)
    let map = try #require(try FigureRequest(loss: .test).figure(of: folder.file("slice.h5")) as? HeatMapFigure)
    let tests = try values(slice, "test_loss")
    #expect(map.x == axes[0] && map.y == axes[1] && map.values[1][3] == tests[3 * 4 + 1])
    let surface = try #require(
      try FigureRequest(picture: .surface, loss: .test).figure(of: folder.file("slice.h5")) as? SurfaceFigure)
    #expect(surface.values == map.values && surface.x == map.x)
    let contours = try #require(
      try FigureRequest(picture: .contours, level: 0.5, loss: .test).figure(of: folder.file("slice.h5"))
        as? ContourFigure)
    #expect(contours.values == map.values && contours.levels == [0.5])
  }

  /// The scree plot, residuals, cosines and losses as figures of their own, against the variables of the file.
  private func expectFiguresOfComponents(_ file: StoredGroup, in folder: StudyFolder) throws {
    func curves(_ picture: FigureRequest.Picture, _ loss: FigureRequest.Loss? = nil) throws -> CurvesFigure {
      let figure = try FigureRequest(picture: picture, loss: loss).figure(of: folder.file("pca.h5"))
      return try #require(figure as? CurvesFigure)
    }
    let scree = try curves(.scree), ratios = try values(file, "explained_variance_ratio")
    #expect(scree.curves[0].points.map(\.y) == Array(ratios.prefix(20)) && scree.curves[0].points[4].x == 5)
    for (number, left) in scree.curves[1].points.map(\.y).enumerated() {
      #expect(abs(1 - ratios.prefix(number + 1).reduce(0, +) - left) <= 1e-12)
    }
    for (picture, name) in [(FigureRequest.Picture.residual, "residual"), (.cosine, "cosine")] {
      let found = try curves(picture), expected = try values(file, name)
      #expect(found.curves.count == 4 && found.across == .steps)
      for (run, curve) in found.curves.enumerated() {
        #expect(curve.points.map(\.x) == [0, 10, 20, 30, 40, 50, 60])
        #expect(zip(curve.points.map(\.y), expected[(run * 7)..<(run * 7 + 7)]).allSatisfy { $0 == $1 || $0.isNaN })
      }
    }
    #expect(try curves(.residual).curves[1].label == "alpha 1.0, weight decay 0.1", "all are of seed 0")
    let losses = try curves(.losses, .test)
    #expect(losses.curves.map(\.isDashed) == [false, true, false, true, false, true, false, true])
    #expect(losses.curves[2].points.map(\.y) == Array(try values(file, "test_loss")[7..<14]))
    #expect(losses.curves[3].points.map(\.y) == Array(try values(file, "in_plane_test_loss")[7..<14]))
    let one = Coordinate(key: "run", value: .word("seed 0, alpha 2.0, weight decay 0.0"))
    let alone = try FigureRequest(picture: .residual, at: [one]).figure(of: folder.file("pca.h5"))
    #expect((alone as? CurvesFigure)?.curves.first?.points == (try curves(.residual)).curves[2].points)
    let error = #expect(throws: ReportError.self) {
      try FigureRequest(picture: .scree, loss: .test).figure(of: folder.file("pca.h5"))
    }
    #expect(error?.kind == .badRequest)
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

  /// Runs of two seeds have different data: a slice of one of them is on its own.
  @Test func slicesAreOnTheDataOfTheRun() async throws {
    let folder = try StudyFolder(StudyText.dynamics + "seed: [0, 1]\nprecision: double\ncheckpoints: {every: 60}\n")
    try await folder.run()
    let path = folder.file("results/trajectory.h5")
    let history = try #require(try StoredGroup(contentsOf: path).groups.first { $0.name == "history" })
    let recorded = try values(history, "test_loss"), count = recorded.count / 8
    for run in [0, 6] {
      let request = SliceRequest(
        trajectory: path, run: run, shape: .path(checkpoints: [0, -1]), coordinates: [[0, 1]])
      try await folder.document().writeSlice(request, to: folder.file("slice.h5"))
      let slice = try StoredGroup(contentsOf: folder.file("slice.h5"))
      let found = try values(slice, "test_loss"), corners = try values(slice, "corner")
      let all = try values(try StoredGroup(contentsOf: path), "parameters"), width = all.count / 16
      #expect(corners == Array(all[(run * 2 * width)..<((run + 1) * 2 * width)]), "both checkpoints of the run")
      for (place, step) in [0, count - 1].enumerated() {
        let expected = recorded[run * count + step]
        #expect(abs(found[place] - expected) <= 1e-12 * expected, "run \(run)")
      }
    }
    // Between the ends of two runs, on the data of the one that is asked for.
    let between = SliceRequest(
      trajectory: path, run: 1, shape: .path(checkpoints: [.init(-1, run: 1), .init(-1, run: 0), -1]),
      coordinates: [[0, 1, 2]])
    try await folder.document().writeSlice(between, to: folder.file("between.h5"))
    let slice = try StoredGroup(contentsOf: folder.file("between.h5"))
    let found = try values(slice, "test_loss"), end = recorded[2 * count - 1]
    #expect(abs(found[0] - end) <= 1e-12 * end && found[2] == found[0] && found[1] != found[0])
    #expect(slice.attributes.contains { $0.value == .text("path through checkpoints 1:-1, 0:-1, -1") })
  }

  @Test(arguments: ["", ":", "1:", ":1", "1:2:3", "a", "1.5"]) func whatIsNoCheckpointIsNotRead(_ text: String) {
    #expect(SliceRequest.Checkpoint(text) == nil)
    #expect(SliceRequest.Checkpoint("2:-1") == .init(-1, run: 2) && SliceRequest.Checkpoint("-3") == -3)
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
    for request in [FigureRequest(picture: .lu), FigureRequest(level: 1), FigureRequest(picture: .losses)] {
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
