import Figures
import Foundation
import Testing

@Suite struct ProjectionFigureTests {
  private static let grid = (0..<5).map { Double($0) - 2 }
  private static let runs = [
    TrajectoryFigure.Run(
      name: "first", places: [[-1, 1], [0, 0.5], [1, 0]], steps: [0, 10, 2000], states: [("A", 0), ("B", 1), ("C", 2)]),
    TrajectoryFigure.Run(name: "second", places: [[-1, 1], [.nan, .nan], [1, 0.01]], steps: [0, 10, 2000]),
  ]
  private static let trajectories = TrajectoryFigure(
    title: "runs", xLabel: "x", yLabel: "y", runs: runs,
    background: .init(
      label: "loss", x: grid, y: grid, values: grid.map { y in grid.map { x in 0.01 + x * x + y * y } }))
  private static let curves = CurvesFigure(
    title: "", xLabel: "x", yLabel: "y",
    curves: [
      .init(label: "one", points: [[-1, 1], [0, 1e-9], [1, 1]], marks: [0.5]), .init(label: "two", points: []),
    ], markLabel: "marks", floor: 1e-3)

  @Test(arguments: FigureFormat.allCases)
  func scriptsAreSelfContained(_ format: FigureFormat) {
    let figures: [any Figure] = [
      Self.trajectories, Self.curves, Samples.surface, Samples.contours, Samples.overSteps,
    ]
    for figure in figures {
      let script = figure.gnuplotScript(for: format, output: "figure")
      for block in Set(script.matches(of: /\$data[0-9]+/).map { String($0.output) }) {
        #expect(script.contains("\(block) << EOD\n"))
      }
      #expect(script.hasSuffix("\nunset output\n") && !script.contains("inf"))
      #expect(script == figure.gnuplotScript(for: format, output: "figure"))
    }
  }

