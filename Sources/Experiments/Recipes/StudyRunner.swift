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
    try prepareFolder()
    let study = document.configuration
    var records: [Int: Recipe.Record] = [:]
    for data in try Journal.records(in: folder) {
      guard let line = try? JSONDecoder.grokscape.decode(JournalLine<Recipe.Record>.self, from: data) else { continue }
      records[line.point] = line.record
    }
    let missing = (0..<recipe.plan.count).filter { records[$0] == nil }
    if !missing.isEmpty {
      let journal = try Journal(in: folder)
      let cache = ProblemCache<Element>(study, collection: collection)
      let clock = ContinuousClock(), start = clock.now
      var doneNow = 0
      try await boundedRun(missing, width: workers, isCancelled: isInterrupted) { point -> Recipe.Record? in
        let (seed, size) = recipe.sample(of: point)
        let problem = cache.problem(seed: seed)
        switch study.loss {
        case .mse:
          return recipe.run(
            point,
            TrainingTask(
              study: study, problem: problem, trainLoss: MeanSquaredError(against: problem.trainTargets),
              testLoss: MeanSquaredError(against: problem.testTargets), trainingSetSize: size, seed: seed),
            isInterrupted: isInterrupted)
        case .crossEntropy:
          return recipe.run(
            point,
            TrainingTask(
              study: study, problem: problem, trainLoss: SoftmaxCrossEntropy(against: problem.trainLabels),
              testLoss: SoftmaxCrossEntropy(against: problem.testLabels), trainingSetSize: size, seed: seed),
            isInterrupted: isInterrupted)
        }
      } receive: { point, record in
        guard let record else { return }
        try journal.append(try JSONEncoder.grokscape.encode(JournalLine(point: point, record: record)))
        records[point] = record
        doneNow += 1
        report(
          Progress(
            done: records.count, total: recipe.plan.count, doneNow: doneNow,
            seconds: (clock.now - start) / .seconds(1), last: recipe.summary(record)))
      }
    }
    if isInterrupted() {
      throw StudyError(
        .interrupted,
        "Interrupted the run of \(study.name) in \(folder) after \(records.count) of \(recipe.plan.count) points: run the same command again to go on."
      )
    }
    let path = "\(folder)/\(study.kind.rawValue).h5"
    try recipe.compose(records, document).write(to: path)
    return path
  }

  /// Makes the folder and its plan, or checks that the plan there is this study's.
  private func prepareFolder() throws {
    let plan = try JSONEncoder.grokscape.encode(document.configuration)
    let path = "\(folder)/plan.json"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StudyError(.cannotWrite, "Cannot make the folder \(folder): \(Self.reason(error)); choose another with -o.")
    }
    if let existing = FileManager.default.contents(atPath: path) {
      guard existing == plan else {
        throw StudyError(
          .badStudy,
          "Cannot run \(document.configuration.name) in \(folder): it holds the results of another configuration (\(difference(existing, plan))); choose another folder with -o."
        )
      }
      return
    }
    do {
      try plan.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw StudyError(.cannotWrite, "Cannot write \(path): \(Self.reason(error)); choose another folder with -o.")
    }
  }

  private static func reason(_ error: any Error) -> String {
    let error = error as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
    return (underlying ?? error).localizedDescription
  }

  private func difference(_ old: Data, _ new: Data) -> String {
    guard let a = try? JSONSerialization.jsonObject(with: old) as? [String: Any],
      let b = try? JSONSerialization.jsonObject(with: new) as? [String: Any]
    else { return "its plan.json is damaged" }
    let keys = Set(a.keys).union(b.keys).filter { "\(a[$0] ?? "")" != "\(b[$0] ?? "")" }.sorted()
    return "they differ in " + keys.joined(separator: ", ")
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
