import Foundation
import Sweeps
import Synchronization
import Testing

@Suite struct BoundedRunTests {
  private static let points = [5, 3, 8, 0, 13, 2, 21, 1]

  /// What a run did, in order.
  private final class Log: Sendable {
    enum Event: Equatable { case start, receive(Int) }
    private let kept = Mutex<[Event]>([])
    var events: [Event] { kept.withLock { $0 } }
    func add(_ event: Event) { kept.withLock { $0.append(event) } }
  }

  @Test(arguments: [1, 2, 3, 8, 1_000_000_000])
  func everyPointIsDoneOnceAndHandedOverWithItsResult(_ width: Int) async throws {
    let done = Mutex<[Int]>([])
    var received: [Int: Int] = [:]
    try await boundedRun(Self.points, width: width) { point in
      done.withLock { $0.append(point) }
      return point * point
    } receive: { point, result in
      #expect(received.updateValue(result, forKey: point) == nil)
    }
    #expect(done.withLock { $0.sorted() } == Self.points.sorted())
    #expect(received == Dictionary(uniqueKeysWithValues: Self.points.map { ($0, $0 * $0) }))
  }

  @Test func noPointsAreNoWork() async throws {
    try await boundedRun([], width: 4) {
      $0
    } receive: { _, _ in
      Issue.record("there is nothing to receive")
    }
  }

  @Test func ofWidthOneThePointsArriveInTheirOrder() async throws {
    var received: [Int] = []
    try await boundedRun(Self.points, width: 1) {
      $0
    } receive: { point, _ in
      received.append(point)
    }
    #expect(received == Self.points)
  }

  @Test(arguments: [1, 2, 3, 8])
  func neverMoreThanWidthRunAtATime(_ width: Int) async throws {
    let running = Mutex((now: 0, most: 0))
    try await boundedRun(Array(0..<40), width: width) { point in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      usleep(500)
      running.withLock { $0.now -= 1 }
    } receive: { _, _ in
    }
    #expect(running.withLock { $0.most } <= width)
  }

  /// Starts are seen by the question before them: `width` at first, then one for every point that arrives.
  @Test(arguments: [1, 2, 3, 8])
  func aPointStartsWhenAnotherHasArrived(_ width: Int) async throws {
    let log = Log()
    try await boundedRun(
      Self.points, width: width,
      isCancelled: {
        log.add(.start)
        return false
      }
    ) {
      $0
    } receive: { point, _ in
      log.add(.receive(point))
    }
    let isStart = log.events.map { $0 == .start }
    let waves = [Bool](repeating: true, count: width) + (width..<8).flatMap { _ in [false, true] }
    #expect(isStart == waves + [Bool](repeating: false, count: width))
  }

  @Test(arguments: [(1, 3, 3...3), (2, 3, 3...4), (8, 3, 8...8)])
  func afterACancellationOnlyWhatRunsIsFinished(_ width: Int, _ after: Int, _ expected: ClosedRange<Int>) async throws {
    let log = Log()
    try await boundedRun(
      Self.points, width: width, isCancelled: { log.events.count >= after }
    ) {
      $0
    } receive: { point, _ in
      log.add(.receive(point))
    }
    #expect(expected.contains(log.events.count))
  }

  @Test func anErrorIsPassedOnAndEndsTheRun() async throws {
    struct Full: Error, Equatable { var point: Int }
    let done = Mutex(0)
    var received = 0
    let error = await #expect(throws: Full.self) {
      try await boundedRun(Self.points, width: 1) { point in
        done.withLock { $0 += 1 }
        return point
      } receive: { point, _ in
        received += 1
        if received == 3 { throw Full(point: point) }
      }
    }
    #expect(error == Full(point: Self.points[2]))
    #expect(done.withLock { $0 } == 3)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1, "a second core is needed"))
  func anErrorCancelsTheBodiesThatRun() async throws {
    struct Full: Error {}
    let wasCancelled = Mutex(false)
    await #expect(throws: Full.self) {
      try await boundedRun([0, 1], width: 2) { point in
        let deadline = ContinuousClock.now + .seconds(20)
        while point == 1, !Task.isCancelled, ContinuousClock.now < deadline { usleep(1000) }
        if point == 1 { wasCancelled.withLock { $0 = Task.isCancelled } }
      } receive: { _, _ in
        throw Full()
      }
    }
    #expect(wasCancelled.withLock { $0 })
  }
}
