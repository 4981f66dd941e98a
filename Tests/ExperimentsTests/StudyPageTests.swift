import Experiments
import Figures
import Foundation
import Stores
import Testing

/// What a page shows of result files, also of those that lack something.
@Suite struct StudyPageTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  /// The page about a file, and the views in it.
  private func page(_ group: StoredGroup) throws -> (html: String, views: [[String: Any]]) {
    let library = "\(folder.path)/plotly.js", file = try folder.write(group)
    try "// plotly.js of this test".write(toFile: library, atomically: true, encoding: .utf8)
    let html = try StudyPage(title: "Studies", paths: [file], studies: "studies")
      .html(library: PlotlyLibrary(environment: ["GROKSCAPE_PLOTLY": library]))
    let start = try #require(html.range(of: "id=\"views\">")).upperBound
    let end = try #require(html.range(of: "</script>", range: start..<html.endIndex)).lowerBound
    let views = try JSONSerialization.jsonObject(with: Data(html[start..<end].utf8)) as? [[String: Any]]
    return (html, try #require(views))
  }

  private func quantity(_ name: String, _ view: [String: Any]) throws -> [Any] {
    let groups = try #require(view["groups"] as? [[[String: Any]]])
    return try #require(groups.flatMap { $0 }.first { $0["name"] as? String == name }?["values"] as? [Any])
  }

  private func axisNames(_ view: [String: Any]) throws -> [String] {
    try #require(view["axes"] as? [[String: Any]]).compactMap { $0["name"] as? String }
  }

  private func without(_ names: Set<String>, _ group: StoredGroup) -> StoredGroup {
    var group = group
    group.variables.removeAll { names.contains($0.name) }
    return group
  }

  @Test func aLandscapeHasCurvesBesideAMap() throws {
    let (html, views) = try page(LandscapeSample(sizes: [50, 100], statuses: [3: 2]).group())
    #expect(views.count == 1)
    let map = try #require(views[0]["map"] as? [String: Any])
    #expect(map["columns"] as? String == "alpha" && map["rows"] as? String == "n_train")
    let losses = try quantity("test_loss", views[0])
    // A point that is not done has no values.
    #expect(losses.count == 3 * 2 * 13 && losses[3] is NSNull && losses[4] is Double)
    for fact in ["A sample", "<dt>root seed</dt><dd>7</dd>", "<dt>seeds</dt><dd>0, 1, 2</dd>", "0123456789abcdef"] {
      #expect(html.contains(fact))
    }
  }

  @Test func whereThereIsOneNormCurvesAreOverAnotherAxis() throws {
    let (_, views) = try page(LandscapeSample(sizes: [50, 100], alpha: [1]).group())
    #expect(try axisNames(views[0]).last == "n_train" && views[0]["map"] == nil)
    let (_, single) = try page(LandscapeSample(seeds: [0], alpha: [1]).group())
    #expect(try axisNames(single[0]).last == "alpha" && quantity("test_loss", single[0]).count == 1)
  }

  @Test func whatAFileLacksIsLeftOut() throws {
    let landscape = LandscapeSample().group()
    let (text, views) = try page(without(["train_loss"], landscape))
    #expect(views.count == 1 && !text.contains("\"name\":\"train_loss\""))
    #expect(try quantity("test_loss", views[0]).count == 39)
    let (html, none) = try page(without(["train_loss", "test_loss", "tangent_gradient_norm"], landscape))
    #expect(none.isEmpty && html.contains("The file holds nothing that a page draws"))
    let (_, dynamics) = try page(without(["test_accuracy", "train_accuracy"], DynamicsSample().group()))
    #expect(try quantity("train_loss", dynamics[0]).count == 3 * 2 * 4 * 3)
    let (_, timeless) = try page(without(["time_to_test"], DynamicsSample().group()))
    #expect(timeless[0]["map"] == nil)
  }

  @Test func whatIsNoNumberIsNothing() throws {
    var sample = LandscapeSample(seeds: [0])
    for index in 0..<13 { sample.statuses[index] = 3 }
    let (_, views) = try page(sample.group())
    #expect(try quantity("train_loss", views[0]).allSatisfy { $0 is NSNull })
  }

  /// The tiles are the phases of the report, whose medians over seeds are here those of each seed.
  @Test func tilesArePhases() throws {
    var sample = DynamicsSample()
    sample.absentRuns = [3]
    let (_, views) = try page(sample.group())
    #expect(views.map { $0["title"] as? String } == ["Phases and training", "Time to generalise"])
    let map = try #require(views[0]["map"] as? [String: Any])
    #expect(map["columns"] as? String == "alpha" && map["rows"] as? String == "weight_decay")
    let phases = try #require(map["quantity"] as? [String: Any])
    #expect(phases["axes"] as? [String] == ["seed", "alpha", "weight_decay", "threshold"])
    let tiles = try #require(phases["values"] as? [Any])
    let names = try #require(phases["categories"] as? [[String: Any]]).compactMap { $0["label"] as? String }
    let report = try PhasesReport([DynamicsFile(path: folder.write(sample.group()))])
    #expect(tiles[3] is NSNull && tiles.count == 24)
    for cell in report.sections[0].cells {
      let decay = try #require(sample.weightDecays.firstIndex(of: cell.value.value))
      let alpha = try #require(sample.alpha.firstIndex(of: cell.alpha.value))
      for seed in 0..<3 where (seed * 2 + alpha) * 4 + decay != 3 {
        let tile = try #require(tiles[(seed * 2 + alpha) * 4 + decay] as? Int)
        #expect(names[tile] == cell.phase?.rawValue)
      }
    }
    // What never happens is told from what is not there.
    let times = try quantity("time_to_test", views[1])
    #expect(times[0] as? String == "Infinity" && times[3] is NSNull && times[2] as? Double == 4990)
  }
}
