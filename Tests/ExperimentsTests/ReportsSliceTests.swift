import Experiments
import Figures
import Foundation
import Stores
import Testing

/// Reports on files with further axes.
@Suite struct ReportsSliceTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  /// Samples side by side along a leading dimension.
  private func stacked(_ groups: [StoredGroup], _ dimension: StoredDimension, shared: Set<String> = []) -> StoredGroup {
    var stack = groups[0]
    stack.dimensions.insert(dimension, at: 0)
    for i in stack.variables.indices {
      let all = groups.map { $0.variables[i].values }
      if case .uint8 = all[0] {
        stack.variables[i].values = .uint8(all.flatMap { $0.numbers ?? [] }.map { UInt8($0) })
      } else {
        stack.variables[i].values = .double(all.flatMap { $0.numbers ?? [] })
      }
      stack.variables[i].dimensions.insert(dimension.name, at: 0)
    }
    return stack
  }

  /// Two landscapes at the rates 0.001 and 0.1, the second with four times the training-set size in its formula.
  private func landscapes() throws -> String {
    var wide = LandscapeSample()
    wide.sizes = [400]
    let rates = StoredDimension(
      "optimizer_rate", .double([0.001, 0.1]), units: "1", longName: "rate",
      attributes: [StoredAttribute("key", .text("optimizer.rate"))])
    return try folder.write(stacked([LandscapeSample().group(), wide.group()], rates), "landscape.h5")
  }

  /// Two dynamics at the activations relu and tanh, the second at twice the weight decays that the axis says.
  private func dynamics() throws -> String {
    var other = DynamicsSample()
    other.weightDecays = [0, 0.02, 0.2, 2]
    let words = StoredDimension("problem_activation", .text(["relu", "tanh"]), units: "1", longName: "activation")
    return try folder.write(stacked([DynamicsSample().group(), other.group()], words), "dynamics.h5")
  }

  private func place(_ text: String) throws -> Coordinate { try #require(Coordinate(text)) }

  @Test func everyValueOfAFurtherAxisIsALandscape() throws {
    let path = try landscapes()
    let report = try LUReport(LandscapeFile.slices(path: path, at: []))
    #expect(report.landscapes.map(\.at) == [[try place("optimizer.rate=0.001")], [try place("optimizer.rate=0.1")]])
    let lowest = report.landscapes.map(\.metrics.lowestTestLoss.mean.value)
    #expect(isNear(lowest[1], lowest[0] / 4, 1e-6))
    #expect(report.text.contains("n_train = 100, optimizer.rate = 0.1: LU metrics"))
    // By its key or the name of its dimension, to within rounding.
    for text in ["optimizer.rate=0.1", "optimizer_rate=0.10000000000000002"] {
      let one = try LUReport(LandscapeFile.slices(path: path, at: [place(text)]))
      #expect(one.landscapes == [report.landscapes[1]])
    }
    let figure = try #require(
      try FigureRequest(at: [place("optimizer.rate=0.1")]).figure(of: path) as? LUFigure)
    #expect(figure.title == "A sample, n_train = 100, optimizer.rate = 0.1")
  }

  @Test func anOwnAxisIsNarrowed() throws {
    var sample = LandscapeSample()
    sample.messiness = [0, 0.5]
    let path = try folder.write(sample.group())
    let report = try LUReport(LandscapeFile.slices(path: path, at: [place("messiness=0.5"), place("seed=1")]))
    #expect(report.landscapes.count == 1 && report.seeds == [1])
    let figure = try FigureRequest(at: [place("messiness=0.5")]).figure(of: path) as? LUFigure
    #expect(figure?.title == "A sample, n_train = 100, messiness = 0.5")
    let both = try LUReport(LandscapeFile(path: path))
    #expect(both.landscapes.map(\.messiness.value) == [0, 0.5] && both.seeds.count == 3)
  }

  @Test func whatIsLeftOpenOrIsNotThereIsNamed() throws {
    let path = try landscapes(), runs = try dynamics()
    func message(_ body: () throws -> Void) -> String {
      let error = #expect(throws: ReportError.self, performing: body)
      #expect(error?.kind == .badRequest)
      return error?.description ?? ""
    }
    #expect(message { _ = try LandscapeFile(path: path) }.contains("--at optimizer.rate=VALUE from 0.001, 0.1"))
    #expect(message { _ = try FigureRequest().figure(of: path) }.contains("--at optimizer.rate=VALUE"))
    let wrong = try [place("optimizer.rate=3")], unknown = try [place("momentum=3")]
    #expect(message { _ = try LandscapeFile.slices(path: path, at: wrong) }.contains("choose from 0.001, 0.1"))
    #expect(
      message { _ = try LandscapeFile.slices(path: path, at: unknown) }
        .contains("choose from optimizer.rate, seed, alpha"))
    #expect(
      message { _ = try TimesReport(DynamicsFile.slices(path: runs, at: []), along: "problem_activation") }
        .contains("choose from weight_decay"))
    #expect(message { _ = try FigureRequest().figure(of: runs) }.contains("problem_activation with --at"))
    #expect(Coordinate("seed") == nil && Coordinate("=3") == nil)
  }

  @Test func timesHaveASectionForEveryWord() throws {
    let path = try dynamics()
    let report = try TimesReport(DynamicsFile.slices(path: path, at: []))
    #expect(
      report.sections.map { $0.at.map(\.value) } == [
        [.word("relu")], [.word("relu")], [.word("tanh")], [.word("tanh")],
      ])
    #expect(report.sections.allSatisfy { $0.along == "weight_decay" && $0.rows.count == 4 })
    #expect(report.sections[3].rows[1].timeToTest.median.value == 25000)
    let tanh = try TimesReport(DynamicsFile.slices(path: path, at: [place("problem_activation=tanh")]))
    #expect(tanh.sections.map(\.rows) == report.sections[2...].map(\.rows))
    #expect(tanh.sections.allSatisfy { $0.at.isEmpty })
    let figure = try FigureRequest(picture: .times).figure(of: path) as? PowerLawFigure
    #expect(figure?.series.count == 12 && Set(figure?.series.map { "\($0.family as Any)" } ?? []).count == 4)
    let curves = try FigureRequest(at: [place("problem_activation=tanh")]).figure(of: path) as? AccuracyCurvesFigure
    #expect(curves?.runs.count == 4)
  }

  /// t_test = 500 / gamma, and each of three rates has one gamma, of its own value.
  @Test func timesFollowOtherAxes() throws {
    let groups = [0.01, 0.1, 1].map { gamma in
      var sample = DynamicsSample()
      sample.weightDecays = [gamma]
      return sample.group()
    }
    let rates = StoredDimension("optimizer_rate", .double([0.01, 0.1, 1]), units: "1", longName: "rate")
    var group = stacked(groups, rates)
    group.attributes.removeAll { $0.name == "learning_rate" }
    group.dimensions[0].attributes.append(StoredAttribute("key", .text("optimizer.rate")))
    let path = try folder.write(group)
    let report = try TimesReport(DynamicsFile.slices(path: path, at: []))
    let section = try #require(report.sections.first)
    #expect(section.along == "optimizer.rate" && section.at.isEmpty && report.sections.count == 2)
    #expect(isNear(try #require(section.slope).mean.value, -1) && section.rows.map(\.value.value) == [0.01, 0.1, 1])
    #expect(report.learningRate.value.isNaN && report.text.contains("t_test ~ optimizer.rate^s"))
    let single = try TimesReport(DynamicsFile.slices(path: path, at: [place("optimizer.rate=0.1")]))
    #expect(single.learningRate.value == 0.1)
    let apart = try TimesReport(DynamicsFile.slices(path: path, at: []), along: "weight_decay")
    #expect(throws: ReportError.self) {
      try TimesReport(DynamicsFile.slices(path: path, at: []), along: "weight_decay", atMost: 2)
    }
    #expect(apart.sections.count == 6 && apart.sections.allSatisfy { $0.rows.count == 1 })
  }
}
