import Experiments
import Figures
import Foundation
import Stores
import Testing

@Suite struct ReportsFigureTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  private func place(_ text: String) -> Coordinate {
    Coordinate(text) ?? Coordinate(key: text, value: .number(.nan))
  }

  @Test func aLandscapeIsDrawnOverItsWeightNorm() throws {
    let path = try folder.write(LandscapeSample().group())
    let figure = try #require(try FigureRequest().figure(of: path) as? LUFigure)
    for (x, alpha) in zip(figure.x, LandscapeSample().alpha) { #expect(isNear(x, 20 * alpha)) }
    #expect(figure.curves.map(\.role) == [.train, .test])
    #expect(isNear(figure.curves[0].center[6], 4.0 / 400))
    #expect(isNear(figure.curves[0].low[6], 4.0 / 1600) && isNear(figure.curves[0].high[6], 4.0 / 100))
    #expect(isNear(try #require(figure.mark).x, 20))
    // The zone of exp(2 u^2) ends at u^2 = ln 2 / 2; chords of the grid, of step ln 2 / 2, come within 3 %.
    let zone = try #require(figure.zone)
    let half = (log(2.0) / 2).squareRoot()
    #expect(isNear(zone.lowerBound, 20 * exp(-half), 0.03) && isNear(zone.upperBound, 20 * exp(half), 0.03))
    #expect(figure.title == "A sample, n_train = 100")
  }

  @Test func manySizesAreAHeatMap() throws {
    var sample = LandscapeSample()
    sample.sizes = [50, 100, 200, 400, 800]
    sample.hasAccuracy = true
    let path = try folder.write(sample.group())
    let figure = try #require(try FigureRequest(level: 0.01).figure(of: path) as? HeatMapFigure)
    #expect(figure.y == [50, 100, 200, 400, 800] && figure.x == sample.alpha && figure.levels == [0.01])
    #expect(abs(figure.values[1][6] - 0.01 * exp(0.02)) < 1e-12)
    var request = FigureRequest(picture: .heatmap)
    request.levels = [0.01, 0.02]
    #expect((try request.figure(of: path) as? HeatMapFigure)?.levels == [0.01, 0.02])
    let error = try #require(throws: ReportError.self) { try FigureRequest(picture: .lu).figure(of: path) }
    #expect(error.kind == .badRequest && error.description.contains("--at n_train=VALUE from 50, 100, 200, 400, 800"))
    let single = try FigureRequest(picture: .lu, at: [place("n_train=200")]).figure(of: path)
    #expect((single as? LUFigure)?.curves.count == 2)
    sample.sizes = [50, 100]
    let two = try #require(try FigureRequest().figure(of: folder.write(sample.group())) as? LUFigure)
    #expect(two.curves.count == 4)
  }

  @Test func dynamicsAreAccuraciesOrTimes() throws {
    let path = try folder.write(DynamicsSample().group())
    let curves = try #require(try FigureRequest().figure(of: path) as? AccuracyCurvesFigure)
    #expect(curves.runs.count == 4 && curves.level == 0.9)
    // The median seed is 1, the largest alpha 4.
    let last = try #require(curves.runs.last)
    #expect(last.steps == [0, 10, 100] && isNear(last.test[2], 0.25 + 0.01 + 0.004))
    let small = try #require(try FigureRequest(at: [place("alpha=1")]).figure(of: path) as? AccuracyCurvesFigure)
    #expect(isNear(small.runs[3].test[2], 0.25 + 0.01 + 0.001))
    let times = try #require(try FigureRequest(picture: .times).figure(of: path) as? PowerLawFigure)
    #expect(times.series.map(\.kind) == [.reference, .measured, .theory, .reference, .measured, .theory])
    #expect(times.series[0].line == nil && isNear(times.series[0].y[1], 10 / 0.01))
    #expect(isNear(try #require(times.series[1].line).slope, -1))
    let one = try #require(
      try FigureRequest(picture: .times, at: [place("alpha=4")]).figure(of: path) as? PowerLawFigure)
    #expect(one.series.count == 3)
  }

  @Test func whatIsNotInTheFileIsRefused() throws {
    let dynamics = try folder.write(DynamicsSample().group(), "dynamics.h5")
    let landscape = try folder.write(LandscapeSample().group(), "landscape.h5")
    let requests = [
      (FigureRequest(picture: .lu), dynamics), (FigureRequest(at: [place("alpha=3")]), dynamics),
      (FigureRequest(at: [place("threshold=0.1")]), dynamics), (FigureRequest(picture: .times), landscape),
      (FigureRequest(at: [place("messiness=2")]), landscape), (FigureRequest(along: "alpha"), landscape),
      (FigureRequest(at: [place("threshold=0.01")]), landscape), (FigureRequest(level: 0.1), dynamics),
      (FigureRequest(at: [place("messiness=0")]), dynamics), (FigureRequest(along: "n_train"), dynamics),
    ]
    for (request, path) in requests {
      let error = try #require(throws: ReportError.self) { try request.figure(of: path) }
      #expect(error.kind == .badRequest && error.description.contains(path))
    }
  }

  @Test func emptyLandscapesStillMakeFigures() throws {
    var sample = LandscapeSample()
    sample.statuses = Dictionary(uniqueKeysWithValues: (0..<39).map { ($0, UInt8(0)) })
    let path = try folder.write(sample.group())
    for picture in [FigureRequest.Picture.lu, .heatmap] {
      let script = try FigureRequest(picture: picture).figure(of: path).gnuplotScript(for: .svg, output: "a.svg")
      #expect(script.contains("a.svg"))
    }
  }

  @Test func panelsRepeatAFigureOverAnAxis() throws {
    var sample = LandscapeSample()
    sample.sizes = [50, 100, 200]
    sample.messiness = [0, 0.5]
    let path = try folder.write(sample.group())
    func script(_ request: FigureRequest) throws -> String {
      try request.figure(of: path).gnuplotScript(for: .svg, output: "a.svg")
    }
    let sizes = try script(FigureRequest(picture: .lu, panels: "n_train"))
    for size in sample.sizes { #expect(sizes.contains("'{/:Italic N}\u{2060} = \(size)' at screen")) }
    #expect(sizes.contains("set label 99 'A sample, messiness = 0' at screen"), "the title is what all have in common")
    #expect(sizes.components(separatedBy: "title 'train'").count == 2)
    let planes = try script(FigureRequest(picture: .plane, level: 0.05, panels: "n_train"))
    #expect(planes.components(separatedBy: "set colorbox user").count == 2 && planes.contains("contour at 0.05"))
    #expect(
      try script(FigureRequest(picture: .heatmap, panels: "messiness")).contains(
        "'{/:Italic m}\u{2060} = 0.5' at screen"))
    #expect(try script(FigureRequest(panels: "seed")).contains("'seed = 2' at screen"))
    let map = MapRequest(x: "alpha", y: "n_train", quantity: "train_loss")
    #expect(try script(FigureRequest(map: map, panels: "messiness")).contains("'train loss'"))
    // One plot of a panel is that which --at draws.
    let alone = try #require(
      try FigureRequest(picture: .plane, at: [place("n_train=50")]).figure(of: path) as? HeatMapFigure)
    #expect(planes.contains(" \(alone.values[0][0])\n"))
    let dynamics = try folder.write(DynamicsSample().group(), "dynamics.h5")
    for picture in [FigureRequest.Picture.accuracy, .phases] {
      let key = picture == .accuracy ? "alpha" : "seed"
      let panels = try FigureRequest(picture: picture, panels: key).figure(of: dynamics)
      #expect(panels.gnuplotScript(for: .pdf, output: "a.pdf").contains("set multiplot"))
    }
  }

  @Test func moreValuesThanFindRoomAreSpreadAndCounted() throws {
    var sample = LandscapeSample()
    sample.sizes = (1...30).map { 10 * $0 }
    let path = try folder.write(sample.group())
    let script = try FigureRequest(picture: .lu, panels: "n_train").figure(of: path)
      .gnuplotScript(for: .svg, output: "a.svg")
    #expect(script.contains("12 of 30 values of n\\_train"))
    #expect(script.contains("{/:Italic N}\u{2060} = 10'") && script.contains("{/:Italic N}\u{2060} = 300'"))
    #expect(script.matches(of: /\{\/:Italic N\}\x{2060} = [0-9]+' at screen/).count == 12)
  }

  @Test func panelsThatMakeNoSenseAreRefused() throws {
    var sample = LandscapeSample()
    sample.sizes = [50, 100]
    let landscape = try folder.write(sample.group(), "landscape.h5")
    let dynamics = try folder.write(DynamicsSample().group(), "dynamics.h5")
    let requests = [
      (FigureRequest(panels: "colour"), landscape, "choose from seed, n_train, alpha"),
      (FigureRequest(at: [place("n_train=50")], panels: "n_train"), landscape, "--at holds"),
      (FigureRequest(picture: .times, panels: "alpha"), dynamics, "not share their axes"),
      (FigureRequest(picture: .heatmap, panels: "alpha"), landscape, "not share their axes"),
    ]
    for (request, path, part) in requests {
      let error = try #require(throws: ReportError.self) { try request.figure(of: path) }
      #expect(error.kind == .badRequest)
      expectSentence(error.description, [path, part])
    }
  }

  @Test(arguments: ["train_loss", "test_loss", "status", "zero_predictor_loss", "weight_norm"])
  func aLandscapeWithoutAVariableIsASentence(_ name: String) throws {
    let whole = LandscapeSample().group()
    let group = StoredGroup(
      attributes: whole.attributes, dimensions: whole.dimensions, variables: whole.variables.filter { $0.name != name })
    let path = try folder.write(group)
    for picture in [FigureRequest.Picture.lu, .heatmap, .plane] {
      let error = try #require(throws: ReportError.self) { try FigureRequest(picture: picture).figure(of: path) }
      #expect(error.kind == .badInput)
      expectSentence(error.description, [path, name])
    }
  }

  @Test(arguments: ["train_accuracy", "time_to_test", "status"])
  func dynamicsWithoutAVariableAreASentence(_ name: String) throws {
    let whole = DynamicsSample().group()
    let group = StoredGroup(
      attributes: whole.attributes, dimensions: whole.dimensions, variables: whole.variables.filter { $0.name != name })
    let path = try folder.write(group)
    for picture in [FigureRequest.Picture.accuracy, .times, .phases] {
      let error = try #require(throws: ReportError.self) { try FigureRequest(picture: picture).figure(of: path) }
      #expect(error.kind == .badInput)
      expectSentence(error.description, [path, name])
    }
  }
}
