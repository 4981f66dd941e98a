import Experiments
import Foundation
import Landscapes
import Testing

@Suite struct ContoursReportTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  private func report(
    _ sample: LandscapeSample, of quantity: ContoursReport.Quantity = .trainLoss, level: Double,
    blur: GaussianBlur? = nil
  ) throws -> ContoursReport {
    try ContoursReport(
      LandscapeFile.slices(path: folder.write(sample.group()), at: []), of: quantity, level: level, blur: blur)
  }

  /// The sample's training loss is 4 / w^2 with w_0 = 10, 20, 40, so that it passes 0.02 at w = 200^(1/2).
  @Test func contoursOfAPowerLawAreExact() throws {
    var sample = LandscapeSample()
    sample.sizes = [100, 200]
    sample.messiness = [0, 0.5]
    let rows = try report(sample, level: 0.02).rows
    #expect(rows.map(\.nTrain) == [100, 100, 200, 200])
    #expect(rows.map(\.messiness.value) == [0, 0.5, 0, 0.5])
    for row in rows {
      #expect(abs(row.last.value / (sqrt(200) / 20) - 1) < 1e-12 && row.first == row.last && row.count == 3)
    }
    // Only seed 0, whose norms are smallest, has values above 0.4 inside the grid of alpha from 1/8.
    let high = try report(sample, level: 0.8).rows[0]
    #expect(high.count == 1 && abs(high.last.value / (sqrt(5) / 10) - 1) < 1e-12)
    #expect(try report(sample, level: 1e-9).rows[0].last.value.isNaN)
  }

  /// 0.1 exp(2 (ln alpha - d)^2) is 0.2 on both sides of its minimum.
  @Test func aUIsPassedTwice() throws {
    var sample = LandscapeSample()
    sample.hasAccuracy = true
    let row = try report(sample, of: .testLoss, level: 0.2).rows[0]
    #expect(abs(log(row.first.value) + sqrt(log(2) / 2)) < 0.03 && abs(log(row.last.value) - sqrt(log(2) / 2)) < 0.03)
    #expect(row.messiness.value.isNaN)
    let errors = try report(sample, of: .testError, level: 0.02).rows[0]
    #expect(abs(errors.first.value - row.first.value) < 1e-12 && abs(errors.last.value - row.last.value) < 1e-12)
  }

  @Test func aBlurMovesWhatBends() throws {
    var sample = LandscapeSample()
    sample.sizes = [100, 200]
    let (sharp, smooth) = (
      try report(sample, level: 0.02), try report(sample, level: 0.02, blur: GaussianBlur(deviation: 1))
    )
    // All rows are equal, and a blur of q^k by g is q^k times the sum of g_j q^j, here with q = 1/2 a cell.
    let half = (0...4).map { exp(-Double($0 * $0) / 2) }
    let sum = half[0] + 2 * half.dropFirst().reduce(0, +)
    let factor = (half[0] + (1...4).map { half[$0] * (exp2(Double($0)) + exp2(-Double($0))) }.reduce(0, +)) / sum
    #expect(abs(smooth.rows[0].last.value / (sharp.rows[0].last.value * sqrt(factor)) - 1) < 1e-10)
    #expect(smooth.blur.value == 1 && sharp.blur.value.isNaN)
    #expect(smooth.text.contains("blurred by 1 cell of") && !sharp.text.contains("blurred"))
  }

  @Test func aTaskWithoutAccuracyHasNoErrors() throws {
    let error = #expect(throws: ReportError.self) { try report(LandscapeSample(), of: .testError, level: 0.1) }
    expectSentence(error?.description ?? "", ["test error", "result.h5", "test_loss"])
  }

  @Test func theTableHasAColumnASize() throws {
    var sample = LandscapeSample()
    sample.sizes = [100, 200]
    sample.messiness = [0, 0.5]
    let lines = try report(sample, level: 0.8).text.split(separator: "\n")
    #expect(lines.contains { $0.contains("messiness") && $0.contains("n_train 100") && $0.contains("n_train 200") })
    #expect(lines.contains { $0.contains("0.5") && $0.contains("0.224 (1)") })
  }
}
