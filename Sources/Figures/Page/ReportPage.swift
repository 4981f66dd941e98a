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

    /// One study.
    public init(
      identifier: String, title: String, question: String, views: [PageView], rows: [Row],
      provenance: [(name: String, value: String)]
    ) {
      self.identifier = identifier
      self.title = title
      self.question = question
      self.views = views
      self.rows = rows
      self.provenance = provenance
    }
  }

  private let title: String
  private let sections: [Section]

  /// A page with that title over `sections`.
  public init(title: String, sections: [Section]) {
    self.title = title
    self.sections = sections
  }

  /// The text of the page, with plotly.js in it.
  ///
  /// - Throws: what the encoding of the views throws: nothing.
  public func html(library: PlotlyLibrary) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let views = sections.flatMap(\.views)
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
      <style>\(PageStyle.text)</style>
      </head>
      <body>
      <a class="skip" href="#content">Skip to the studies</a>
      <header>
      <h1>\(escaped(title))</h1>
      <button type="button" id="theme" aria-pressed="false">Dark colours</button>
      </header>
      <nav aria-label="Studies"><ul>\(links.joined(separator: "\n"))</ul></nav>
      <main id="content">
      \(bodies.joined(separator: "\n"))
      </main>
      <script type="application/json" id="views">\(data)</script>
      <script>\(library.text)</script>
      <script>\(PageScript.text)</script>
      </body>
      </html>

      """
  }

  private func html(_ section: Section, firstView: Int) -> String {
    let figures = section.views.enumerated().map { index, view in
      """
      <figure class="view" data-view="\(firstView + index)">
      <figcaption>\(escaped(view.title))</figcaption>
      <div class="controls"></div>
      <div class="plots"></div>
      <p class="selection" aria-live="polite"></p>
      </figure>
      """
    }
    let question = section.question.isEmpty ? "" : "<p class=\"question\">\(escaped(section.question))</p>"
    return """
      <section id="\(section.identifier)" aria-labelledby="\(section.identifier)-title">
      <h2 id="\(section.identifier)-title">\(escaped(section.title))</h2>
      \(question)
      \(figures.joined(separator: "\n"))
      \(table(section.rows))
      <details><summary>Where the numbers come from</summary>
      <dl>\(section.provenance.map { "<dt>\(escaped($0.name))</dt><dd>\(escaped($0.value))</dd>" }.joined())</dl>
      </details>
      </section>
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
      <div class="table"><table>
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
