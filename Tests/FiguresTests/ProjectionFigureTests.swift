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
    for figure in [Self.trajectories as any Figure, Self.curves] {
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
