import Figures
import Foundation
import Testing

@Suite struct PlaneFigureTests {
  private static let heat = HeatMapFigure(
    title: "", xLabel: "w", yLabel: "m", valueLabel: "loss", x: [0.5, 1, 2], y: [-0.1, 0, 0.2],
    values: [[1, 0.1, 0.01], [1, 0.1, 0.01], [1, 1, 0.1]], rowSpacing: .linear,
    curves: [
      PlaneCurve([[[0.6, 0], [0.9, 0.2]], [[1.5, 0], [1.6, 0.1]]], style: .contour),
      PlaneCurve([(0...40).map { [2 - Double($0) / 40, 0.2 - 0.2 * Double($0) / 40] }], style: .path),
    ],
    stars: [PlaneStar(at: [1, 0], .solution)], markedLevels: [0.03])
  private static let curves = PlaneCurvesFigure(
    title: "contours", xLabel: "w", yLabel: "m",
    families: [
      .init(label: "N = 25", lines: [[[1, 0], [2, 0.5]]]), .init(label: "N = 35", lines: []),
    ], stars: [PlaneStar(at: [1.2, 0], .solution)], yRange: -0.02...0.52)

  @Test(arguments: FigureFormat.allCases)
  func scriptsAreSelfContained(_ format: FigureFormat) {
    for figure in [Self.heat as any Figure, Self.curves] {
      let script = figure.gnuplotScript(for: format, output: "figure")
      for block in Set(script.matches(of: /\$data[0-9]+/).map { String($0.output) }) {
        #expect(script.contains("\(block) << EOD\n"))
      }
      #expect(script.hasSuffix("\nunset output\n") && !script.contains("inf") && !script.contains("NaN"))
    }
  }

  @Test func linearRowsHaveRoundTicsAndCellsBetweenNeighbours() {
    let script = Self.heat.gnuplotScript(for: .svg, output: "x.svg")
    // Half of 0.1 below the first row and half of 0.2 above the last.
    #expect(script.contains("set yrange [-0.15000000000000002:0.30000000000000004]"))
    #expect(script.contains("set ytics ('−0.1' -0.1, '0' 0.0, '0.2' 0.2)"))
    let cell = dataBlocks(of: script)[0][0][0]
    #expect(cell[1] == -0.1 && abs(cell[4] + 0.151) < 1e-12 && abs(cell[5] + 0.049) < 1e-12)
  }

  @Test func curvesAndStarsLieOverTheCells() throws {
    let script = Self.heat.gnuplotScript(for: .svg, output: "x.svg")
    let blocks = dataBlocks(of: script)
    #expect(blocks[1].map(\.count) == [2, 2], "two lines of one contour are not joined")
    #expect(blocks[2].map(\.count) == [41])
    let heads = blocks[3].joined()
    #expect(heads.count > 2 && heads.allSatisfy { $0[2] < 0 && $0[3] < 0 }, "arrows point along the path")
    #expect(blocks[4] == [[[1, 0]]] && script.contains("('★') with labels"))
    let places = ["boxxyerror", "with lines lw 1.3", "with vectors", "'★'"].map { script.range(of: $0)?.lowerBound }
    let order = try places.map { try #require($0) }
    #expect(order == order.sorted())
    #expect(script.matches(of: /nohead front/).count == 2, "the contour's level is marked on the colours' box")
  }

  @Test func familiesWithoutALineAreNamed() {
    let script = Self.curves.gnuplotScript(for: .svg, output: "x.svg")
    #expect(script.contains("title 'N = 25'") && script.contains("title 'N = 35: none'"))
    #expect(script.contains("set yrange [-0.02:0.52]"))
    let empty = PlaneCurvesFigure(title: "", xLabel: "", yLabel: "", families: [], yRange: 0...1)
    #expect(empty.gnuplotScript(for: .svg, output: "x.svg").contains("no finite data"))
  }
}
