import Foundation
import LinearAlgebra
import Sweeps

/// What a study will take on this machine, from a few of its points that are computed and thrown away.
public struct StudyEstimate: Sendable {
  /// The number of points, of those that were timed, and the mean time of one in seconds.
  public let points: Int, timed: Int, secondsPerPoint: Double
  /// The mean size of a point's record, in bytes.
  public let bytesPerPoint: Double

  /// Times the first, the middle and the last of the selected points of `document`.
  ///
  /// - Throws: `StudyError`, also if interrupted; `DatasetError`.
  public init(
    _ document: StudyDocument, selection: PointSelection, isInterrupted: @escaping @Sendable () -> Bool
  ) async throws {
    self = try await document.configuration.perform(Estimating(selection: selection, isInterrupted: isInterrupted))
  }

  fileprivate init(points: Int, timed: Int, seconds: Double, bytes: Int) {
    self.points = points
    self.timed = timed
    secondsPerPoint = seconds / Double(max(timed, 1))
    bytesPerPoint = Double(bytes) / Double(max(timed, 1))
  }

  /// The hours that all points take, so many at a time.
  public func hours(workers: Int) -> Double { secondsPerPoint * Double(points) / Double(workers) / 3600 }

  /// The bytes that journals and result file take: a journal's text is about four times the file's numbers.
  public var bytes: Double { 1.25 * bytesPerPoint * Double(points) }
}

private struct Estimating: StudyOperation {
  let selection: PointSelection
  let isInterrupted: @Sendable () -> Bool

  func perform<Recipe: PointRecipe, Element: Scalar>(
    _ recipe: Recipe, _: Element.Type
  ) async throws -> StudyEstimate {
    let points = try selection.range(of: recipe.plan.count)
    let computation = PointComputation<Recipe, Element>(recipe, collection: try recipe.study.loadImages())
    let chosen = Set([points.first, points.isEmpty ? nil : points.lowerBound + points.count / 2, points.last])
    let clock = ContinuousClock()
    var seconds = 0.0, bytes = 0, timed = 0
    for point in chosen.compactMap({ $0 }).sorted() {
      let start = clock.now
      guard let result = try computation.result(of: point, isInterrupted: isInterrupted) else {
        throw StudyError(
          .interrupted, "Interrupted the estimate of \(recipe.study.name): run the same command again for one.")
      }
      seconds += (clock.now - start) / .seconds(1)
      bytes += try JSONEncoder.grokscape.encode(result).count
      timed += 1
    }
    return StudyEstimate(points: points.count, timed: timed, seconds: seconds, bytes: bytes)
  }
}