  @Test func stepsColourTheRunsAndStatesAreMarked() throws {
    let script = Self.trajectories.gnuplotScript(for: .svg, output: "x.svg")
    let blocks = dataBlocks(of: script)
    // Over two decades colours are logarithmic: step 0 is the darkest end of plasma, the last nearly its bright end.
    let first = try #require(blocks.first { $0.first?.first?.count == 3 && $0[0][0][0] == -1 && $0[0][0][1] == 1 })
    #expect(first[0][0][2] == Double(0x0d0887) && Int(first[0][2][2]) >> 16 > 0xe0)
    // Where a place is not known the line is interrupted.
    #expect(blocks.contains { $0.map(\.count) == [1, 1] && $0[0][0].count == 3 })
    for letter in ["('A')", "('B')", "('C')"] { #expect(script.contains(letter)) }
    // Both runs end at one place, whose label has both numbers.
    #expect(script.contains("('0, 1') with labels"))
    #expect(script.contains("'run 1: second'"))
    #expect(script.contains("splot"), "the loss has contours")
  }

  /// The picture of the loss, pixel by pixel, against the levels on the colours' box.
  @Test func bandsOfTheLossLieBetweenItsLevels() throws {
    let script = Self.trajectories.gnuplotScript(for: .svg, output: "x.svg")
    let pixels = try #require(dataBlocks(of: script).first { $0[0].count == 180 })[0]
    let levels = ContourLevels.round(covering: Self.grid.flatMap { y in Self.grid.map { x in 0.01 + x * x + y * y } })
    #expect(pixels.allSatisfy { $0.count == 240 })
    #expect(pixels[0][0] == Double(levels.count) + 0.5, "a corner is above every level")
    // Within a thousandth of the grid's centre the loss is 0.01, below every level.
    #expect(pixels[90][120] == 0.5)
  }

  @Test func curvesEndAtTheFloorAndMarksStandAtTheFoot() {
    let script = Self.curves.gnuplotScript(for: .svg, output: "x.svg")
    #expect(dataBlocks(of: script)[0].map(\.count) == [1, 1])
    #expect(script.contains("title 'two: none'") && script.contains("title 'marks'"))
    let empty = CurvesFigure(title: "", xLabel: "", yLabel: "", curves: [])
    #expect(empty.gnuplotScript(for: .svg, output: "x.svg").contains("no finite data"))
  }

  /// Step 0 stands left of the first step; a dashed curve has its colour and no entry of its own.
  @Test func curvesOverSteps() throws {
    let script = Samples.overSteps.gnuplotScript(for: .svg, output: "x.svg")
    let blocks = dataBlocks(of: script)
    #expect(blocks[0][0].map { $0[1] } == [1, 0.1, 1e-4] && blocks[1].map(\.count) == [1, 1])
    #expect(blocks[0][0][0][0] > 0 && blocks[0][0][0][0] < 10 && blocks[0][0][0][0] == blocks[1][0][0][0])
    #expect(script.components(separatedBy: "title 'run'").count == 2 && script.contains("title 'in the plane'"))
    let colours = script.matches(of: /with lines lw 1.8 lc rgb '(#[0-9A-F]+)'/).map { String($0.output.1) }
    #expect(colours[0] == colours[1])
  }

  @Test func partsOfAWholeStandBetweenZeroAndOne() {
    var figure = Samples.overSteps
    figure.up = .parts
    #expect(figure.gnuplotScript(for: .svg, output: "x.svg").contains("set yrange [0.0:1.03]"))
    figure.across = .numbers
    let script = figure.gnuplotScript(for: .svg, output: "x.svg")
    #expect(script.contains("set xrange [0.5:1000.5]\nset xtics 100.0,100.0") && script.contains("with linespoints"))
  }

  /// The surface stands on its floor where the value is 0, and has a hole where there is none.
  @Test func surfacesAreTheirValues() throws {
    let script = Samples.surface.gnuplotScript(for: .svg, output: "x.svg")
    let rows = try #require(dataBlocks(of: script).last), bowl = Samples.bowl
    let floor = try #require(script.firstMatch(of: /set zrange \[([^:]+):/).flatMap { Double($0.output.1) })
    #expect(rows.count == 7 && rows.allSatisfy { $0.count == 9 })
    #expect(rows[0][0][2].isNaN && rows[0][1] == [-0.75, -1, floor] && floor <= 0.01)
    #expect(rows[3][5] == [bowl.x[5], bowl.y[3], bowl.values[3][5]])
    #expect(script.contains("\nsplot ") && script.contains("set pm3d depthorder"))
    #expect(script.contains("with vectors nohead"), "lines of contours would be joined to a mesh")
  }

  @Test(arguments: [81, 82, 200, 1000]) func ofFineGridsSomeLinesAreDrawn(_ count: Int) throws {
    let x = (0..<count).map(Double.init)
    let figure = SurfaceFigure(
      title: "", xLabel: "", yLabel: "", valueLabel: "", x: x, y: [0, 1], values: [x, x].map { $0.map { $0 + 1 } })
    let row = try #require(dataBlocks(of: figure.gnuplotScript(for: .svg, output: "x.svg")).last?.first)
    #expect(row.count <= 82 && row.first?[0] == 0 && row.last?[0] == Double(count - 1))
    #expect(row.allSatisfy { $0[2] == $0[0] + 1 })
  }

  /// Half way between two levels in the logarithm, colours change from the one to the other.
  @Test func contoursHaveTheColoursOfTheirLevels() throws {
    let script = Samples.contours.gnuplotScript(for: .svg, output: "x.svg")
    let bounds = script.matches(of: /\$3<(-?[0-9.]+)\?([0-9]):/).map { (Double($0.output.1), Int($0.output.2)) }
    #expect(bounds.map(\.1) == [0, 1])
    for (bound, expected) in zip(bounds.map(\.0), [-0.7614393726401688, -0.2614393726401688]) {
      #expect(abs(try #require(bound) - expected) < 1e-12)
    }
    for level in ["'0.1' 0", "'0.3' 1", "'1' 2"] { #expect(script.contains(level)) }
    var none = Samples.contours
    none.levels = []
    #expect(!none.gnuplotScript(for: .svg, output: "x.svg").contains("$contours"))
  }

  @Test(arguments: [
    ([0.012, 7], [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]), ([1e-9, 1e9], [1e-6, 1e-3, 1, 1e3, 1e6]),
    ([2.0, 2], []), ([Double.nan, 0, -1], []), ([1.01, 1.55], [1.1, 1.2, 1.3, 1.4, 1.5]),
  ])
  func levelsAreRound(_ values: [Double], _ expected: [Double]) {
    let levels = ContourLevels.round(covering: values)
    #expect(
      levels.count == expected.count && zip(levels, expected).allSatisfy { abs($0 - $1) <= 1e-12 * $1 }, "\(levels)")
  }

  @Test func slicesHaveLinearColumns() {
    let heat = HeatMapFigure(
      title: "", xLabel: "x", yLabel: "y", valueLabel: "loss", x: [-1, 0, 1], y: [-1, 1],
      values: [[1, 0.1, 1], [1, 0.2, 1]], rowSpacing: .linear, columnSpacing: .linear)
    let script = heat.gnuplotScript(for: .svg, output: "x.svg")
    #expect(script.contains("set xrange [-1.5:1.5]") && !script.contains("set logscale x"))
  }
}
