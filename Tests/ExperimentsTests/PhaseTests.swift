import Experiments
import Figures
import Foundation
import Testing

@Suite struct PhaseTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  private func file(_ sample: DynamicsSample = DynamicsSample()) throws -> DynamicsFile {
    try DynamicsFile(path: folder.write(sample.group()))
  }

  @Test(arguments: [
    (Double.infinity, Double.infinity, Phase.neither), (.infinity, 5, .neither), (5, .infinity, .fits),
    (5, 1005, .generalises), (5, 1006, .groks), (900, 20, .generalises), (0, 0, .generalises),
  ])
  func aRunIsInOnePhase(_ train: Double, _ test: Double, _ phase: Phase) {
    #expect(PhaseThresholds.standard.phase(timeToTrain: train, timeToTest: test) == phase)
  }

  @Test func bothThresholdsAreExceeded() throws {
    let thresholds = try PhaseThresholds(delay: 100, ratio: 3)
    #expect(thresholds.phase(timeToTrain: 100, timeToTest: 301) == .groks)
    #expect(thresholds.phase(timeToTrain: 100, timeToTest: 300) == .generalises)
    #expect(thresholds.phase(timeToTrain: 10, timeToTest: 110) == .generalises)
    #expect(thresholds.phase(timeToTrain: .nan, timeToTest: 1) == nil)
    for (delay, ratio) in [(-1, 2), (Double.infinity, 2), (5, 0.5), (5, .nan)] as [(Double, Double)] {
      let error = #expect(throws: ReportError.self) { try PhaseThresholds(delay: delay, ratio: ratio) }
      #expect(error?.kind == .badRequest)
    }
  }

  /// The sample fits at 10 / gamma and generalises at 500 / gamma + 10 (seed - 1); without decay it fits only.
  @Test func cellsAreThePhasesOfTheRuns() throws {
    let report = try PhasesReport([file()])
    let section = try #require(report.sections.first)
    #expect(report.sections.count == 1 && section.along == "weight_decay" && section.cells.count == 8)
    #expect(section.cells.map(\.phase) == [.fits, .fits, .groks, .groks, .groks, .groks, .generalises, .generalises])
    #expect(section.cells.map(\.alpha.value) == [1, 4, 1, 4, 1, 4, 1, 4])
    #expect(section.cells[6].runs == ["neither": 0, "fits": 0, "groks": 0, "generalises": 3])
    #expect(section.cells.allSatisfy { $0.isUnanimous })
    // At gamma 1 delays are 480, 490 and 500 steps: two of three runs are later than 485.
    let sharp = try PhasesReport([file()], thresholds: PhaseThresholds(delay: 485)).sections[0].cells[6]
    #expect(sharp.phase == .groks && sharp.runs["groks"] == 2 && !sharp.isUnanimous)
    let even = try PhasesReport([file()], thresholds: PhaseThresholds(delay: 495)).sections[0].cells[6]
    #expect(even.phase == .generalises && even.runs["groks"] == 1)
  }

  /// Of two runs in different phases the cell has what more than half get to: the earlier one.
  @Test func absentRunsHaveNoPhase() throws {
    var sample = DynamicsSample()
    sample.absentRuns = [3, 0, 8, 16]
    let cells = try PhasesReport([file(sample)], thresholds: PhaseThresholds(delay: 495)).sections[0].cells
    #expect(cells[0].phase == nil && cells[0].runs.values.allSatisfy { $0 == 0 })
    #expect(cells[6].phase == .groks && cells[6].runs["generalises"] == 1 && cells[6].runs["groks"] == 1)
  }

  @Test func textAndJSONSayTheSame() throws {
    let report = try PhasesReport([file()], thresholds: PhaseThresholds(delay: 485, ratio: 2))
    #expect(report.text.contains("more than 485 steps and more than 2 times as late"))
    #expect(report.text.contains("groks*") && report.text.contains("alpha 4"))
    let json = try ReportJSON.text(report)
    #expect(json.contains("\"phase\" : \"fits\"") && json.contains("\"delay\" : 485"))
  }

  @Test func theDiagramHasATileACell() throws {
    let path = try folder.write(DynamicsSample().group())
    let request = FigureRequest(picture: .phases, phases: try PhaseThresholds(delay: 485))
    let figure = try #require(try request.figure(of: path) as? TileFigure)
    #expect(figure.x == [1, 4] && figure.y == [0, 0.01, 0.1, 1])
    #expect(figure.tiles[0] == [.init(category: 1), .init(category: 1)])
    #expect(figure.tiles[3] == [.init(category: 2, isMarked: true), .init(category: 2, isMarked: true)])
    let error = #expect(throws: ReportError.self) {
      try FigureRequest(picture: .times, phases: .standard).figure(of: path)
    }
    #expect(error?.kind == .badRequest)
  }
}
