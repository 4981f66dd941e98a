/// Which points of a study a run does; points are numbered from 0 in the order of the axes, the last varying fastest.
public enum PointSelection: Sendable, Equatable {
  /// All of them.
  case all
  /// Those from the first to the last number, both included.
  case points(ClosedRange<Int>)
  /// The part `number` of `count` nearly equal consecutive parts, numbered from 1.
  case chunk(number: Int, count: Int)

  /// The selected ones of `count` points.
  ///
  /// - Throws: `StudyError` of kind `badRequest` if there are no such points.
  func range(of count: Int) throws(StudyError) -> Range<Int> {
    switch self {
    case .all: return 0..<count
    case .points(let points):
      guard points.lowerBound >= 0, points.upperBound < count else {
        throw StudyError(
          .badRequest,
          "Cannot run points \(points.lowerBound)-\(points.upperBound): the study has points 0-\(count - 1); give numbers among these."
        )
      }
      return points.lowerBound..<(points.upperBound + 1)
    case .chunk(let number, let parts):
      return Self.part(number, of: parts, points: count)
    }
  }

  /// The part `number` of `parts` nearly equal ones of `points` points; parts beyond the points are empty.
  static func part(_ number: Int, of parts: Int, points: Int) -> Range<Int> {
    precondition((1...parts).contains(number))
    let bound = { (k: Int) in k * (points / parts) + min(k, points % parts) }
    return bound(number - 1)..<bound(number)
  }
}
