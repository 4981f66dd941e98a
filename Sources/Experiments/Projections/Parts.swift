/// What `body` makes of the numbers 0 ..< `count`, which `workers` tasks share in consecutive parts.
///
/// What it makes of a number must not depend on the part.
func inParts<Value: Sendable>(
  of count: Int, workers: Int, _ body: @escaping @Sendable (Range<Int>) throws -> [Value]
) async throws -> [Value] {
  let width = max(1, (count + workers - 1) / workers)
  let parts = stride(from: 0, to: count, by: width).map { $0..<min($0 + width, count) }
  return try await withThrowingTaskGroup(of: (Int, [Value]).self) { group in
    for (number, part) in parts.enumerated() {
      group.addTask { (number, try body(part)) }
    }
    let found = try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    return parts.indices.flatMap { found[$0] ?? [] }
  }
}
