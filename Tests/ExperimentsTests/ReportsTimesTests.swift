import Experiments
import Foundation
import Stores
import Testing

@Suite struct ReportsTimesTests {
  private let folder: ReportsFolder

  init() throws { folder = try ReportsFolder() }

  private func file(_ sample: DynamicsSample) throws -> DynamicsFile {
    try DynamicsFile(path: folder.write(sample.group()))
  }

  @Test func timesFollowTheirPowerLaw() throws {
    let report = try TimesReport([file(DynamicsSample())])
    #expect(report.sections.map(\.alpha.value) == [1, 4])
    for section in report.sections {
      #expect(section.threshold.value == 0.5)
      // Medians are exactly 500 / gamma, which is a line without residuals.
      let slope = try #require(section.slope)
      #expect(isNear(slope.mean.value, -1) && slope.count == 3)
      #expect(abs(slope.high.value - slope.low.value) < 1e-6)
      #expect(isNear(section.intercept.value, log(500.0)))
      for (row, gamma) in zip(section.rows.dropFirst(), [0.01, 0.1, 1]) {
        #expect(isNear(row.timeToTrain.median.value, 10 / gamma))
        #expect(isNear(row.timeToTest.median.value, 500 / gamma))
        #expect(isNear(row.timeToTest.shortest.value, 500 / gamma - 10))
        #expect(isNear(row.timeToTest.longest.value, 500 / gamma + 10))
        #expect(isNear(row.predictedTime.value, 250 / gamma) && isNear(row.ratio.value, 2))
        #expect(row.weightNormAtTest.value == 3 && row.timeToTest.reached == 3 && row.runs == 3)
      }
    }
  }

  @Test func aRunThatNeverGeneralisesIsNotATime() throws {
    let report = try TimesReport([file(DynamicsSample())])
    let row = try #require(report.sections.first?.rows.first)
    #expect(row.timeToTrain.median.value == 7 && row.timeToTrain.reached == 3)
    #expect(row.timeToTest.median.value.isNaN && row.timeToTest.reached == 0 && row.runs == 3)
    #expect(row.predictedTime.value.isNaN && row.ratio.value.isNaN)
  }

  @Test func anAbsentRunIsNotOneThatNeverGeneralises() throws {
    var sample = DynamicsSample()
    // The runs of seeds 1 and 2 at alpha 1 and gamma 0.01: the median is then that of seed 0 alone.
    sample.absentRuns = [8 + 1, 16 + 1]
    let row = try #require(TimesReport([file(sample)]).sections.first?.rows[1])
    #expect(row.runs == 1)
    #expect(isNear(row.timeToTest.median.value, 500 / 0.01 - 10))
  }

  @Test func textAndJSONSayTheSame() throws {
    let report = try TimesReport([file(DynamicsSample())])
    #expect(report.text.contains("s = -1.00 [-1.00, -1.00], 95 % interval, over 3 values of gamma"))
    #expect(report.text.contains("0 of 3") && report.text.contains("learning rate 0.001"))
    let json = try ReportJSON.text(report)
    let root = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(root["accuracy_level"] as? Double == 0.9)
    let rows = try #require((root["sections"] as? [[String: Any]])?.first?["rows"] as? [[String: Any]])
    #expect((rows[0]["time_to_test"] as? [String: Any])?["median"] is NSNull)
    #expect((rows[3]["time_to_test"] as? [String: Any])?["median"] as? Double == 500)
  }

  @Test(arguments: ["time_to_test", "predicted_time", "train_loss", "test_accuracy"])
  func aMissingVariableIsNamed(name: String) throws {
    var group = DynamicsSample().group()
    group.variables.removeAll { $0.name == name }
    let path = try folder.write(group)
    let error = try #require(throws: ReportError.self) { try DynamicsFile(path: path) }
    #expect(error.kind == .badInput && error.description.contains("'\(name)'"))
  }

  @Test func aMissingAttributeIsNamed() throws {
    var group = DynamicsSample().group()
    group.attributes.removeAll { $0.name == "learning_rate" }
    let path = try folder.write(group)
    let error = try #require(throws: ReportError.self) { try DynamicsFile(path: path) }
    #expect(error.kind == .badInput && error.description.contains("'learning_rate'"))
  }
}
