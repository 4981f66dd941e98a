import Figures
import Foundation
import Testing

private let gnuplot = try? Gnuplot()

/// A figure whose script is given.
private struct ScriptedFigure: Figure {
  let body: String
  func gnuplotScript(for format: FigureFormat, output: String) -> String {
    "set terminal svg\nset output '\(output)'\n" + body
  }
}

/// A folder of its own for a test, removed at the end.
private func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("figures-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

private func names(in folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

/// The text of an SVG file without its tags and tooltips.
private func visibleText(_ svg: String) -> String {
  svg.replacing(/<title>.*?<\/title>/, with: "").replacing(/<[^>]*>/, with: "").replacing("\u{2060}", with: "")
    .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
}

@Suite(.enabled(if: gnuplot != nil, "gnuplot is not installed")) struct GnuplotTests {
  @Test(arguments: FigureFormat.allCases)
  func everyFigureRendersWithoutWarnings(_ format: FigureFormat) throws {
    let gnuplot = try #require(gnuplot)
    let signature: [FigureFormat: String] = [.svg: "<?xml", .pdf: "%PDF-", .png: "\u{89}PNG"]
    try withFolder { folder in
      func check(_ figure: some Figure, _ stem: String) throws {
        let path = folder.appendingPathComponent("\(stem).\(format.rawValue)").path
        let rendering = try gnuplot.render(figure, to: path)
        #expect(rendering.warnings == [] && rendering.figurePath == path)
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(String(data: data.prefix(5), encoding: .isoLatin1)?.hasPrefix(signature[format] ?? "?") == true)
        #expect(data.count > 2000)
        let script = try String(contentsOfFile: rendering.scriptPath, encoding: .utf8)
        #expect(script == figure.gnuplotScript(for: format, output: "\(stem).\(format.rawValue)"))
      }
      try check(Samples.lu, "lu")
      try check(Samples.heat, "heat")
      try check(Samples.accuracy, "accuracy")
      try check(Samples.powerLaw, "power law")
      try check(Samples.tiles, "tiles")
      try check(Samples.surface, "surface")
      try check(Samples.contours, "contours")
      try check(Samples.overSteps, "steps")
      let expected = ["accuracy", "contours", "heat", "lu", "power law", "steps", "surface", "tiles"].flatMap {
        ["\($0).gp", "\($0).\(format.rawValue)"]
      }
      #expect(try names(in: folder) == expected.sorted(), "nothing else is left behind")
    }
  }

  @Test(arguments: Samples.degenerate.indices)
  func figuresWithLittleOrNothingToShowRender(_ index: Int) throws {
    let gnuplot = try #require(gnuplot)
    let (name, figure) = Samples.degenerate[index]
    try withFolder { folder in
      let rendering = try gnuplot.render(figure, to: folder.appendingPathComponent("x.svg").path)
      #expect(rendering.warnings == [], "\(name)")
      let svg = try String(contentsOfFile: rendering.figurePath, encoding: .utf8)
      #expect(svg.contains("</svg>"), "\(name)")
    }
  }

  @Test(arguments: [Samples.heat, Samples.surface, Samples.contours] as [any Figure])
  func identicalFiguresGiveIdenticalBytesAndTheScriptDrawsThemAgain(_ figure: any Figure) throws {
    let gnuplot = try #require(gnuplot)
    try withFolder { folder in
      let path = folder.appendingPathComponent("it's a map.svg")
      let rendering = try gnuplot.render(figure, to: path.path)
      let first = try Data(contentsOf: path)
      _ = try gnuplot.render(figure, to: path.path)
      #expect(try Data(contentsOf: path) == first)
      try FileManager.default.removeItem(at: path)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: gnuplot.path)
      process.arguments = [rendering.scriptPath]
      process.currentDirectoryURL = folder
      try process.run()
      process.waitUntilExit()
      #expect(try Data(contentsOf: path) == first)
    }
  }

  @Test func anyTextAppearsAsItIs() throws {
    let gnuplot = try #require(gnuplot)
    try withFolder { folder in
      let bait = folder.appendingPathComponent("bait").path
      let title = #"a_b {c} ^d @e &f ~g \h 'i' "j" %d <k> é ★"#
      let trap = "`touch \(bait)`"
      var figure = Samples.lu
      figure.title = FigureText(title)
      figure.xLabel = FigureText(trap)
      figure.curves[0] = Samples.curve(FigureText(title), .train, figure.curves[0].center)
      let path = folder.appendingPathComponent("x.svg").path
      let rendering = try gnuplot.render(figure, to: path)
      let text = visibleText(try String(contentsOfFile: path, encoding: .utf8))
      #expect(rendering.warnings == [])
      #expect(text.components(separatedBy: title).count == 3, "once as title, once in the key")
      #expect(text.contains(trap))
      #expect(!FileManager.default.fileExists(atPath: bait))
    }
  }

  @Test func aFailingScriptIsAnErrorAndLeavesTheOldFigure() throws {
    let gnuplot = try #require(gnuplot)
    try withFolder { folder in
      let path = folder.appendingPathComponent("x.svg")
      try Data("old".utf8).write(to: path)
      let error = try #require(
        failure { _ = try gnuplot.render(ScriptedFigure(body: "plot nonsense(\n"), to: path.path) })
      #expect(error.kind == .cannotWrite && error.description.contains("gnuplot says"))
      #expect(error.description.contains("x.gp") && !error.description.contains("\n"))
      #expect(try String(contentsOf: path, encoding: .utf8) == "old")
      #expect(try names(in: folder) == ["x.gp", "x.svg"])
    }
  }

  @Test func warningsAreKept() throws {
    let gnuplot = try #require(gnuplot)
    try withFolder { folder in
      let figure = ScriptedFigure(body: "set print '-'\nprinterr 'take care'\nplot x\nunset output\n")
      let rendering = try gnuplot.render(figure, to: folder.appendingPathComponent("x.svg").path)
      #expect(rendering.warnings == ["take care"])
    }
  }

  @Test func placesThatCannotBeWrittenAreErrors() throws {
    let gnuplot = try #require(gnuplot)
    try withFolder { folder in
      func kind(_ name: String) -> FigureError.Kind? {
        failure { _ = try gnuplot.render(Samples.lu, to: folder.path + "/" + name) }?.kind
      }
      #expect(kind("absent/x.svg") == .cannotWrite)
      #expect(kind("x.jpg") == .badRequest)
      #expect(kind("a\nb.svg") == .badRequest)
      #expect(try names(in: folder) == [])
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("taken.svg"), withIntermediateDirectories: false)
      #expect(kind("taken.svg") == .cannotWrite)
    }
  }
}

