import Figures
import Foundation
import Testing

@Suite struct FigureScriptTests {
  private static let figures: [(name: String, figure: any Figure)] = [
    ("lu", Samples.lu), ("heat", Samples.heat), ("accuracy", Samples.accuracy), ("power law", Samples.powerLaw),
  ]

  @Test(arguments: FigureFormat.allCases)
  func scriptsAreSelfContainedPureAndCloseTheirOutput(_ format: FigureFormat) {
    for (name, figure) in Self.figures + Samples.degenerate {
      let script = figure.gnuplotScript(for: format, output: "figure.\(format.rawValue)")
      #expect(script == figure.gnuplotScript(for: format, output: "figure.\(format.rawValue)"), "\(name)")
      #expect(script.contains("set output 'figure.\(format.rawValue)'\n"), "\(name)")
      #expect(script.hasSuffix("\nunset output\n"), "\(name)")
      for block in Set(script.matches(of: /\$data[0-9]+/).map { String($0.output) }) {
        #expect(script.contains("\(block) << EOD\n"), "\(name): \(block) must stand in the script")
      }
      #expect(!script.contains("inf"), "\(name): no infinity may reach gnuplot")
    }
  }

  @Test func formatsFollowTheExtension() throws {
    let formats = try ["a/b.c/lu.SVG", "x.tar.pdf", "x.png"].map { try FigureFormat(path: $0) }
    #expect(formats == [.svg, .pdf, .png])
    for path in ["x", "x.", "x.jpg", "svg", "a.svg/x", ""] {
      let error = failure { _ = try FigureFormat(path: path) }
      #expect(error?.kind == .badRequest && error?.description.contains(".svg, .pdf or .png") == true)
    }
  }

