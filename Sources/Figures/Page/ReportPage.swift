import Foundation

/// One self-contained page about many studies: it opens from disk, without a network.
public struct ReportPage: Sendable {
  /// A line of expected against measured.
  public struct Row: Sendable, Equatable {
    /// The claim, what was expected, what was measured and who says so.
    public let claim: String, expected: String, measured: String, source: String
    /// Whether what was measured is as expected.
    public let holds: Bool

    /// A line.
    public init(claim: String, expected: String, measured: String, source: String, holds: Bool) {
      self.claim = claim
      self.expected = expected
      self.measured = measured
      self.source = source
      self.holds = holds
    }
  }

  /// One study.
  public struct Section: Sendable {
    /// What stands in the address of the section; letters, digits and hyphens.
    public let identifier: String
    /// The title and the question of the study.
    public let title: String, question: String
    /// The interactive figures.
    public let views: [PageView]
    /// Expected against measured; may be empty.
    public let rows: [Row]
    /// Where the numbers come from: names and values.
    public let provenance: [(name: String, value: String)]
    /// The whole configuration, a text of several lines; may be empty.
    public let configuration: String

    /// One study.
    public init(
      identifier: String, title: String, question: String, views: [PageView], rows: [Row],
      provenance: [(name: String, value: String)], configuration: String
    ) {
      self.identifier = identifier
      self.title = title
      self.question = question
      self.views = views
      self.rows = rows
      self.provenance = provenance
      self.configuration = configuration
    }
  }

  private let title: String
  private let sections: [Section]

  /// A page with that title over `sections`.
  public init(title: String, sections: [Section]) {
    self.title = title
    self.sections = sections
  }

  /// So many values fit into a page of 8 MB beside plotly.js: a value takes at most twelve letters.
  static let mostValues = 270_000

  /// The text of the page, with plotly.js in it.
  ///
  /// Where there are too many values for a page of 8 MB, the views with the most of them are thinned and say so.
  ///
  /// - Throws: what the encoding of the views throws: nothing.
  public func html(library: PlotlyLibrary) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let all = sections.flatMap(\.views), most = Self.share(of: Self.mostValues, among: all.map(\.count))
    let views = all.map { $0.thinned(to: most) }
    // Nothing in it may end the element that it stands in.
    let data = String(decoding: try encoder.encode(views), as: UTF8.self).replacing("<", with: "\\u003c")
    let links = sections.map { "<li><a href=\"#\($0.identifier)\">\(escaped($0.title))</a></li>" }
    var number = 0
    let bodies = sections.map { section in
      defer { number += section.views.count }
      return html(section, firstView: number)
    }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(title))</title>
      <link rel="icon" href="data:,">
      <style>\(Self.text(PackageResources.page_css))</style>
      </head>
      <body>
      <a class="skip" href="#content">Skip to the studies</a>
      <header>
      <h1>\(escaped(title))</h1>
      <button type="button" id="theme" aria-pressed="false">Dark colours</button>
      </header>
      <noscript><p class="notice">Figures of this page need JavaScript, which is turned off here; its tables do not.</p></noscript>
      <nav aria-label="Studies"><ul>\(links.joined(separator: "\n"))</ul></nav>
      <main id="content">
      \(bodies.joined(separator: "\n"))
      </main>
      <script type="application/json" id="views">\(data)</script>
      <script>\(library.text)</script>
      <script>\(Self.script)</script>
      </body>
      </html>

      """
  }

  /// What a page does, in the order in which its parts need one another.
  private static var script: String {
    [
      PackageResources.arrays_js, PackageResources.drawing_js, PackageResources.controls_js, PackageResources.table_js,
      PackageResources.map_js, PackageResources.curves_js, PackageResources.trajectory_js, PackageResources.start_js,
    ].map(text).joined(separator: "\n")
  }

  private static func text(_ resource: [UInt8]) -> String { String(decoding: resource, as: UTF8.self) }

  /// The most values that each of some views may have so that all together have at most `total`: what small ones leave
  /// is shared by the large ones.
  private static func share(of total: Int, among counts: [Int]) -> Int {
    var left = total
    for (index, count) in counts.sorted().enumerated() {
      let even = left / (counts.count - index)
      if count > even { return even }
      left -= count
    }
    return total
  }

  private func html(_ section: Section, firstView: Int) -> String {
    let figures = section.views.enumerated().map { index, view in
      """
      <figure class="view" data-view="\(firstView + index)">
      <figcaption>\(escaped(view.title))</figcaption>
      <div class="controls"></div>
      <div class="plots"></div>
      <p class="selection" aria-live="polite"></p>
      <p class="note"></p>
      <details class="values"><summary>Values of \(escaped(view.title)) as a table</summary></details>
      </figure>
      """
    }
    let question = section.question.isEmpty ? "" : "<p class=\"question\">\(escaped(section.question))</p>"
    let nothing =
      section.views.isEmpty ? "<p>The file holds nothing that a page draws: its variables are others.</p>" : ""
    return """
      <section id="\(section.identifier)" aria-labelledby="\(section.identifier)-title">
      <h2 id="\(section.identifier)-title">\(escaped(section.title))</h2>
      \(question)
      \(figures.joined(separator: "\n"))\(nothing)
      \(table(section.rows))
      <details><summary>Where the numbers come from</summary>
      <dl>\(section.provenance.map { "<dt>\(escaped($0.name))</dt><dd>\(escaped($0.value))</dd>" }.joined())</dl>
      \(configuration(section))
      </details>
      </section>
      """
  }

  private func configuration(_ section: Section) -> String {
    guard !section.configuration.isEmpty else { return "" }
    return """
      <details><summary>Configuration</summary>
      <pre tabindex="0" role="group" aria-label="Configuration of \(escaped(section.title))">\
      \(escaped(section.configuration))</pre></details>
      """
  }

  private func table(_ rows: [Row]) -> String {
    guard !rows.isEmpty else { return "" }
    let lines = rows.map { row in
      """
      <tr><td>\(escaped(row.claim))</td><td>\(escaped(row.expected))</td><td>\(escaped(row.measured))</td>\
      <td class="\(row.holds ? "holds" : "misses")">\(row.holds ? "yes" : "no")</td><td>\(escaped(row.source))</td></tr>
      """
    }
    return """
      <div class="table" tabindex="0" role="group" aria-label="Expected against measured"><table>
      <caption>Expected against measured</caption>
      <thead><tr><th scope="col">claim</th><th scope="col">expected</th><th scope="col">measured</th>\
      <th scope="col">holds</th><th scope="col">source</th></tr></thead>
      <tbody>\(lines.joined(separator: "\n"))</tbody>
      </table></div>
      """
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
