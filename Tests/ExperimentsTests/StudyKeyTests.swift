import Experiments
import Foundation
import Testing

/// A slip of the pen in a study: what is replaced by what, and what the message has to name.
struct Slip: Sendable, CustomTestStringConvertible {
  let text: String, old: String, new: String, parts: [String]
  var testDescription: String { new.debugDescription }

  /// In the landscape of `StudyText`, at the line `line`.
  init(_ old: String, _ new: String, line: Int, _ parts: String...) {
    self.init(in: StudyText.landscape, old, new, line: line, parts)
  }

  init(in text: String, _ old: String, _ new: String, line: Int, _ parts: [String]) {
    self.text = text
    self.old = old
    self.new = new
    self.parts = ["study.yaml, line \(line)"] + parts
  }

  /// Expects the sentence that names file, line and key.
  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let wrong = text.replacingOccurrences(of: old, with: new)
    try #require(wrong != text, "the study has '\(old)'", sourceLocation: sourceLocation)
    let folder = try StudyFolder(wrong)
    let error = #expect(throws: StudyError.self, sourceLocation: sourceLocation) { try folder.document() }
    #expect(error?.kind == .badStudy, sourceLocation: sourceLocation)
    expectSentence(error?.description ?? "", parts + [folder.path], sourceLocation: sourceLocation)
  }
}

/// Keys that are wrong, missing, or have values of the wrong type.
@Suite struct StudyKeyTests {
  private static let unknownKeys = [
    Slip("steps: 20", "stesp: 20", line: 13, "'stesp'", "nearest", "'steps'"),
    Slip("kind:", "knid:", line: 2, "'knid'", "nearest", "'kind'"),
    Slip("n_train: 10", "ntrain: 10", line: 4, "'ntrain'", "nearest", "'n_train'"),
    Slip("alpha: [0.5", "alhpa: [0.5", line: 5, "'alhpa'", "nearest", "'alpha'"),
    Slip("quick:", "quik:", line: 14, "'quik'", "nearest", "'quick'"),
    Slip("presets:", "preset_s:", line: 15, "'preset_s'", "nearest", "'presets'"),
    Slip("pool: 10", "pol: 10", line: 11, "'problem.pol'", "nearest", "'problem.pool'"),
    Slip("rate: 1.0e-2", "Rate: 1.0e-2", line: 12, "'optimizer.Rate'", "nearest", "'optimizer.rate'"),
    Slip("quick: {steps", "quick: {setps", line: 14, "'quick.setps'", "nearest", "'quick.steps'"),
    Slip("short: {steps", "short: {steppes", line: 16, "'presets.short.steppes'", "nearest", "'presets.short.steps'"),
    Slip("quick: {", "quick: {preset: short, ", line: 14, "'quick.preset'"),
    Slip("short: {", "short: {quick: {}, ", line: 16, "'presets.short.quick'"),
    Slip("steps: 20", "steps: 20\nstop: {loss: 1}", line: 14, "'stop.loss'", "'stop.loss_below'"),
    Slip("steps: 20", "steps: 20\nstop: {stalled: {patient: 1}}", line: 14, "'stop.stalled.patience'"),
    Slip("steps: 20", "steps: 20\nschedule: {nam: warmup}", line: 14, "'schedule.nam'", "'schedule.name'"),
  ]
  private static let missingKeys = [
    Slip("steps: 20", "", line: 1, "'steps' is missing"), Slip("kind: landscape", "", line: 1, "'kind' is missing"),
    Slip("study: tiny\n", "", line: 1, "'study' is missing"),
    Slip("n_train: 10\n", "", line: 1, "'n_train' is missing"),
    Slip("name: adam, ", "", line: 12, "'optimizer.name' is missing"),
    Slip(", rate: 1.0e-2", "", line: 12, "'optimizer.rate' is missing"),
    Slip("  widths: [2, 4, 1]\n", "", line: 7, "'problem.widths' is missing"),
    Slip("alpha: [0.5, 1, 2]", "", line: 1, "'alpha'", "'weight_norm'"),
  ]
  private static let wrongTypes = [
    Slip("steps: 20", "steps: [[20]]", line: 13, "'steps'", "a whole number"),
    Slip("steps: 20", "steps: 20.5", line: 13, "'steps'", "a whole number"),
    Slip("steps: 20", "steps: many", line: 13, "'steps'", "a whole number"),
    Slip("steps: 20", "steps:", line: 13, "'steps'", "a whole number"),
    Slip("rate: 1.0e-2", "rate: fast", line: 12, "'optimizer.rate'"),
    Slip("rate: 1.0e-2", "rate: .nan", line: 12, "'optimizer.rate'"),
    Slip("rate: 1.0e-2", "rate: nan", line: 12, "'optimizer.rate'"),
    Slip("rate: 1.0e-2", "rate: .inf", line: 12, "'optimizer.rate'"),
    Slip("rate: 1.0e-2", "rate: 1e400", line: 12, "'optimizer.rate'"),
    Slip("kind: landscape", "kind: [landscape]", line: 2, "'kind'", "landscape, dynamics"),
    Slip("kind: landscape", "kind: landscpe", line: 2, "'kind'", "landscape, dynamics"),
    Slip("study: tiny", "study: {a: b}", line: 1, "'study'", "a text"),
    Slip("{name: adam, rate: 1.0e-2}", "adam", line: 12, "'optimizer'", "a table"),
    Slip("optimizer: {", "optimizer: [", line: 12, "not valid YAML"),
    Slip("quick: {steps: 5}", "quick: 5", line: 14, "'quick'", "a table"),
    Slip("short: {steps: 3}", "short:", line: 16, "'presets.short'", "a table"),
    Slip("widths: [2, 4, 1]", "widths: 4", line: 8, "'problem.widths'", "a list"),
    Slip("widths: [2, 4, 1]", "widths: [2]", line: 8, "'problem.widths'"),
    Slip("widths: [2, 4, 1]", "widths: [2, 0, 1]", line: 8, "'problem.widths'"),
    Slip("widths: [2, 4, 1]", "widths: [2, -4, 1]", line: 8, "'problem.widths'"),
    Slip("activation: tanh", "activation: tahn", line: 9, "'problem.activation'", "tanh"),
    Slip("name: adam", "name: adma", line: 12, "'optimizer.name'", "adamw"),
    Slip("steps: 20", "steps: 20\nangular: maybe", line: 14, "'angular'", "true, false"),
    Slip("steps: 20", "steps: 20\nbatch: some", line: 14, "'batch'", "full"),
    Slip("steps: 20", "steps: 20\nstop: 1e-3", line: 14, "'stop'", "a table"),
  ]

  @Test func theSampleItselfIsSound() throws {
    #expect(try StudyFolder().document().configuration.steps == 20)
    #expect(try StudyFolder(StudyText.dynamics).document().configuration.kind == .dynamics)
    #expect(try StudyFolder(StudyText.images).document().configuration.problem.testCount == 10)
  }

  @Test(arguments: unknownKeys) func anUnknownKeyNamesTheNearestKnownOne(_ slip: Slip) throws { try slip.check() }

  @Test(arguments: missingKeys) func aMissingKeyIsNamed(_ slip: Slip) throws { try slip.check() }

  @Test(arguments: wrongTypes) func aValueOfTheWrongTypeIsNamed(_ slip: Slip) throws { try slip.check() }
}
