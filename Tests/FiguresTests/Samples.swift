import Figures
import Foundation

/// Small figures for the tests.
enum Samples {
  static let x = (0..<21).map { pow(10, -1 + Double($0) / 10) }

  static func curve(_ label: FigureText, _ role: LUCurveBand.Role, _ center: [Double]) -> LUCurveBand {
    LUCurveBand(label: label, center: center, low: center.map { $0 * 0.8 }, high: center.map { $0 * 1.3 }, role: role)
  }

  /// A training loss falling as alpha^-3 and a test loss with its minimum at alpha = 1.
  static var lu: LUFigure {
    LUFigure(
      title: "LU curves, " + .italic("N") + " = 100", xLabel: "weight norm " + .italic("w"), x: x,
      curves: [
        curve("train", .train, x.map { 1e-2 * pow($0, -3) }),
        curve("test", .test, x.map { 12 * exp(2 * abs(log($0))) }),
      ],
      bandLabel: "4 seeds", zone: 0.7...1.4,
      mark: .init(x: 1, label: .italic("w") + .subscript("c")))
  }

  static var heat: HeatMapFigure {
    HeatMapFigure(
      title: "test error", xLabel: "alpha", yLabel: "n", valueLabel: "error", x: [0.1, 1, 10],
      y: [100, 400, 1600, 6400],
      values: [[0.9, 0.5, 0.9], [0.9, 0.2, .nan], [0.8, 0.05, 0.8], [0.5, 0.02, 0.6]], levels: [0.1, 1e-9])
  }

  /// 0.01 + x^2 + 4 y^2 over a grid, without a value at a corner and with a zero beside it.
  static var bowl: (x: [Double], y: [Double], values: [[Double]]) {
    let x = (0..<9).map { (Double($0) - 4) / 4 }, y = (0..<7).map { (Double($0) - 3) / 3 }
    var values = y.map { y in x.map { x in 0.01 + x * x + 4 * y * y } }
    (values[0][0], values[0][1]) = (.nan, 0)
    return (x, y, values)
  }

  static var surface: SurfaceFigure {
    SurfaceFigure(
      title: "a bowl", xLabel: "first", yLabel: "second", valueLabel: "loss", x: bowl.x, y: bowl.y,
      values: bowl.values, levels: [0.1, 1])
  }

  static var contours: ContourFigure {
    ContourFigure(
      title: "a bowl", xLabel: "first", yLabel: "second", valueLabel: "loss", x: bowl.x, y: bowl.y,
      values: bowl.values, levels: [0.1, 0.3, 1])
  }

  /// Two curves of a run over steps, the second dashed.
  static var overSteps: CurvesFigure {
    CurvesFigure(
      title: "losses", xLabel: "step", yLabel: "loss",
      curves: [
        .init(label: "run", points: [[0, 1], [10, 0.1], [1000, 1e-4]]),
        .init(label: "run", points: [[0, 2], [10, .nan], [1000, 1e-3]], isDashed: true),
      ], across: .steps, dashLabel: "in the plane")
  }

  static var accuracy: AccuracyCurvesFigure {
    let steps = [0, 10, 100, 1000, 10_000]
    return AccuracyCurvesFigure(
      title: "accuracy",
      runs: [
        .init(label: "γ = 1", steps: steps, train: [0.1, 0.3, 1, 1, 1], test: [0.1, 0.1, 0.2, 0.9, 1]),
        .init(label: "γ = 0.1", steps: steps, train: [0.1, 0.3, 1, 1, 1], test: [0.1, 0.1, .nan, 0.2, 0.9]),
      ], level: 0.95)
  }

  static var powerLaw: PowerLawFigure {
    PowerLawFigure(
      title: "times", xLabel: .italic("γ"), yLabel: "step",
      series: [
        .init(
          label: "measured", x: [0.1, 0.3, 1, 0], y: [1000, 320, .nan, 5], low: [900, 300, 1, 1],
          high: [1100, 350, 2, 9], line: .init(label: "slope −1", slope: -1, intercept: log(100))),
        .init(label: "theory", x: [0.1, 0.3], y: [1010, 330], kind: .theory),
      ])
  }