  @Test func textIsEscapedForGnuplot() {
    var figure = Samples.lu
    figure.title = FigureText(#"n_train {a} ^ @ & ~ \n 'q' "d" `ls` $x"#)
    figure.xLabel = "norm " + .italic("w_0") + .superscript("2") + "\n|"
    let script = figure.gnuplotScript(for: .svg, output: "it's.svg")
    #expect(script.contains(#"'n\_train \{a\} \^ \@ \& \~ \\n ''q'' "d" `ls` $x'"#))
    #expect(script.contains("'norm \u{2060}{/:Italic w\\_0}^{2} |'"))
    #expect(script.contains("set output 'it''s.svg'"))
  }

  @Test(arguments: [("|cat", "'./|cat'"), ("~/x.svg", "'./~/x.svg'"), ("a\nplot", "'a plot'")])
  func outputNamesCannotBecomeCommands(_ name: String, _ quoted: String) {
    #expect(Samples.lu.gnuplotScript(for: .svg, output: name).contains("set output \(quoted)\n"))
  }

  @Test func longTitlesAreBrokenAtSpaces() {
    var figure = Samples.lu
    let words = Array(repeating: "generalisation", count: 9).joined(separator: " ")
    figure.title = FigureText(words)
    let script = figure.gnuplotScript(for: .svg, output: "x.svg")
    let title = script.split(separator: "\n").first { $0.hasPrefix("set label 99 ") } ?? ""
    #expect(title.components(separatedBy: "generalisation").count == 10)
    let lines = title.components(separatedBy: #"."\n"."#)
    #expect(lines.map { $0.components(separatedBy: "generalisation").count - 1 } == [5, 4])
  }

  @Test func luFiguresHaveLogarithmicAxesZoneAndMark() {
    let script = Samples.lu.gnuplotScript(for: .svg, output: "x.svg")
    #expect(script.contains("set logscale x\n") && script.contains("set logscale y\n"))
    #expect(script.contains("from 0.7,graph 0 to 1.4,graph 1"))
    #expect(script.contains("set arrow 1 from 1.0,graph 0 to 1.0,graph 1 nohead"))
    #expect(script.contains("title 'Goldilocks zone'") && script.contains("title '{/:Italic w}_{c}'"))
    #expect(script.contains("'10^{−4}' 0.0001 0"), "tics at whole decades")
    #expect(!script.contains("loss of zero"))
  }

  @Test func missingLossesAreHolesAndZeroLossesMarkedAtTheFoot() {
    var center = Samples.x.map { 1 / $0 }
    center[3] = .nan
    center[7] = -1
    center[20] = 0
    let figure = LUFigure(
      title: "", xLabel: "w", x: Samples.x,
      curves: [.init(label: "a", center: center, low: center, high: center, role: .train)])
    let script = figure.gnuplotScript(for: .svg, output: "x.svg")
    let blocks = dataBlocks(of: script)
    #expect(blocks[0].map(\.count) == [3, 3, 12], "the line has a run on each side of a hole")
    #expect(blocks.last?.joined().map { $0[0] } == [Samples.x[20]])
    #expect(script.contains("title 'loss of zero'"))
    #expect(blocks.joined().joined().joined().allSatisfy { $0 > 0 && $0.isFinite })
  }

  @Test func aLossFloorCutsTheAxisAndSaysSo() {
    var figure = Samples.lu
    figure.lossFloor = 1e-3
    let script = figure.gnuplotScript(for: .svg, output: "x.svg")
    #expect(script.contains("title 'below 0.001'"))
    #expect(script.contains("set yrange [0.001:"))
  }

  @Test func bandsThatReachZeroEndAtTheFootOfThePlot() {
    let y = Samples.x.map { 1 / $0 }
    let figure = LUFigure(
      title: "", xLabel: "w", x: Samples.x,
      curves: [.init(label: "a", center: y, low: y.map { _ in 0 }, high: y, role: .train)])
    let band = dataBlocks(of: figure.gnuplotScript(for: .svg, output: "x.svg"))[0][0]
    #expect(band.count == 21 && band.allSatisfy { abs($0[1] / 0.01 - 1) < 1e-12 })
  }

  @Test func familiesShareColoursAndAShortKey() {
    var figure = Samples.lu
    figure.curves = (0..<28).flatMap { family in
      [LUCurveBand.Role.train, .test].map { role in
        Samples.curve(
          FigureText("n = \(family)"), role, Samples.x.map { pow($0, role == .train ? -2 : 2) * Double(family + 1) })
      }
    }
    let script = figure.gnuplotScript(for: .svg, output: "x.svg")
    let entries = script.matches(of: /keyentry .* title '(.*)'/).map { String($0.output.1) }
    #expect(entries.filter { $0.hasPrefix("n = ") }.count == 10 && entries.contains("train"))
    #expect(!script.contains("notitle title"))
  }

  @Test func theKeyLiesWhereNoCurveIs() throws {
    let script = Samples.lu.gnuplotScript(for: .svg, output: "x.svg")
    let key = try #require(script.firstMatch(of: /set key at graph ([0-9.]+),([0-9.]+) left top/))
    let (x, top) = (try #require(Double(key.output.1)), try #require(Double(key.output.2)))
    let yRange = try #require(script.firstMatch(of: /set yrange \[(.*):(.*)\]/))
    let (low, high) = (try #require(Double(yRange.output.1)), try #require(Double(yRange.output.2)))
    // Four entries are at least 0.2 of the plot high and 0.2 wide.
    let points = Samples.lu.curves.flatMap { Array(zip(Samples.x, $0.center)) }
    for (alpha, center) in points {
      let place = (x: (log10(alpha) + 1) / 2, y: log(center / low) / log(high / low))
      #expect(!(place.x > x && place.x < x + 0.2 && place.y < top && place.y > top - 0.2))
    }
  }

  @Test func aPlotFullOfCurvesHasItsKeyOutside() throws {
    var figure = Samples.lu
    figure.zone = nil
    figure.mark = nil
    figure.curves = (0..<40).map { index in
      Samples.curve(
        FigureText("\(index % 20)"), index < 20 ? .train : .test, Samples.x.map { _ in pow(10, Double(index) / 8) })
    }
    let script = figure.gnuplotScript(for: .svg, output: "x.svg")
    let key = try #require(script.firstMatch(of: /set key at screen ([0-9.]+),/))
    let margin = try #require(script.firstMatch(of: /set rmargin at screen ([0-9.]+)/))
    let (left, plotEnd) = (try #require(Double(key.output.1)), try #require(Double(margin.output.1)))
    #expect(left > plotEnd)
  }

  @Test func heatMapsHaveExactCellsAndHoles() throws {
    let script = Samples.heat.gnuplotScript(for: .svg, output: "x.svg")
    let blocks = dataBlocks(of: script)
    #expect(blocks[0].joined().count == 1 && blocks[1].joined().count == 11)
    #expect(script.contains("'grey: no value, contour at 0.1'"))
    let cell = blocks[1][0][4]
    #expect(cell[0] == 1 && cell[1] == 400 && cell[6] == 0.2)
    // Half way between logarithms, and two per cent of that more.
    for (edge, expected) in zip(
      cell[2...5], [pow(10, -0.51), pow(10, 0.51), 400 * pow(4, -0.51), 400 * pow(4, 0.51)])
    {
      #expect(abs(edge / expected - 1) < 1e-12)
    }
    #expect(script.contains("levels discrete -1.0\n"), "a level that nothing crosses is left out")
    #expect(script.contains("$contours3 using (10**$1):(10**$2)"))
  }

  @Test func contoursOfNoiseAreLeftOut() {
    let side = (1...120).map(Double.init)
    func script(_ value: (Double, Double) -> Double) -> String {
      HeatMapFigure(
        title: "", xLabel: "x", yLabel: "y", valueLabel: "z", x: side, y: side,
        values: side.map { y in side.map { value($0, y) } }, levels: [3]
      ).gnuplotScript(for: .svg, output: "x.svg")
    }
    #expect(script { x, y in x / y }.contains("contour at 3"))
    #expect(!script { x, y in 1 + (x + y).truncatingRemainder(dividingBy: 2) * 5 }.contains("contour"))
  }

  @Test func equalRowsAreNumberedAndLabelled() {
    var figure = Samples.heat
    figure.rowSpacing = .equal
    let script = figure.gnuplotScript(for: .svg, output: "x.svg")
    #expect(script.contains("set ytics ('100' 0.0, '400' 1.0, '1600' 2.0, '6400' 3.0)"))
    #expect(script.contains("set yrange [-0.5:3.5]"))
  }

  @Test func zeroCellsTakeTheDarkestColour() {
    var figure = Samples.heat
    figure.values[0][0] = 0
    let blocks = dataBlocks(of: figure.gnuplotScript(for: .svg, output: "x.svg"))
    let shown = Array(blocks[1].joined())
    #expect(shown.count == 11 && shown[0][6] > 0 && shown[0][6] <= 0.02)
  }

  @Test func stepZeroStandsAtTheLeftEdge() throws {
    let script = Samples.accuracy.gnuplotScript(for: .svg, output: "x.svg")
    let tic = try #require(script.firstMatch(of: /set xtics add \('0' ([0-9.e-]+) 0\)/))
    let position = try #require(Double(tic.output.1))
    #expect(position > 0 && position < 10)
    #expect(dataBlocks(of: script)[0] == [[[position, 0.1]]])
    #expect(dataBlocks(of: script)[1] == [[[10, 0.3], [100, 1], [1000, 1], [10_000, 1]]])
    #expect(script.contains("title 'level 0.95'"))
    var later = Samples.accuracy
    later.runs = [.init(label: "a", steps: [1, 10], train: [0, 1], test: [0, 0.5])]
    #expect(!later.gnuplotScript(for: .svg, output: "x.svg").contains("xtics add"))
  }

  @Test func thinningKeepsExtremesAndEnds() throws {
    let steps = Array(1...100_000)
    var train = steps.map { $0 < 500 ? 0.1 : 1.0 }
    train[54_321] = 0.25
    let figure = AccuracyCurvesFigure(
      title: "", runs: [.init(label: "a", steps: steps, train: train, test: steps.map { _ in 0.5 })])
    let curve = try #require(dataBlocks(of: figure.gnuplotScript(for: .svg, output: "x.svg")).first?.first)
    #expect(curve.count < 3300)
    #expect(curve.first == [1, 0.1] && curve.last == [100_000, 1] && curve.contains([54_322, 0.25]))
    #expect(curve.map { $0[0] } == curve.map { $0[0] }.sorted())
  }

  @Test func powerLawLinesSpanTheirPoints() {
    let blocks = dataBlocks(of: Samples.powerLaw.gnuplotScript(for: .svg, output: "x.svg"))
    #expect(blocks[0] == [[[0.1, 1000, 900, 1100], [0.3, 320, 300, 350]]], "holes are left out")
    #expect(blocks[1][0][0][0] == 0.1 && abs(blocks[1][0][0][1] - 1000) < 1e-9)
    #expect(blocks[1][0][1][0] == 0.3 && abs(blocks[1][0][1][1] - 100 / 0.3) < 1e-9)
  }

  @Test func figuresWithoutDataSayWhy() {
    for (name, figure) in Samples.degenerate {
      let script = figure.gnuplotScript(for: .svg, output: "x.svg")
      #expect(script.contains("no finite data") == (name.hasSuffix("nothing") || name.hasSuffix("empty")), "\(name)")
      #expect(script.contains("no positive data") == ["lu zeros", "lu bad x"].contains(name), "\(name)")
    }
  }
}
