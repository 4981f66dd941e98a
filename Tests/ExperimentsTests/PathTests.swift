import Experiments
import Figures
import Foundation
import Landscapes
import Stores
import Testing

@Suite struct PathTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  private func request(_ change: (inout PathRequest) -> Void = { _ in }) -> PathRequest {
    var request = PathRequest(
      decoderRate: 1, representationRate: .overSquaredNorm, weightDecays: [1e-3, 3e-3, 1e-2],
      starts: [.init(.alpha(3), messiness: 0.4)], samples: 50)
    change(&request)
    return request
  }

  private func set(_ request: PathRequest) throws -> PathSet { try set(PlaneSample(), request) }

  private func set(_ sample: PlaneSample, _ request: PathRequest) throws -> PathSet {
    try PathSet(on: LandscapeFile(path: folder.write(sample.group(), "landscape.h5")), request)
  }

  private func numbers(_ group: StoredGroup, _ name: String) throws -> [Double] {
    try #require(group.variables.first { $0.name == name }?.values.numbers, "\(name)")
  }

  // MARK: - Smoothing

  @Test func blurredLossesCarryThePathsAndAreStored() throws {
    let smooth = request { $0.blur = GaussianBlur(deviation: 1) }
    let set = try set(smooth)
    let group = try set.compose()
    let raw = try numbers(try self.set(request()).compose(), "train_loss")
    let blurred = try numbers(group, "train_loss")
    // Rows of 61 norms, 21 values of messiness a plane.
    for plane in 0..<8 {
      let rows = (0..<21).map { row in Array(raw[((plane * 21 + row) * 61)..<((plane * 21 + row + 1) * 61)]) }
      let expected = Array(GaussianBlur(deviation: 1).blurred(rows).joined())
      #expect(Array(blurred[(plane * 21 * 61)..<((plane + 1) * 21 * 61)]) == expected)
    }
    #expect(group.attributes.contains { $0.name == "blur_cells" })
    // The boundary's angle stays, the sample being the same along it, and the times are near those of the true losses.
    let (report, sharp) = (PathReport(set), PathReport(try self.set(request())))
    for (section, other) in zip(report.sections, sharp.sections) {
      for (row, other) in zip(section.rows, other.rows) where row.nTrain > 40 {
        #expect(abs(row.angle.value - other.angle.value) < 1)
        #expect(isNear(row.driftTime.value, other.driftTime.value, 0.1))
      }
    }
    #expect(report.text.contains("losses blurred by 1 cell") && report.blur.value == 1)
  }

  // MARK: - Numbers

  @Test func theReportHasTheSamplesGeometryAndTimes() throws {
    let report = PathReport(try set(request()))
    #expect(report.sections.count == 3 && report.seeds == [0, 1])
    for section in report.sections {
      for (row, size) in zip(section.rows, PlaneSample().sizes) {
        let (cotangent, foot) = (PlaneSample.cotangent(size), PlaneSample.foot(size))
        #expect(row.nTrain == Int(size))
        #expect(abs(row.angle.value - atan(1 / cotangent) * 180 / .pi) < 0.1)
        #expect(abs(row.height.value - 0.39) < 1e-9 && row.rateRatio.value == 1 && row.timeOfEntry.value == 0)
        let length = log(3) - foot - 0.01 * cotangent
        #expect(abs(row.length.value - length) < 1e-3)
        let expected = (row.length.value + 0.39 / cotangent) / section.weightDecay.value
        #expect(isNear(row.paperTime.value, expected, 2e-3) && row.paperTime == row.predictedTime)
        #expect(abs(row.ratio.value - 1) < 0.1 && isNear(row.ratio.value, row.driftTime.value / expected, 1e-2))
        #expect(row.connects.verdict == (size > 40 ? "all" : "none"))
      }
      #expect(section.moreDataIsFaster.verdict == "all")
    }
    #expect(report.laws.count == 4)
    for law in report.laws { #expect(abs(law.slope.mean.value + 1) < 0.05) }
    #expect(report.criticalSizes.map(\.median.value) == [45] && report.notes.isEmpty)
    let text = report.text
    for part in ["eta_R = eta_D / w^2", "theta/deg", "critical data size at level 0.02: 45", "gamma^s with s = -0.9"] {
      #expect(text.contains(part), "\(part)")
    }
    let json = try ReportJSON.text(report)
    #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
  }

  @Test func aConstantRateChangesThePredictionByTheRatioOfRates() throws {
    let report = PathReport(try set(request { $0.representationRate = .constant(0.002) }))
    for section in report.sections {
      for row in section.rows {
        // w is between 5 and 16 along the boundaries: rho = 500 / w^2.
        #expect(row.rateRatio.value > 500 / 256.0 && row.rateRatio.value < 500 / 25.0)
        #expect(row.predictedTime.value > row.paperTime.value && abs(row.ratio.value - 1) < 0.25)
      }
    }
  }

  // MARK: - The file

  @Test func theFileHoldsPathsPerSeedAndTheLandscapesProvenance() throws {
    let paths = try set(request { $0.levels = [0.02, 1e-3] })
    let path = try folder.write(try paths.compose(), "path.h5")
    let group = try StoredGroup(contentsOf: path)
    #expect(group.dimensions.map(\.name).prefix(5) == ["seed", "n_train", "start", "weight_decay", "level"])
    for variable in group.variables {
      #expect(
        variable.attributes.contains { $0.name == "units" } && variable.attributes.contains { $0.name == "long_name" })
    }
    let attributes = Dictionary(uniqueKeysWithValues: group.attributes.map { ($0.name, $0.value) })
    #expect(attributes["schema"] == .text("grokscape/1") && attributes["kind"] == .text("path"))
    #expect(attributes["study_sha256"] == .text("0123456789abcdef") && attributes["root_seed"] == .int64(7))
    #expect(
      attributes["study_yaml"] == .text("study: sample\n") && attributes["landscape_file"] == .text("landscape.h5"))
    #expect(attributes["landscape_source"] == .text("tests") && attributes["eta_r"] == .text("eta_d / w^2"))
    let runs = 2 * 4 * 3
    let norms = try numbers(group, "path_weight_norm"), times = try numbers(group, "path_time")
    let messiness = try numbers(group, "path_messiness"), losses = try numbers(group, "path_test_loss")
    #expect(norms.count == runs * 50)
    for run in 0..<runs {
      #expect(isNear(norms[run * 50], 3 * PlaneSample.initialNorms[run / 12]), "alpha = 3 of each seed")
      #expect(times[run * 50] == 0 && messiness[run * 50] == 0.4)
      let row = times[(run * 50)..<(run * 50 + 50)]
      #expect(zip(row, row.dropFirst()).allSatisfy { $0 < $1 })
      #expect(losses[run * 50 + 49] < 0.06 && losses[run * 50] > 0.3, "it generalises")
    }
    // The vertices of the contours of the first level are on the boundary, and so on for all seeds and sizes.
    let across = try numbers(group, "contour_weight_norm"), up = try numbers(group, "contour_messiness")
    let vertices = across.count / 16
    for line in stride(from: 0, to: 16, by: 2) {
      let size = PlaneSample().sizes[line / 2 % 4]
      for vertex in 0..<vertices where across[line * vertices + vertex].isFinite {
        let alpha = across[line * vertices + vertex] / PlaneSample.initialNorms[line / 8]
        let expected = PlaneSample.foot(size) + up[line * vertices + vertex] * PlaneSample.cotangent(size)
        #expect(abs(log(alpha) - expected) < 1e-3)
      }
    }
    let critical = try numbers(group, "critical_data_size")
    #expect(critical[0] == 45 && critical[2] == 45)
  }

  @Test func theNormIsThatOfTheConstraint() throws {
    var sample = PlaneSample()
    sample.keepsOtherNorm = true
    let group = try set(sample, request { $0.trainingSetSizes = [45] }).compose()
    #expect(isNear(try numbers(group, "path_weight_norm")[0], 3 * 8 * 1.2))
    let norms = request { $0.starts = [.init(.weightNorm(25), messiness: 0.4)] }
    #expect(try numbers(set(norms).compose(), "path_weight_norm")[0] == 25)
  }

  // MARK: - What cannot be followed

  @Test func whatIsNotThereIsOneSentence() throws {
    let cases: [((inout PathRequest) -> Void, ReportError.Kind, String)] = [
      ({ $0.starts = [.init(.alpha(9), messiness: 0.4)] }, .badRequest, "outside the grid of w from"),
      ({ $0.starts = [.init(.alpha(2), messiness: 1.2)] }, .badRequest, "m from 0.0 to 0.5"),
      ({ $0.seeds = [3] }, .badRequest, "choose from 0, 1"),
      ({ $0.trainingSetSizes = [44] }, .badRequest, "25, 35, 45, 55"),
      ({ $0.weightDecays = [] }, .badRequest, "weight decays"), ({ $0.weightDecays = [0] }, .badRequest, "time limit"),
      ({ $0.weightDecays = [-1] }, .badRequest, "gamma"), ({ $0.decoderRate = 0 }, .badRequest, "eta_D"),
      ({ $0.levels = [0] }, .badRequest, "levels"), ({ $0.samples = 1 }, .badRequest, "points"),
      ({ $0.starts = [] }, .badRequest, "start"),
    ]
    for (change, kind, part) in cases {
      let error = try #require(throws: ReportError.self) { try set(request(change)) }
      #expect(error.kind == kind && error.description.contains(part), "\(error)")
    }
    var group = PlaneSample().group()
    group.variables.removeAll { $0.name == "messiness_gradient" }
    let path = try folder.write(group, "plain.h5")
    let error = try #require(throws: ReportError.self) { try PathSet(on: LandscapeFile(path: path), request()) }
    #expect(error.kind == .badInput && error.description.contains("'messiness_gradient'"))
    var one = PlaneSample()
    one.messiness = [0]
    let flat = try #require(throws: ReportError.self) { try set(one, request()) }
    #expect(flat.kind == .badInput && flat.description.contains("sweeps both"))
  }

  @Test func missingPointsEndPathsAndAreCounted() throws {
    var sample = PlaneSample()
    sample.sizes = [45]
    // In the way at alpha = 2 and m from 0.375 to 0.45, for the first seed alone.
    let column = try #require(sample.alpha.firstIndex { $0 >= 2 })
    for row in 15...18 { sample.missing.insert(row * sample.alpha.count + column) }
    let report = PathReport(try set(sample, request { $0.weightDecays = [1e-2] }))
    #expect(report.sections[0].rows[0].ends == ["left_grid": 2])
    #expect(report.notes.count == 1 && report.notes[0].contains("4 of 2562 points"))
    let group = try set(sample, request { $0.weightDecays = [1e-2] }).compose()
    let ends = try numbers(group, "end_weight_norm"), times = try numbers(group, "time_to_solution")
    #expect(isNear(ends[0] / 8, sample.alpha[column + 1], 1e-6) && times[0].isNaN && times[1] > 0)
    let inHole = request { $0.starts = [.init(.alpha(2), messiness: 0.4)] }
    let error = try #require(throws: ReportError.self) { try set(sample, inHole) }
    #expect(error.description.contains("missing") && error.description.contains("seed 0, n_train 45"))
  }

  // MARK: - Figures

  @Test func pathsAreDrawnOverTheirLandscape() throws {
    let path = try folder.write(set(request()).compose(), "path.h5")
    let places = ["n_train=35", "seed=1", "weight_decay=0.01"].compactMap { Coordinate($0) }
    let plane = try #require(try FigureRequest(at: places, loss: .test).figure(of: path) as? HeatMapFigure)
    #expect(plane.curves.map(\.style) == [.contour, .arrows, .path] && plane.rowSpacing == .linear)
    #expect(plane.y == PlaneSample().messiness && plane.x == PlaneSample().alpha)
    let line = try #require(plane.curves[2].lines.first)
    #expect(line.count == 50 && isNear(line[0].x, 3, 1e-9) && line[0].y == 0.4)
    // Downhill is to larger w and smaller m, across the boundary.
    #expect(plane.curves[1].lines.count > 8)
    for arrow in plane.curves[1].lines {
      let (across, up) = (log(arrow[1].x / arrow[0].x), arrow[1].y - arrow[0].y)
      #expect(across > 0 && up < 0 && abs(up / across + PlaneSample.cotangent(35)) < 1e-2)
    }
    #expect(plane.stars.map(\.role) == [.solution, .end, .start] && plane.stars[2].place == line[0])
    #expect(plane.markedLevels.isEmpty, "the contour is of the training loss")
    let losses = try #require(try FigureRequest(picture: .losses).figure(of: path) as? LUFigure)
    #expect(losses.curves.map(\.role) == [.train, .test] && losses.x.count == 49 && losses.x[0] > 0)
    let contours = try #require(try FigureRequest(picture: .contours).figure(of: path) as? PlaneCurvesFigure)
    #expect(contours.families.count == 4 && contours.stars.count == 1)
    let top = try #require(contours.families[3].lines.first?.max { $0.y < $1.y })
    #expect(abs(log(top.x) - 0.5 * 1.1) < 1e-3)
  }

  @Test func aLandscapesPlaneIsDrawn() throws {
    let path = try folder.write(PlaneSample().group(), "landscape.h5")
    let plane = try #require(
      try FigureRequest(picture: .plane, level: 0.02).figure(of: path) as? HeatMapFigure)
    #expect(plane.levels == [0.02] && plane.values.count == 21 && plane.values[0].count == 61)
    #expect(isNear(plane.values[0][0], 0.02 / log(2) * log1p(exp(log(2) / PlaneSample.width)), 1e-9))
    for request in [
      FigureRequest(picture: .losses), FigureRequest(picture: .lu, loss: .test),
      FigureRequest(picture: .plane, at: [Coordinate(key: "weight_decay", value: .number(1))]),
      FigureRequest(picture: .plane, at: [Coordinate(key: "n_train", value: .number(1))]),
    ] {
      let error = try #require(throws: ReportError.self) { try request.figure(of: path) }
      #expect(error.kind == .badRequest)
    }
  }

  // MARK: - Training beside it

  /// Runs of both seeds that go, from where the paths of weight decay 0.01 start, along them at a distance in m.
  private func trained(beside paths: PathSet, _ offset: Double, start: Double = 0) throws -> String {
    let group = try paths.compose()
    let (norms, messiness) = (try numbers(group, "path_weight_norm"), try numbers(group, "path_messiness"))
    var sample = DynamicsSample()
    (sample.seeds, sample.alpha, sample.weightDecays) = ([0, 1], [3], [0.01])
    sample.steps = (0..<50).map { Int64($0) }
    let plain = sample.group(), history = ["seed", "alpha", "weight_decay", "history_step"]
    let way = messiness.enumerated().map { $1 + ($0 % 50 == 0 ? start : offset) }
    return try folder.write(
      StoredGroup(
        attributes: plain.attributes, dimensions: plain.dimensions,
        variables: plain.variables.filter { $0.name != "weight_norm" } + [
          StoredVariable("weight_norm", over: history, .double(norms), units: "1", longName: "w"),
          StoredVariable("effective_messiness", over: history, .double(way), units: "1", longName: "m"),
        ]), "dynamics.h5")
  }

  private func plainPaths(_ change: (inout PathRequest) -> Void = { _ in }) throws -> PathSet {
    try set(
      request {
        $0.trainingSetSizes = [45]
        $0.weightDecays = [0.01]
        change(&$0)
      })
  }

  @Test func trainingAlongThePathIsAtNoDistance() throws {
    let paths = try plainPaths()
    let comparison = try PathComparison(of: TrainedPaths(path: trained(beside: paths, 0)), with: paths)
    #expect(comparison.rows.map(\.seed) == [0, 1] && comparison.rows.allSatisfy { $0.nTrain == 45 && $0.start == 0 })
    #expect(comparison.rows.allSatisfy { $0.largestDistance.value < 1e-12 && $0.length.value > 0.5 })
    let beside = try PathComparison(of: TrainedPaths(path: trained(beside: paths, 0.01)), with: paths)
    #expect(beside.rows.allSatisfy { (0.002...0.01).contains($0.meanDistance.value) })
    #expect(beside.rows.allSatisfy { abs($0.trainedMessiness.value - $0.reducedMessiness.value - 0.01) < 1e-12 })
    let text = PathReport(paths, comparison: beside).text
    #expect(text.contains("distances of the training in") && text.contains("m trained"))
    #expect(try ReportJSON.text(PathReport(paths, comparison: beside)).contains("mean_distance"))
  }

  @Test func trainingIsDrawnOnThePlane() throws {
    let paths = try plainPaths()
    let file = try trained(beside: paths, 0.01)
    let path = try folder.write(paths.compose(), "path.h5")
    let figure = try #require(
      try FigureRequest(picture: .plane, trajectory: file).figure(of: path) as? HeatMapFigure)
    let way = try #require(figure.curves.first { $0.style == .reference })
    #expect(way.lines.count == 1 && way.lines[0].count == 50)
    #expect(isNear(way.lines[0][0].x, 3, 1e-9) && isNear(way.lines[0][0].y, 0.4, 1e-9))
  }

  @Test func whatCannotBeComparedIsOneSentence() throws {
    let paths = try plainPaths()
    let elsewhere = try trained(beside: paths, 0, start: 0.05)
    var error = try #require(throws: ReportError.self) {
      try PathComparison(of: TrainedPaths(path: elsewhere), with: paths)
    }
    expectSentence(error.description, ["none of its runs", "dynamics.h5"])
    let path = try folder.write(paths.compose(), "path.h5")
    error = try #require(throws: ReportError.self) {
      try FigureRequest(picture: .plane, trajectory: elsewhere).figure(of: path)
    }
    expectSentence(error.description, ["none of its runs", "path.h5"])
    error = try #require(throws: ReportError.self) {
      try FigureRequest(picture: .losses, trajectory: elsewhere).figure(of: path)
    }
    expectSentence(error.description, ["training runs"])
    let plain = try folder.write(DynamicsSample().group(), "plain.h5")
    error = try #require(throws: ReportError.self) { try TrainedPaths(path: plain) }
    expectSentence(error.description, ["effective_messiness", "toy-addition"])
    var sample = PlaneSample()
    sample.keepsOtherNorm = true
    let other = try set(
      sample,
      request {
        $0.trainingSetSizes = [45]
        $0.weightDecays = [0.01]
      })
    error = try #require(throws: ReportError.self) {
      try PathComparison(of: TrainedPaths(path: elsewhere), with: other)
    }
    expectSentence(error.description, ["norm: true"])
  }

  // MARK: - The command

  @Test func theCommandWritesAFileAndPrintsATable() throws {
    let folder = try StudyFolder()
    try PlaneSample().group().write(to: folder.file("landscape.h5"))
    let options = ["--eta-d", "1", "--eta-r", "scaled", "--weight-decay", "0.01", "--start", "3,0.4", "-o", "path.h5"]
    let run = try Program(["path", "landscape.h5", "--n-train", "45", "--n-train", "55"] + options, in: folder)
    #expect(run.code == 0 && run.output.contains("critical data size at level 0.02: 45"), "\(run.error)")
    #expect(try PathFile(path: folder.file("path.h5")).trainingSetSizes == [45, 55])
    let first = try Data(contentsOf: URL(fileURLWithPath: folder.file("path.h5")))
    let json = try Program(
      ["path", "landscape.h5", "--n-train", "45", "--n-train", "55", "--json"] + options, in: folder)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(json.code == 0 && (report["sections"] as? [Any])?.count == 1)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("path.h5"))) == first, "the same bytes")
  }

  @Test(
    arguments: [
      (["--start", "3,0.4", "--eta-r", "fast"], 64, []), (["--start", "3", "--eta-r", "1"], 64, []),
      (["--eta-r", "1"], 64, []), (["--start", "9,0.4", "--eta-r", "1"], 64, ["outside the grid", "landscape.h5"]),
      (["--start", "3,0.9", "--eta-r", "1"], 64, ["outside the grid"]),
      (["--start", "3,0.4", "--eta-r=-1"], 64, ["eta_R = -1"]),
      (["--start", "3,0.4", "--eta-r", "1", "--seed", "7"], 64, ["seed 7"]),
    ] as [([String], Int32, [String])])
  func aWrongCallLeavesNoFile(_ arguments: [String], _ code: Int32, _ parts: [String]) throws {
    let folder = try StudyFolder()
    try PlaneSample().group().write(to: folder.file("landscape.h5"))
    let run = try Program(
      ["path", "landscape.h5", "--eta-d", "1", "--weight-decay", "0.01", "-o", "path.h5"] + arguments, in: folder)
    #expect(run.code == code, "\(run.error)")
    if !parts.isEmpty { run.expectFailure(code, parts) }
    #expect(!FileManager.default.fileExists(atPath: folder.file("path.h5")))
  }
}
