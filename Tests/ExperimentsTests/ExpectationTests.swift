import Experiments
import Foundation
import Stores
import Testing

/// Claims of an expected.yaml held against samples whose numbers are known.
@Suite struct ExpectationTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  private func expected(_ text: String) throws -> ExpectedNumbers {
    let path = "\(folder.path)/expected.yaml"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try ExpectedNumbers(path: path)
  }

  private func report(_ claim: String, on group: StoredGroup) throws -> ExpectationReport.Row {
    let report = try ExpectationReport(
      expected("quick:\n  - {claim: c, \(claim), source: s}"), form: "quick", file: folder.write(group))
    return try #require(report.rows.first)
  }

  /// The sample's test loss at alpha 1 is 0.1 exp(2 d^2), d = -0.1, 0, 0.1, and 100 times smaller at 10,000 samples.
  @Test(arguments: [
    ("value: 'test_loss[seed=1, alpha=1]', is: 0.1, within: 1.0e-9", true),
    ("value: 'test_loss[seed=0, alpha=1]', is: 0.1, within: 1 %", false),
    ("value: 'test_loss[seed=0, alpha=1]', is: 0.1, within: 3 %", true),
    ("value: 'test_loss[alpha=1]', between: [0.0999, 0.103]", true),
    ("value: 'test_loss[alpha=1]', between: [0.1001, 0.103]", false),
    ("value: 'test_loss[alpha=1]', statistic: median, at_most: 0.1021", true),
    ("value: 'test_loss[alpha=1]', statistic: minimum, at_least: 0.1001", false),
    ("value: 'train_loss[seed=2]', ordered: descending", true),
    ("value: 'train_loss[seed=2]', ordered: ascending", false),
    ("value: 'train_loss[seed=2]', statistic: ratio, is: 0.000244140625, within: 1.0e-12", true),
    ("value: 'train_loss[seed=2]', statistic: spread, is: 4096, within: 1.0e-9", true),
    ("value: 'test_loss[seed=1, alpha=1]', is: never", false),
    ("value: 'test_loss[seed=1, alpha=1..8]', ordered: ascending", true),
    ("value: 'test_loss[seed=1, alpha=0.5..8]', ordered: ascending", false),
    ("value: 'train_loss[seed=7]', ordered: descending", false),
    ("value: nothing, at_least: 0", false),
    ("lu: 'landscapes[n_train=100].metrics.is_l.verdict', is: all", true),
    ("lu: 'landscapes[n_train=100].metrics.is_l.verdict', is: none", false),
    ("lu: 'landscapes[n_train=100].metrics.alpha_c.mean', is: 1, within: 1.0e-3", true),
    ("lu: 'landscapes.points[alpha=1].train_loss', at_least: 0", true),
    ("times: sections.slope.mean, is: -1, within: 0.1", false),
    ("contours: 'rows[n_train=100].last', is: 0.70710678, within: 1.0e-7", true),
    ("blurred_contours: 'rows[n_train=100].last', is: 0.70710678, within: 1.0e-7", false),
    ("blurred_contours: 'rows[n_train=100].last', between: [0.71, 1.5]", true),
  ])
  func claimsHoldOrMiss(_ claim: String, _ holds: Bool) throws {
    let row = try report(claim, on: LandscapeSample().group())
    #expect(row.holds == holds, "measured \(row.measured), expected \(row.expected)")
  }

  /// Two sizes whose training losses are the same, 4 / w^2 over norms 2^(1/2) apart: a blur multiplies what is away from
  /// the edges by sum_j g_j 2^j.
  @Test func blurredValuesAreThoseOfThePlane() throws {
    var sample = LandscapeSample()
    sample.sizes = [100, 200]
    let half = (0...4).map { exp(-Double($0 * $0) / 2) }
    let sum = half[0] + 2 * half.dropFirst().reduce(0, +)
    let factor = (half[0] + (1...4).map { half[$0] * (exp2(Double($0)) + exp2(-Double($0))) }.reduce(0, +)) / sum
    let expected = 4 / 400.0 * factor
    let claim = "blurred_value: 'train_loss[seed=1, n_train=200, alpha=1]', is: \(expected), within: 1.0e-12"
    #expect(try report(claim, on: sample.group()).holds)
    let other = "blurred_value: 'zero_predictor_loss[seed=1]', at_least: 0"
    let row = try report(other, on: sample.group())
    #expect(!row.holds && row.measured == "not in the file")
  }

  @Test(arguments: [
    ("times: 'sections[alpha=4].slope.mean', is: -1, within: 0.01", true),
    ("times: 'sections[alpha=4].rows[weight_decay=0.1].time_to_test.median', is: 5000, within: 0", true),
    ("times: 'sections[alpha=4].rows.time_to_test.median', ordered: descending", false),
    ("value: 'time_to_train[seed=0, alpha=1, weight_decay=0]', is: 7, within: 0", true),
  ])
  func timesAreMeasured(_ claim: String, _ holds: Bool) throws {
    #expect(try report(claim, on: DynamicsSample().group()).holds == holds)
  }

  /// NaN is as expected only where that is `never`: the time without weight decay is one.
  @Test func whatIsNotANumberHoldsForNeverAlone() throws {
    let row = try report(
      "value: 'time_to_test[seed=0, alpha=1, weight_decay=0]', at_least: 0", on: DynamicsSample().group())
    #expect(!row.holds && row.measured == "-")
    let never = try report(
      "value: 'time_to_test[seed=0, alpha=1, weight_decay=0]', is: never", on: DynamicsSample().group())
    #expect(never.holds)
  }

  @Test(arguments: [
    ("quick:\n  - {claim: c, value: a, is: 1}", ["'quick.within'", "missing"]),
    ("quick:\n  - {claim: c, value: a}", ["'quick.is'", "line 2"]),
    ("quick:\n  - {claim: c, is: 1, within: 0}", ["'quick.value'"]),
    ("quick:\n  - {claim: c, value: a, lu: b, is: 1, within: 0}", ["'quick.value'"]),
    ("quick:\n  - {claim: c, value: 'a[', at_least: 0}", ["'quick.value'", "path"]),
    ("quick:\n  - {claim: c, vlaue: a, at_least: 0}", ["'quick.vlaue'", "'quick.value'"]),
    ("quick:\n  - {claim: c, value: a, between: [2, 1]}", ["'quick.between'"]),
    ("quick:\n  - {claim: c, value: a, is: 1, within: -1}", ["'quick.within'"]),
    ("quick:\n  - {claim: c, value: a, statistic: mode, at_least: 0}", ["'quick.statistic'"]),
    ("quick: 1", ["'quick'", "list of claims"]),
  ])
  func whatCannotBeCheckedIsAnError(_ text: String, _ parts: [String]) throws {
    let error = #expect(throws: StudyError.self) { try expected(text) }
    expectSentence(error?.description ?? "", parts + ["expected.yaml"])
  }

  @Test func theReadmeHasTheTableBetweenItsMarks() throws {
    let path = "\(folder.path)/README.md"
    try Data("A\n<!-- measured: quick -->\nformer\n<!-- end of measured: quick -->\nB\n".utf8)
      .write(to: URL(fileURLWithPath: path))
    let report = try ExpectationReport(
      expected("quick:\n  - {claim: a | b, value: 'train_loss[seed=0]', ordered: descending, source: paper}"),
      form: "quick", file: folder.write(LandscapeSample().group()))
    #expect(try MeasuredSection(path: path, form: "quick").write(report))
    #expect(try !MeasuredSection(path: path, form: "quick").write(report))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("A\n<!-- measured: quick -->\n\n| claim |"))
    #expect(text.hasSuffix("| yes | paper |\n\n<!-- end of measured: quick -->\nB\n"))
    #expect(text.contains("| a \\| b | descending |") && !text.contains("former"))
    #expect(throws: StudyError.self) { try MeasuredSection(path: path, form: "full").write(report) }
  }
}
