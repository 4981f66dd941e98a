import Figures
import Foundation
import Testing

/// What a page holds, read back from its text; that it works is what `make test-page` sees in a browser.
@Suite struct ReportPageTests {
  /// A page about one study with the views, with a short text in the place of plotly.js.
  private func html(_ views: [PageView], title: String = "A study") throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("plotly-\(UUID().uuidString).js")
    try "// plotly.js of this test".write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let section = ReportPage.Section(
      identifier: "one", title: title, question: "Why?", views: views,
      rows: [.init(claim: "a < b", expected: "yes", measured: "no", source: "somebody", holds: false)],
      provenance: [("program", "grokscape")], configuration: "{}")
    return try ReportPage(title: "Studies", sections: [section])
      .html(library: PlotlyLibrary(environment: ["GROKSCAPE_PLOTLY": file.path]))
  }

  /// The views in a page's text.
  private func views(in html: String) throws -> [[String: Any]] {
    let start = try #require(html.range(of: "id=\"views\">")).upperBound
    let end = try #require(html.range(of: "</script>", range: start..<html.endIndex)).lowerBound
    return try #require(try JSONSerialization.jsonObject(with: Data(html[start..<end].utf8)) as? [[String: Any]])
  }

  private func curves(_ x: [Double], _ y: [Double], title: String = "Curves") -> PageView {
    PageView(
      .curves, title: title, description: "Curves.", axes: [PageAxis("x", label: "x", values: x)],
      groups: [[PageQuantity("y", label: "y", over: ["x"], values: y, isLogarithmic: false)]], isLogarithmic: false)
  }

  private func numbers(_ value: Any?) throws -> [Any] { try #require(value as? [Any]) }

  private func firstQuantity(_ view: [String: Any]) throws -> [String: Any] {
    try #require((view["groups"] as? [[[String: Any]]])?.first?.first)
  }

  private func axis(_ name: String, of view: [String: Any]) throws -> [Double] {
    let axes = try #require(view["axes"] as? [[String: Any]])
    return try #require(axes.first { $0["name"] as? String == name }?["values"] as? [Double])
  }

  @Test func aPageNeedsNothingElse() throws {
    let html = try html([curves([1, 2], [3, 4])])
    #expect(
      html.contains("plotly.js of this test") && html.contains("Plotly.react")
        && html.contains("prefers-reduced-motion"))
    for outside in ["src=", "http://", "https://", "@import", "url("] { #expect(!html.contains(outside)) }
    #expect(!html.contains("<link") || html.contains("<link rel=\"icon\" href=\"data:,\">"))
  }

  @Test func measuredNumbersHaveFiveDigitsAndCoordinatesAll() throws {
    let x = [0.1234567, 123_456_789, 1e-300]
    let view = try views(in: html([curves(x, [5.216000449e-15, 123456.7, -.infinity])]))[0]
    #expect(try axis("x", of: view) == x)
    let y = try numbers(firstQuantity(view)["values"])
    #expect(y[0] as? Double == 5.216e-15 && y[1] as? Double == 123460 && y[2] as? String == "-Infinity")
    let other = try views(in: html([curves([1, 2], [.nan, .infinity])]))[0]
    let values = try numbers(firstQuantity(other)["values"])
    #expect(values[0] is NSNull && values[1] as? String == "Infinity")
  }

  @Test func textsAreNoElements() throws {
    let html = try html([curves([1], [1], title: "</script><b>")], title: "<i>&\"")
    #expect(html.contains("&lt;i&gt;&amp;&quot;") && !html.contains("<i>"))
    #expect(html.contains("&lt;/script&gt;&lt;b&gt;") && !html.contains("<b>"))
    #expect(try views(in: html)[0]["title"] as? String == "</script><b>")
    #expect(html.contains("a &lt; b") && html.contains("class=\"misses\">no"))
  }

  /// A million values, beside which plotly.js has room in a page of 8 MB.
  @Test func manyValuesAreThinnedAndAPageSaysSo() throws {
    let (rows, columns) = ((0..<1000).map(Double.init), (0..<1000).map { Double($0) / 7 })
    let large = PageView(
      .curves, title: "Large", description: "Large.",
      axes: [PageAxis("rows", label: "rows", values: rows), PageAxis("columns", label: "columns", values: columns)],
      groups: [
        [
          PageQuantity(
            "z", label: "z", over: ["rows", "columns"], values: rows.flatMap { row in columns.map { row + $0 / 1e3 } },
            isLogarithmic: false)
        ]
      ], map: .init(over: "columns", "rows"), isLogarithmic: false)
    let html = try html([curves([1, 2, 3], [1, 4, 9]), large])
    #expect(html.utf8.count < 8_388_608 - 4_900_000)
    let found = try views(in: html)
    #expect(try numbers(firstQuantity(found[0])["values"]).count == 3)
    #expect((found[0]["notes"] as? [String])?.isEmpty == true)
    let (left, across) = (try axis("rows", of: found[1]), try axis("columns", of: found[1]))
    #expect(left.first == 0 && left.last == 999 && left.count > 250 && across.last == 999.0 / 7)
    let z = try #require(try firstQuantity(found[1])["values"] as? [Double])
    #expect(z.count == left.count * across.count && abs((z.last ?? 0) - (999 + 999.0 / 7e3)) < 0.1)
    let notes = try #require(found[1]["notes"] as? [String])
    #expect(notes.contains("Of the 1000 values along rows one in 2 is in this page, and the last."))
  }

  @Test func aLongAxisIsThinned() throws {
    let x = (0..<100_000).map(Double.init)
    let found = try views(in: html([curves(x, x)]))[0]
    let kept = try axis("x", of: found)
    #expect(kept.count > 2500 && kept.count <= 5000 && kept.first == 0 && kept.last == 99_999 && kept[1] == 32)
    #expect(found["notes"] as? [String] == ["Of the 100000 values along x one in 32 is in this page, and the last."])
  }

  @Test func withoutPlotlyThereIsNoPage() {
    let error = #expect(throws: FigureError.self) {
      try PlotlyLibrary(environment: ["GROKSCAPE_PLOTLY": "/nowhere/plotly.min.js"])
    }
    #expect(error?.kind == .missingTool && error?.description.contains("make deps-report") == true)
  }
}
