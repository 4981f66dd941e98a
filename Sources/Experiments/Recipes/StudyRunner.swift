import Datasets
import Foundation
import LinearAlgebra
import Networks
import Stores
import Sweeps

/// Runs a study into a folder: does what is missing, journals every finished point, then composes the result file.
public struct StudyRunner: Sendable {
  /// What a run tells while it goes on.
  public struct Progress: Sendable {
    /// Points finished, in all, and finished by this run.
    public var done: Int, total: Int, doneNow: Int
    /// Seconds since the start of this run.
    public var seconds: Double
    /// A word on the last point.
    public var last: String
  }

  private let document: StudyDocument
  private let folder: String
  private let workers: Int

  /// A run of `document` into `folder` with so many points at a time.
  public init(_ document: StudyDocument, folder: String, workers: Int) {
    self.document = document
    self.folder = folder
    self.workers = workers
  }

  /// Does what is missing and composes the result.
  ///
  /// - Returns: the path of the result file.
  /// - Throws: `StudyError`, `StoreError`, `DatasetError`, `JournalError`: one sentence each. What was finished stays.
  public func run(
    isInterrupted: @escaping @Sendable () -> Bool, report: (Progress) -> Void
  ) async throws -> String {
    let study = document.configuration
    let collection = try study.loadImages()
    switch (study.kind, study.precision) {
    case (.landscape, .float):
      return try await run(LandscapeRecipe(study: study), Float.self, collection, isInterrupted, report)
    case (.landscape, .double):
      return try await run(LandscapeRecipe(study: study), Double.self, collection, isInterrupted, report)
    case (.dynamics, .float):
      return try await run(DynamicsRecipe(study: study), Float.self, collection, isInterrupted, report)
    case (.dynamics, .double):
      return try await run(DynamicsRecipe(study: study), Double.self, collection, isInterrupted, report)
    }
  }

  private func run<Recipe: PointRecipe, Element: Scalar>(
    _ recipe: Recipe, _: Element.Type, _ collection: ImageCollection?,
    _ isInterrupted: @escaping @Sendable () -> Bool, _ report: (Progress) -> Void
  ) async throws -> String {
    let study = document.configuration
    let points = 0..<recipe.plan.count
    var records: [Int: Recipe.Record] = [:]
    for data in try prepareFolder() {
      guard let line = try? JSONDecoder.grokscape.decode(JournalLine<Recipe.Record>.self, from: data),
        points.contains(line.point)
      else { continue }
      records[line.point] = line.record
    }
    let missing = points.filter { records[$0] == nil }
    if !missing.isEmpty {
      let journal = try Journal(in: folder)
      let cache = ProblemCache<Element>(study, collection: collection)
      let clock = ContinuousClock(), start = clock.now
      var doneNow = 0
      // A journal that cannot be written cancels the points that are running, and whoever runs the study may.
      let isStopped: @Sendable () -> Bool = { isInterrupted() || Task.isCancelled }
      try await boundedRun(missing, width: workers, isCancelled: isStopped) { point -> Recipe.Record? in
        let (seed, size) = recipe.sample(of: point)
        let problem = cache.problem(seed: seed)
        switch study.loss {
        case .mse:
          return recipe.run(
            point,
            TrainingTask(
              study: study, problem: problem, trainLoss: MeanSquaredError(against: problem.trainTargets),
              testLoss: MeanSquaredError(against: problem.testTargets), trainingSetSize: size, seed: seed),
            isInterrupted: isStopped)
        case .crossEntropy:
          return recipe.run(
            point,
            TrainingTask(
              study: study, problem: problem, trainLoss: SoftmaxCrossEntropy(against: problem.trainLabels),
              testLoss: SoftmaxCrossEntropy(against: problem.testLabels), trainingSetSize: size, seed: seed),
            isInterrupted: isStopped)
        }
      } receive: { point, record in
        guard let record else { return }
        let line = try JSONEncoder.grokscape.encode(JournalLine(point: point, record: record))
        try journal.append(line)
        // As it is read back, so that a resumed run has the same bits: JSON keeps no NaN's sign.
        records[point] = try JSONDecoder.grokscape.decode(JournalLine<Recipe.Record>.self, from: line).record
        doneNow += 1
        report(
          Progress(
            done: records.count, total: points.count, doneNow: doneNow,
            seconds: (clock.now - start) / .seconds(1), last: recipe.summary(record)))
      }
    }
    guard records.count == points.count else {
      throw StudyError(
        .interrupted,
        "Interrupted the run of \(study.name) in \(folder) after \(records.count) of \(points.count) points: run the same command again to go on."
      )
    }
    let path = "\(folder)/\(study.kind.rawValue).h5"
    try recipe.compose(records, document).write(to: path)
    return path
  }

  /// Makes the folder and its plan, or checks that the plan there is this study's; the records that are there already.
  private func prepareFolder() throws -> [Data] {
    let configuration = document.configuration
    let runFolder = try RunFolder(folder)
    let records = try Journal.records(in: folder)
    guard let plan = try runFolder.plan() else {
      guard records.isEmpty else { throw refusal("its plan.json is missing") }
      try runFolder.store(plan: try JSONEncoder.grokscape.encode(configuration))
      return []
    }
    guard let planned = try? JSONDecoder.grokscape.decode(StudyConfiguration.self, from: plan) else {
      throw refusal("its plan.json is damaged")
    }
    guard planned == configuration else {
      throw refusal("they differ in \(configuration.differingKeys(from: planned).joined(separator: ", "))")
    }
    return records
  }

  private func refusal(_ reason: String) -> StudyError {
    StudyError(
      .badStudy,
      "Cannot run \(document.configuration.name) in \(folder): it holds the results of another configuration (\(reason)); choose another folder with -o."
    )
  }
}

/// A point's record with its number.
struct JournalLine<Record: Codable>: Codable {
  var point: Int
  var record: Record
}

extension JSONEncoder {
  /// Sorted keys; infinities and NaN as words, so that they survive.
  static var grokscape: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  /// Reads what `JSONEncoder.grokscape` writes.
  static var grokscape: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
