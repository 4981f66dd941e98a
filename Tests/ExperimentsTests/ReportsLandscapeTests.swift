import Experiments
import Foundation
import Landscapes
import Stores
import Testing

@Suite struct ReportsLandscapeTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  private func file(_ sample: LandscapeSample) throws -> LandscapeFile {
    try LandscapeFile(path: folder.write(sample.group()))
  }

  // MARK: - The file

  @Test func curvesAreThoseOfTheFile() throws {
    var sample = LandscapeSample()
    sample.sizes = [100, 200]
    sample.messiness = [0, 0.5]
    // Seed 1, N = 200, messiness 0.5, the third alpha.
    sample.statuses = [((1 * 2 + 1) * 2 + 1) * 13 + 2: 2]
    let file = try file(sample)
    let curves = try file.curves(trainingSetSizeIndex: 1, messinessIndex: 1)
    #expect(curves.alpha == sample.alpha)
    #expect(curves.zeroPredictorLoss == [2, 2, 2])
    #expect(curves.testError == nil)
    for seed in 0..<3 {
      for (index, alpha) in sample.alpha.enumerated() where (seed, index) != (1, 2) {
        let w = alpha * LandscapeSample.initialNorms[seed]
        #expect(isNear(curves.weightNorm[seed][index], w))
        #expect(isNear(curves.trainLoss[seed][index], 4 / (w * w)))
      }
    }
    #expect(curves.trainLoss[1][2].isNaN && curves.testLoss[1][2].isNaN && curves.weightNorm[1][2].isNaN)
    #expect(file.outcomes(trainingSetSizeIndex: 1, messinessIndex: 1)[2] == ["gradient_small": 2, "diverged": 1])
    #expect(try file.curves(trainingSetSizeIndex: 0, messinessIndex: 1).testLoss.joined().allSatisfy(\.isFinite))
    #expect(file.provenance.title == "A sample")
    #expect(file.provenance.rootSeed == 7)
    for (norm, alpha) in zip(file.weightNorms, sample.alpha) { #expect(isNear(norm, 20 * alpha)) }
  }

  @Test func accuraciesBecomeErrors() throws {
    var sample = LandscapeSample()
    sample.hasAccuracy = true
    let curves = try file(sample).curves(trainingSetSizeIndex: 0)
    let errors = try #require(curves.testError)
    for (losses, errors) in zip(curves.testLoss, errors) {
      for (loss, error) in zip(losses, errors) { #expect(abs(error - loss / 10) < 1e-12) }
    }
  }

  @Test(arguments: ["train_loss", "test_loss", "status", "stop_reason", "initial_weight_norm", "zero_predictor_loss"])
  func aMissingVariableIsNamed(name: String) throws {
    var group = LandscapeSample().group()
    group.variables.removeAll { $0.name == name }
    let path = try folder.write(group)
    let error = try #require(throws: ReportError.self) { try LandscapeFile(path: path) }
    #expect(error.kind == .badInput)
    #expect(error.description.contains("'\(name)'") && error.description.contains(path))
  }

  @Test func otherFilesAreRefused() throws {
    var foreign = LandscapeSample().group()
    foreign.attributes.removeAll { $0.name == "schema" }
    var newer = LandscapeSample().group()
    newer.attributes[0].value = .text("grokscape/2")
    var descending = LandscapeSample()
    descending.alpha.reverse()
    let text = "\(folder.path)/text.h5"
    try Data("no HDF5".utf8).write(to: URL(fileURLWithPath: text))
    let paths = [
      try folder.write(foreign, "foreign.h5"), try folder.write(newer, "newer.h5"),
      try folder.write(DynamicsSample().group(), "dynamics.h5"), try folder.write(descending.group(), "descending.h5"),
      text, "\(folder.path)/absent.h5",
    ]
    for path in paths {
      let error = try #require(throws: ReportError.self) { try LandscapeFile(path: path) }
      #expect(error.kind == .badInput)
      #expect(error.description.contains(path) && !error.description.contains("\n"))
    }
  }

  // MARK: - The report

  @Test func metricsOfAParabolaAreExact() throws {
    let report = try LUReport(file(LandscapeSample()))
    let landscape = try #require(report.landscapes.first)
    let metrics = landscape.metrics
    // The logarithms of alpha_c are -0.1, 0, 0.1; Student's t is 4.302653 for 95 % and two degrees of freedom.
    let half = 4.302652729911275 * 0.1 / 3.0.squareRoot()
    #expect(abs(metrics.alphaC.mean.value - 1) < 1e-12)
    #expect(isNear(metrics.alphaC.low.value, exp(-half), 1e-9))
    #expect(isNear(metrics.alphaC.high.value, exp(half), 1e-9))
    #expect(metrics.alphaC.count == 3)
    // The geometric mean of 10 e^-0.1, 20 and 40 e^0.1.
    #expect(isNear(metrics.weightNormC.mean.value, 20))
    #expect(metrics.isL.verdict == "all" && metrics.isU.verdict == "all")
    #expect(metrics.hasInteriorMinimum.holding == 3)
    #expect(metrics.lowestTestError == nil)
    let gaps = zip(LandscapeSample.shifts, LandscapeSample.initialNorms).map { shift, norm in
      let test = 0.1 * exp(2 * pow(log(8.0) - shift, 2))
      return (test - 4 / pow(8 * norm, 2)) / 2
    }
    #expect(isNear(metrics.gap.mean.value, gaps.reduce(0, +) / 3))
    #expect(report.notes.isEmpty && report.thumbTips.isEmpty)
    let point = landscape.points[6]
    #expect(isNear(point.alpha.value, 1) && isNear(point.weightNorm.value, 20))
    #expect(isNear(point.trainLoss.value, 4.0 / 400))
    // The median of the seeds at -0.1, 0 and 0.1 from their minima.
    #expect(isNear(point.testLoss.value, 0.1 * exp(2 * 0.1 * 0.1)))
    #expect(point.outcomes == ["gradient_small": 3])
  }

  @Test func aSweepOverTheWeightNormHasItAsAbscissa() throws {
    var sample = LandscapeSample()
    sample.sweepsWeightNorm = true
    let report = try LUReport(file(sample))
    let landscape = try #require(report.landscapes.first)
    #expect(report.sweptNorm == .weightNorm)
    // All seeds have their minimum at w = 20; the mean of 10, 20 and 40 is 70 / 3.
    #expect(isNear(landscape.metrics.weightNormC.mean.value, 20))
    #expect(isNear(landscape.metrics.alphaC.mean.value, 20 / (70.0 / 3)))
    #expect(isNear(landscape.points[0].weightNorm.value, 20.0 / 8))
    #expect(report.text.contains("swept w"))
  }

  @Test func weightDecayMovesTheMinimum() throws {
    var sample = LandscapeSample()
    sample.seeds = [0, 1]
    sample.sweepsWeightNorm = true
    // 4 / w^2 + gamma w^2 / 2 is symmetric in ln w about its minimum at w^4 = 8 / gamma: here w = 40, a grid point.
    let report = try LUReport(file(sample), weightDecay: 8 / pow(40, 4))
    let regularised = try #require(report.landscapes.first?.regularised)
    #expect(isNear(regularised.weightNorm.mean.value, 40, 1e-9))
    #expect(isNear(regularised.trainLoss.mean.value, 4 / 1600.0, 1e-9))
    #expect(regularised.hasInteriorMinimum.holding == 2)
    let file = try file(sample)
    let error = try #require(throws: ReportError.self) { try LUReport(file, weightDecay: -1) }
    #expect(error.kind == .badRequest)
  }

  @Test func theThumbHasATip() throws {
    var sample = LandscapeSample()
    sample.sizes = [50, 100, 200, 400]
    // Near the minimum the loss is about 0.1 x 100 / N: 0.2, 0.1, 0.05 and 0.025.
    let loss = try #require(LUReport(file(sample), level: 0.06).thumbTips.first)
    #expect(loss.quantity == "test_loss" && loss.median.value == 200)
    #expect(loss.seeds.map(\.value) == [200, 200, 200])
    let unreached = try #require(LUReport(file(sample), level: 0.001).thumbTips.first)
    #expect(unreached.median.value.isNaN && unreached.seeds.allSatisfy { $0.value.isNaN })
    sample.hasAccuracy = true
    let error = try #require(LUReport(file(sample), level: 0.003).thumbTips.first)
    #expect(error.quantity == "test_error" && error.median.value == 400)
    #expect(try LUReport(file(LandscapeSample()), level: 0.1).notes.count == 1)
  }

  @Test func missingPointsAreCountedAndLeftOut() throws {
    var sample = LandscapeSample()
    sample.statuses = [0: 0, 1: 0, 20: 3]
    let report = try LUReport(file(sample))
    #expect(report.notes.count == 1)
    #expect(report.text.contains("3 of 39 points have no values and are left out (1 failed, 2 missing)"))
    #expect(report.landscapes.first?.metrics.skippedPoints == 3)
    let everything = Dictionary(uniqueKeysWithValues: (0..<39).map { ($0, UInt8(0)) })
    sample.statuses = everything
    let empty = try LUReport(file(sample))
    #expect(empty.landscapes.first?.metrics.alphaC.count == 0)
    #expect(!empty.text.contains("nan") && !empty.text.contains("inf"))
  }

  @Test func tablesAreAligned() throws {
    var sample = LandscapeSample()
    sample.hasAccuracy = true
    let lines = try LUReport(file(sample), weightDecay: 1e-4).text.split(separator: "\n")
    let heading = try #require(lines.firstIndex { $0.contains("stop reasons") })
    let column = try #require(lines[heading].range(of: "stop reasons")).lowerBound
    let offset = lines[heading].distance(from: lines[heading].startIndex, to: column)
    for line in lines[(heading + 1)...(heading + 13)] {
      #expect(line.dropFirst(offset).hasPrefix("gradient_small 3"))
    }
    #expect(lines.contains { $0.hasPrefix("  alpha_c ") && $0.hasSuffix("  1.00 [0.780, 1.28]") })
    #expect(lines.contains { $0.hasPrefix("  test loss is a \"U\" ") && $0.hasSuffix("  yes (3 of 3 seeds)") })
  }

  @Test func jsonHasSnakeCaseKeysAndNulls() throws {
    var sample = LandscapeSample()
    sample.seeds = [0]
    sample.messiness = [.nan]
    let report = try LUReport(file(sample))
    let text = try ReportJSON.text(report)
    let root = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect((root["provenance"] as? [String: Any])?["study_sha256"] as? String == "0123456789abcdef")
    let landscape = try #require((root["landscapes"] as? [[String: Any]])?.first)
    #expect(landscape["n_train"] as? Int == 100)
    #expect(landscape["messiness"] is NSNull)
    let metrics = try #require(landscape["metrics"] as? [String: Any])
    let alphaC = try #require(metrics["alpha_c"] as? [String: Any])
    #expect(isNear(try #require(alphaC["mean"] as? Double), exp(-0.1)))
    #expect(alphaC["low"] is NSNull && alphaC["high"] is NSNull)
    let points = try #require(landscape["points"] as? [[String: Any]])
    #expect((points.first?["outcomes"] as? [String: Int]) == ["gradient_small": 1])
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    #expect(try decoder.decode(LUReport.self, from: Data(text.utf8)).landscapes == report.landscapes)
  }
}
