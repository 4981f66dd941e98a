import CPeak
import Dispatch
import Foundation
import Synchronization

/// The processors that this process may use, at most the first 64.
func allowedProcessors() -> [Int32] {
  [Int32](unsafeUninitializedCapacity: 64) { processors, count in
    if let base = processors.baseAddress { count = peak_allowed_processors(processors.count, base) }
  }
}

/// Runs `work` at the same time on a thread for each of the `processors`, and returns what it returned, in order.
///
/// Threads start together, and each stays on its processor: what is compared then runs in the same place.
func onThreads<Result: Sendable>(
  pinnedTo processors: [Int32], _ work: @escaping @Sendable (_ worker: Int) -> Result
) -> [Result] {
  let meeting = Meeting<Result>()
  let done = DispatchGroup()
  for (worker, processor) in processors.enumerated() {
    done.enter()
    Thread.detachNewThread {
      _ = peak_pin_thread(processor)
      meeting.waitForAll(processors.count)
      let result = work(worker)
      meeting.results.withLock { $0[worker] = result }
      done.leave()
    }
  }
  done.wait()
  return meeting.results.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
}

/// Where threads wait for one another and leave their results.
private final class Meeting<Result: Sendable>: Sendable {
  private let arrived = Atomic(0)
  let results = Mutex<[Int: Result]>([:])

  /// Spins: to sleep and wake up takes longer than the difference between two starts.
  func waitForAll(_ count: Int) {
    arrived.add(1, ordering: .acquiringAndReleasing)
    while arrived.load(ordering: .acquiring) < count {}
  }
}