  /// Four categories, a hole and a mark.
  static var tiles: TileFigure {
    let kinds: [Int?] = [0, 1, 2, 3, nil, 2]
    return TileFigure(
      title: "tiles", xLabel: "x", yLabel: "y", x: [0.5, 1, 2], y: [0, 1],
      categories: ["N", "F", "D", "G"].map { .init(letter: $0, label: FigureText("the kind \($0)")) },
      tiles: [0, 1].map { row in
        (0..<3).map { .init(category: kinds[3 * row + $0], isMarked: row == 1 && $0 == 2) }
      }, markLabel: "differs")
  }

  /// Figures that have little or nothing to show.
  static var degenerate: [(name: String, figure: any Figure)] {
    let nothing = [Double.nan, .infinity]
    func lu(_ x: [Double], _ y: [Double]) -> LUFigure {
      LUFigure(title: "", xLabel: "w", x: x, curves: [.init(label: "a", center: y, low: y, high: y, role: .test)])
    }
    func heat(_ x: [Double], _ y: [Double], _ values: [[Double]]) -> HeatMapFigure {
      HeatMapFigure(
        title: "", xLabel: "x", yLabel: "y", valueLabel: "z", x: x, y: y, values: values, rowSpacing: .equal,
        levels: [0.5])
    }
    func tiles(_ x: [Double], _ y: [Double], _ kinds: [[Int?]]) -> TileFigure {
      TileFigure(
        title: "", xLabel: "x", yLabel: "y", x: x, y: y, categories: [.init(letter: "A", label: "a")],
        tiles: kinds.map { $0.map { .init(category: $0) } }, markLabel: "differs")
    }
    return [
      ("lu nothing", lu([1, 2], nothing)), ("lu empty", lu([], [])), ("lu zeros", lu([1, 2], [0, 0])),
      ("lu single", lu([3], [0.2])), ("lu negative", lu([1, 2, 3], [-1, 0.1, .nan])),
      ("lu extremes", lu([1e-200, 1, 1e200], [1e-300, .leastNonzeroMagnitude, 1e300])),
      ("lu bad x", lu([0, .nan], [1, 1])),
      ("heat nothing", heat([1, 2], [1], [nothing])), ("heat empty", heat([], [], [])),
      ("heat zeros", heat([1, 2], [1, 2], [[0, 0], [0, 0]])), ("heat cell", heat([1], [2], [[0.5]])),
      ("heat row", heat([1, 2, 3], [2], [[0.1, .nan, 1]])), ("heat column", heat([2], [1, 2], [[0.1], [1]])),
      ("tiles empty", tiles([], [], [])), ("tiles nothing", tiles([1, 2], [1], [[nil, nil]])),
      ("tiles one", tiles([3], [0], [[0]])),
      ("accuracy nothing", AccuracyCurvesFigure(title: "", runs: [])),
      (
        "accuracy step 0",
        AccuracyCurvesFigure(title: "", runs: [.init(label: "a", steps: [0], train: [0.5], test: [.nan])])
      ),
      ("power law nothing", PowerLawFigure(title: "", xLabel: "x", yLabel: "y", series: [])),
      (
        "power law point",
        PowerLawFigure(title: "", xLabel: "x", yLabel: "y", series: [.init(label: "a", x: [2], y: [3])])
      ),
    ]
  }
}

/// The rows of the data blocks of a script, in order, each a list of runs.
func dataBlocks(of script: String) -> [[[[Double]]]] {
  script.components(separatedBy: " << EOD\n").dropFirst().map { text in
    let body = text.components(separatedBy: "\nEOD")[0]
    return body.components(separatedBy: "\n\n").map { run in
      run.split(separator: "\n").map { $0.split(separator: " ").map { Double($0) ?? .nan } }
    }
  }
}

/// The error that something throws, nil if it throws none.
func failure(_ body: () throws -> Void) -> FigureError? {
  do { try body() } catch { return error as? FigureError }
  return nil
}
