import Foundation

/// The text of plotly.js, which `make deps` installs and a page holds.
public struct PlotlyLibrary: Sendable {
  /// The whole text.
  let text: String

  /// Reads it from the path that the variable GROKSCAPE_PLOTLY names, else from `.venv/page` of the working folder or of
  /// the checkout that the program was built in.
  ///
  /// - Throws: `FigureError` of kind `missingTool` if it is not there.
  public init(environment: [String: String]) throws(FigureError) {
    let candidates = environment["GROKSCAPE_PLOTLY"].map { [$0] } ?? Self.installed
    for path in candidates {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      let text = String(decoding: data, as: UTF8.self)
      // In a page it stands in an element that these letters would end.
      guard text.contains("plotly.js"), !text.contains("</script") else { continue }
      self.text = text
      return
    }
    throw FigureError(
      .missingTool,
      "Cannot write a page because plotly.js is not installed\(environment["GROKSCAPE_PLOTLY"].map { " as \($0)" } ?? ""): run `make deps-report`, or name its file plotly.min.js in GROKSCAPE_PLOTLY."
    )
  }

  private static var installed: [String] {
    let program = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
    // .build/PLATFORM/release/grokscape
    let checkout = (0..<4).reduce(program) { url, _ in url.deletingLastPathComponent() }.path
    return [".", checkout].flatMap { root -> [String] in
      let libraries = "\(root)/.venv/page/lib"
      let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
      return versions.sorted().map { "\(libraries)/\($0)/site-packages/plotly/package_data/plotly.min.js" }
    }
  }
}