@Suite struct MissingGnuplotTests {
  @Test(arguments: ["", "/nonexistent:/also/not"])
  func aMissingGnuplotIsASentence(_ searchPath: String) {
    let error = failure { _ = try Gnuplot(searchPath: searchPath) }
    #expect(error?.kind == .missingTool)
    #expect(error?.description.contains("apt-get install gnuplot-nox") == true)
  }

  @Test func aGnuplotThatDoesNotStartOrTalksForeverIsAnError() throws {
    try withFolder { (folder: URL) throws in
      func kind(_ program: String) throws -> FigureError.Kind? {
        let path = folder.appendingPathComponent("gnuplot")
        try Data(program.utf8).write(to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
        let gnuplot = try Gnuplot(searchPath: "/nonexistent:" + folder.path)
        return failure { _ = try gnuplot.render(Samples.lu, to: folder.appendingPathComponent("x.svg").path) }?.kind
      }
      #expect(try kind("#!/nonexistent/interpreter\n") == .missingTool)
      #expect(try kind("#!/bin/sh\nexit 0\n") == .cannotWrite, "success without a figure is no success")
      // More than a pipe holds.
      #expect(try kind("#!/bin/sh\nhead -c 300000 /dev/zero | tr '\\0' 'x' >&2\nexit 1\n") == .cannotWrite)
      #expect(try names(in: folder).filter { $0.hasSuffix("partial") } == [])
    }
  }
}

/// As many points as a large sweep has.
@Suite(.enabled(if: gnuplot != nil, "gnuplot is not installed")) struct LargeFigureTests {
  /// 100,000 points each of a curve with a band, of a heat map and of tiles.
  private static var figures: [(name: String, figure: any Figure)] {
    let x = (1...100_000).map(Double.init)
    let y = x.map { 2 + sin($0 / 5000) }
    let side = (1...316).map(Double.init)
    return [
      (
        "curve",
        LUFigure(
          title: "", xLabel: "w", x: x,
          curves: [.init(label: "a", center: y, low: y.map { 0.9 * $0 }, high: y.map { 1.1 * $0 }, role: .test)])
      ),
      (
        "map",
        HeatMapFigure(
          title: "", xLabel: "x", yLabel: "y", valueLabel: "z", x: side, y: side,
          values: side.map { y in side.map { (y / 100 + 1) * exp(pow(log($0 / 60), 2)) } }, levels: [3])
      ),
      (
        "times",
        PowerLawFigure(title: "", xLabel: "x", yLabel: "y", series: [.init(label: "a", x: x, y: y)])
      ),
    ]
  }

  @Test(arguments: [0, 1, 2])
  func aHundredThousandPointsAreDrawn(_ index: Int) throws {
    let gnuplot = try #require(gnuplot)
    let (name, figure) = Self.figures[index]
    try withFolder { folder in
      let rendering = try gnuplot.render(figure, to: folder.appendingPathComponent("x.svg").path)
      let size = try Data(contentsOf: URL(fileURLWithPath: rendering.figurePath)).count
      #expect(rendering.warnings == [] && size > 100_000, "\(name)")
    }
  }
}
