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
