/// Runs `body` for each point, at most `width` at a time, and hands results to `receive` one by one as they arrive.
///
/// Results may depend on the point alone, so that neither `width` nor the order of arrival matters.
///
/// - Parameters:
///   - points: the points to do, started in this order.
///   - isCancelled: asked before each start; once true, no more points are started.
///   - body: runs in a task of its own, which is cancelled when `receive` throws: a long one asks `Task.isCancelled`.
/// - Throws: what `receive` throws, after the bodies that were running have returned; no more points are started then.
public func boundedRun<Result: Sendable>(
  _ points: [Int], width: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
  body: @escaping @Sendable (Int) -> Result, receive: (Int, Result) throws -> Void
) async throws {
  precondition(width >= 1)
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var next = 0
    func launch() {
      guard next < points.count, !isCancelled() else { return }
      let point = points[next]
      next += 1
      group.addTask { (point, body(point)) }
    }
    for _ in 0..<min(width, points.count) { launch() }
    while let (point, result) = try await group.next() {
      try receive(point, result)
      launch()
    }
  }
}
