import Figures
import Foundation
import Testing

@Suite struct SmallMultiplesTests {
  private static func panels(_ figures: [any Figure]) throws -> SmallMultiplesFigure {
    try SmallMultiplesFigure(
      panels: figures.enumerated().map { .init(header: FigureText("panel \($0)"), figure: $1) })
  }

  /// Heat maps that differ by a factor.
  private static func maps(_ factors: [Double]) -> [HeatMapFigure] {
    factors.map { factor in
      var figure = Samples.heat
      figure.title = FigureText("a map, n = \(factor), of everything")
      figure.values = figure.values.map { $0.map { $0 * factor } }
      return figure
    }
  }

  private static let kinds: [[any Figure]] = [
    maps([1, 0.1, 0.01, 2]), [Samples.lu, Samples.lu, Samples.lu], [Samples.accuracy, Samples.accuracy],
    [Samples.tiles, Samples.tiles], maps(Array(repeating: 1, count: SmallMultiplesFigure.most)),
  ]

  @Test func colourScaleAndAxesAreShared() throws {
    let script = try Self.panels(Self.maps([1, 0.1, .nan])).gnuplotScript(for: .svg, output: "x.svg")
    let ranges = script.matches(of: /set cbrange \[(.*):(.*)\]/).map { ($0.output.1, $0.output.2) }
    #expect(ranges.count == 3 && Set(ranges.map { "\($0.0):\($0.1)" }).count == 1)
    let (low, high) = (try #require(Double(ranges[0].0)), try #require(Double(ranges[0].1)))
    // From a tenth of 0.02 to 0.9, and a little room.
    #expect(low < 0.002 && low > 0.0017 && high > 0.9 && high < 1.1)
    for axis in ["x", "y"] {
      let lines = script.split(separator: "\n").filter { $0.hasPrefix("set \(axis)range [") }
      #expect(lines.count == 4 && Set(lines.dropLast()).count == 1, "the last is that of the page")
    }
    #expect(script.components(separatedBy: "set colorbox user").count == 2, "one box of colours")
    #expect(script.contains("'a map, of everything'"), "what all titles have in common")
    for number in 0..<3 { #expect(script.contains("'panel \(number)' at screen")) }
    #expect(script.components(separatedBy: "grey: no value").count == 2, "one remark for all plots")
  }

  @Test func onlyTheOuterAxesHaveLabels() throws {
    let script = try Self.panels(Self.maps([1, 1, 1, 1])).gnuplotScript(for: .svg, output: "x.svg")
    func labels(_ axis: String) -> [Bool] {
      // The last is that of the page.
      script.split(separator: "\n").filter { $0.hasPrefix("set \(axis)tics ('") }.dropLast().map {
        !$0.hasPrefix("set \(axis)tics (''")
      }
    }
    #expect(labels("x") == [false, false, true, true] && labels("y") == [true, false, true, false])
  }

  @Test func plotsDoNotOverlapAndStandOnThePage() throws {
    for count in 1...SmallMultiplesFigure.most {
      let script = try Self.panels(Self.maps(Array(repeating: 1, count: count))).gnuplotScript(
        for: .svg, output: "x.svg")
      func margins(_ name: String) -> [Double] {
        // The last is that of the page.
        Array(script.matches(of: try! Regex("set \(name)margin at screen ([0-9.]+)")).dropLast()).compactMap {
          $0.output[1].substring.flatMap { Double($0) }
        }
      }
      let (left, right, bottom, top) = (margins("l"), margins("r"), margins("b"), margins("t"))
      #expect([left, right, bottom, top].allSatisfy { $0.count == count })
      for one in 0..<count {
        #expect(left[one] > 0 && right[one] < 1 && bottom[one] > 0.1 && top[one] < 1)
        #expect(right[one] - left[one] > 0.1 && top[one] - bottom[one] > 0.1)
        for other in 0..<one {
          #expect(
            left[one] > right[other] || left[other] > right[one] || bottom[one] > top[other] || bottom[other] > top[one]
          )
        }
      }
    }
  }

  @Test func oneKeyServesAllPlots() throws {
    let script = try Self.panels([Samples.lu, Samples.lu]).gnuplotScript(for: .svg, output: "x.svg")
    for title in ["train", "test", "4 seeds", "Goldilocks zone"] {
      #expect(script.components(separatedBy: "title '\(title)'").count == 2, "\(title)")
    }
  }

  @Test func whatSharesNoAxesIsRefused() {
    var other = Samples.heat
    other.x = [0.1, 1, 20]
    let refused: [[any Figure]] = [
      [], Array(repeating: Samples.heat, count: SmallMultiplesFigure.most + 1), [Samples.heat, Samples.lu],
      [Samples.heat, other], [Samples.powerLaw, Samples.powerLaw],
    ]
    for figures in refused {
      let error = failure { _ = try Self.panels(figures) }
      #expect(error?.kind == .badRequest)
    }
  }

  @Test func plotsWithoutDataAreMarkedAndAPageOfThemSaysSo() throws {
    var empty = Samples.lu
    empty.curves = []
    (empty.zone, empty.mark) = (nil, nil)
    let one = try Self.panels([Samples.lu, empty]).gnuplotScript(for: .svg, output: "x.svg")
    #expect(one.components(separatedBy: "'no data'").count == 2)
    let none = try Self.panels(Self.maps([.nan, .nan])).gnuplotScript(for: .svg, output: "x.svg")
    #expect(none.contains("no finite data"))
  }

  @Test(.enabled(if: (try? Gnuplot()) != nil, "gnuplot is not installed"), arguments: FigureFormat.allCases)
  func theyRenderWithoutWarningsAndTheSameAgain(_ format: FigureFormat) throws {
    let gnuplot = try Gnuplot()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("panels-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var empty = Samples.lu
    empty.curves = []
    for (number, kind) in (Self.kinds + [Self.maps([1, .nan]), [Samples.lu, empty]]).enumerated() {
      let path = folder.appendingPathComponent("\(number).\(format.rawValue)")
      let rendering = try gnuplot.render(try Self.panels(kind), to: path.path)
      #expect(rendering.warnings == [], "kind \(number)")
      #expect(FileManager.default.fileExists(atPath: rendering.scriptPath))
      let first = try Data(contentsOf: path)
      #expect(first.count > 2000)
      guard format == .svg else { continue }
      _ = try gnuplot.render(try Self.panels(kind), to: path.path)
      #expect(try Data(contentsOf: path) == first, "identical data give identical bytes")
      if let keep = ProcessInfo.processInfo.environment["KEEP_PANELS"] {
        _ = try gnuplot.render(try Self.panels(kind), to: "\(keep)/panel\(number).png")
      }
    }
  }
}
